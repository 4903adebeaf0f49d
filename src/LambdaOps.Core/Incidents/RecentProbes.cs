using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// The last answers of the health URL. Whether a service is down is judged by their share, not by an unbroken run: one
/// that answers every other request is not well, and no run of failures ever says so.
/// </summary>
/// <param name="Marks">The newest last: + was good, - failed.</param>
public sealed record RecentProbes([property: JsonPropertyName("of")] string Marks)
{
    /// <summary>As many as the largest policy needs.</summary>
    private const int Most = 200;

    /// <summary>Where no policy says how many.</summary>
    public const int Usual = 10;

    private const char Good = '+';
    private const char Bad = '-';

    public static RecentProbes None { get; } = new("");

    /// <summary>As far as a record of an older version says.</summary>
    public static RecentProbes Of(HealthStreak? streak) =>
        streak is null ? None : new(new string(streak.Healthy ? Good : Bad, Math.Min(streak.Count, Most)));

    public RecentProbes After(bool healthy)
    {
        var marks = Marks + (healthy ? Good : Bad);
        return new(marks.Length <= Most ? marks : marks[^Most..]);
    }

    /// <summary>How many of so many last ones failed.</summary>
    public int Failed(int last) => Marks.AsSpan()[^Math.Min(last, Marks.Length)..].Count(Bad);

    /// <summary>Whether half of them failed, and as many as that.</summary>
    /// <param name="failures">Half of those that are looked at: an unbroken run of so many is enough.</param>
    public bool AreDown(int failures) => Failed(2 * failures) >= failures;
}

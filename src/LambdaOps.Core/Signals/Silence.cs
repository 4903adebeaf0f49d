namespace LambdaOps.Core.Signals;

/// <summary>Why people do not want an alarm's actions now, as the alarm's change said.</summary>
/// <param name="Because">"actions suppressed by Alarm: planned maintenance", "muted by planned".</param>
public sealed record Silence(string Because)
{
    /// <summary>When a mute window ends; null where only the alarm itself tells.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it holds, as far as the change can say.</summary>
    public bool Holds(DateTimeOffset now) => Until is null || now < Until;
}

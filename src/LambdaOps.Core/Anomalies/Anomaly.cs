using System.Globalization;

namespace LambdaOps.Core.Anomalies;

/// <summary>What a reading was compared with.</summary>
public enum AnomalyBasis
{
    /// <summary>All values so far: it is beyond the largest or smallest one.</summary>
    Range,

    /// <summary>The readings just before.</summary>
    Recent,

    /// <summary>The series' level: it has no rhythm that says more.</summary>
    Level,

    /// <summary>The same time of other days.</summary>
    TimeOfDay,

    /// <summary>The same time of the same weekday.</summary>
    TimeOfWeek,
}

/// <summary>A reading that is not as usual, with the numbers by which that was decided.</summary>
/// <param name="At">As it came.</param>
/// <param name="Value">As it came.</param>
/// <param name="Expected">In the unit of the values, like both bounds.</param>
/// <param name="Low">Of the usual range: two robust standard deviations, within what was ever seen.</param>
/// <param name="High">Likewise.</param>
/// <param name="Sigmas">The deviation in robust standard deviations, with its sign; or the mean of several.</param>
/// <param name="Over">Readings of which the deviation is the mean; 1 for the reading by itself.</param>
/// <param name="Basis">What it was compared with.</param>
/// <param name="OneIn">So many readings have one that is as far off, as far as the history tells.</param>
/// <param name="Since">The first unusual reading of the same episode.</param>
public sealed record Anomaly(
    DateTimeOffset At,
    double Value,
    double Expected,
    double Low,
    double High,
    double Sigmas,
    int Over,
    AnomalyBasis Basis,
    double OneIn,
    DateTimeOffset Since
)
{
    /// <summary>In words, such as "at 03:10 812, usually 95 to 140 at this time of a Monday; deviation 9.1".</summary>
    public override string ToString()
    {
        var mean = Over > 1 ? string.Create(CultureInfo.InvariantCulture, $" as the mean of {Over} readings") : "";
        var since = Since < At ? string.Create(CultureInfo.InvariantCulture, $", unusual since {Since:HH:mm}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"at {At:HH:mm} {Short(Value)}, {Usual()}; deviation {Sigmas:0.0}{mean}{since}"
        );
    }

    private string Usual()
    {
        var range = $"{Short(Low)} to {Short(High)}";
        return Basis switch
        {
            AnomalyBasis.Range => $"never before outside of {range}",
            AnomalyBasis.Recent => $"{range} just before",
            AnomalyBasis.Level => $"usually {range}",
            AnomalyBasis.TimeOfDay => $"usually {range} at this time of day",
            AnomalyBasis.TimeOfWeek => $"usually {range} at this time of a {At.DayOfWeek}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Short(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture);
}

/// <summary>What the detector says of one reading.</summary>
/// <param name="Score">0 to 1; <see cref="AnomalyDetector.DetectedFrom"/> or more is a detection.</param>
/// <param name="Anomaly">The detection; null for none.</param>
public readonly record struct AnomalyScore(double Score, Anomaly? Anomaly);

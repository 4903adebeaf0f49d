using System.Globalization;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Resources;

/// <summary>An alarm as it stands now.</summary>
/// <param name="Evaluated">
/// Datapoints of its last evaluation that are known; 0 where an alarm has none (composite).
/// </param>
/// <param name="Breaching">How many of them breach the threshold.</param>
public sealed record AlarmReading(AlarmState State, int Evaluated, int Breaching)
{
    /// <summary>For an incident that a person opened: there is no alarm to ask.</summary>
    public static AlarmReading None { get; } = new(AlarmState.Ok, 0, 0) { IsNone = true };

    /// <summary>Whether there is no alarm.</summary>
    public bool IsNone { get; private init; }

    /// <summary>Why people do not want its actions now: suppressed or disabled; null when they do.</summary>
    public string? Silenced { get; init; }

    /// <summary>Whether it is in ALARM and people want to know.</summary>
    public bool IsFiring => State == AlarmState.Alarm && Silenced is null;

    /// <summary>Whether every datapoint that the alarm looked at breaches.</summary>
    public bool AllBreach => State == AlarmState.Alarm && Evaluated > 0 && Breaching == Evaluated;

    public override string ToString() =>
        this switch
        {
            { IsNone: true } => "none",
            { Evaluated: 0 } => State.ToString(),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{State}, {Breaching} of {Evaluated} datapoints breaching"
            ),
        } + (Silenced is null ? "" : $", {Silenced}");
}

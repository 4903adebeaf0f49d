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

    /// <summary>Why people do not want its actions now: suppressed, muted or disabled; null when they do.</summary>
    public string? Silenced { get; init; }

    /// <summary>Whether it is in ALARM and people want to know.</summary>
    public bool IsFiring => State == AlarmState.Alarm && Silenced is null;

    /// <summary>
    /// Whether its datapoints are old: CloudWatch keeps those of its last change, which say nothing of now.
    /// </summary>
    public bool IsOld { get; init; }

    /// <summary>Whether every datapoint that the alarm looked at breaches, and they are of now.</summary>
    public bool AllBreach => State == AlarmState.Alarm && Evaluated > 0 && Breaching == Evaluated && !IsOld;

    /// <summary>Whether what an alarm kept of its last change is old.</summary>
    public static bool AreOld(DateTimeOffset changedAt, DateTimeOffset now) => now - changedAt > s_new;

    /// <summary>Delivery, and a round or two.</summary>
    private static readonly TimeSpan s_new = TimeSpan.FromMinutes(2);

    public override string ToString() =>
        this switch
        {
            { IsNone: true } => "none",
            { Evaluated: 0 } => State.ToString(),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{State}, {Breaching} of {Evaluated} datapoints breaching{(IsOld ? " when it changed" : "")}"
            ),
        } + (Silenced is null ? "" : $", {Silenced}");
}

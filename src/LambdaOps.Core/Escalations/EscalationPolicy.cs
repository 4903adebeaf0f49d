using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Escalations;

/// <summary>Who is paged and when, for each severity, and when people work.</summary>
/// <param name="FirstAtNight">
/// Who is paged at the hand-off outside business hours, for severities whose times run around the clock.
/// </param>
public sealed record EscalationPolicy(
    EscalationRule P1,
    EscalationRule P2,
    EscalationRule P3,
    EscalationRule P4,
    EscalationLevel FirstAtNight,
    BusinessCalendar Calendar
)
{
    /// <summary>The runbook's table (インシデント分類).</summary>
    public static EscalationPolicy Default { get; } =
        new(
            P1: new(TimeSpan.Zero, EscalationLevel.L3, TimeSpan.FromMinutes(15), EscalationClock.Always),
            P2: new(TimeSpan.FromMinutes(30), EscalationLevel.L2, TimeSpan.FromHours(1), EscalationClock.Always),
            P3: new(TimeSpan.FromHours(2), EscalationLevel.L2, TimeSpan.FromHours(4), EscalationClock.BusinessHours),
            P4: new(AnswerWithin: null, Next: null, TimeSpan.FromHours(9), EscalationClock.BusinessHours),
            EscalationLevel.L1,
            BusinessCalendar.Default
        );

    /// <summary>The rule of a severity.</summary>
    public EscalationRule this[Severity severity] =>
        severity switch
        {
            Severity.P1 => P1,
            Severity.P2 => P2,
            Severity.P3 => P3,
            Severity.P4 => P4,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>A line of the runbook's table.</summary>
/// <param name="AnswerWithin">
/// 対応時間: time in which someone acknowledges it. Zero is at once: then no time is given for it besides
/// <paramref name="NextAfter"/>. Null is by the end of the next business day.
/// </param>
/// <param name="Next">エスカレーション: who is paged when it is not over in time; null is nobody.</param>
/// <param name="NextAfter">Time from the hand-off after which they are.</param>
public sealed record EscalationRule(
    TimeSpan? AnswerWithin,
    EscalationLevel? Next,
    TimeSpan NextAfter,
    EscalationClock Clock
)
{
    /// <summary>The longest time that an estate may name: a week.</summary>
    public const int MostMinutes = 10_080;

    /// <summary>Time after which a handed-over incident counts as the next worse severity; null is never.</summary>
    public TimeSpan? RisesAfter { get; init; }
}

/// <summary>In which hours a severity's times run.</summary>
public enum EscalationClock
{
    /// <summary>Around the clock.</summary>
    Always,

    /// <summary>In business hours only.</summary>
    BusinessHours,
}

using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Escalations;

/// <summary>
/// What happens to an incident that is handed off to on-call. The runbook's table (インシデント分類):
/// <code>
/// | レベル | 定義           | 対応時間 | エスカレーション |
/// | P1     | サービス全停止 | 即時     | 15分でL3         |
/// | P2     | 主要機能停止   | 30分     | 1時間でL2        |
/// | P3     | 部分的障害     | 2時間    | 4時間でL2        |
/// | P4     | 軽微な問題     | 翌営業日 | 不要             |
/// </code>
/// Asked in every round of such an incident. It looks at who has been paged, not at what an earlier round meant to do:
/// what is due and not recorded as paged is due now, however late the round comes.
/// </summary>
public static class Escalation
{
    /// <summary>On-call is needed from now on. Once is enough.</summary>
    public static Incident Begin(
        Incident incident,
        string because,
        NextStep next,
        DateTimeOffset now,
        bool whileStopped = false
    ) =>
        incident.Escalation is not null
            ? incident
            : incident with
            {
                Escalation = EscalationState.Begin(incident.Severity, because, next, now) with
                {
                    WhileStopped = whileStopped,
                },
            };

    /// <summary>Who is paged now, the longest due first.</summary>
    public static IReadOnlyList<LevelPage> Due(Incident incident, EscalationPolicy policy, DateTimeOffset now) =>
        [
            .. Outstanding(incident, policy)
                .Where(page => page.DueAt <= now)
                .OrderBy(page => page.DueAt)
                .DistinctBy(page => page.Level),
        ];

    /// <summary>A page has gone out.</summary>
    public static Incident Paged(Incident incident, LevelPage page, DateTimeOffset now) =>
        incident.Escalation is not { } state
            ? incident
            : incident with
            {
                // A level that is paged reads how bad it is: nobody above has to be notified of that again.
                Escalation = page.Why switch
                {
                    PageReason.Worse => state with { Notified = state.Severity },
                    _ => state with
                    {
                        Paged = state.Paged.Add(new PagedLevel(page.Level, now)),
                        Notified = state.Severity,
                    },
                },
            };

    /// <summary>Writes down what comes next, for people.</summary>
    public static Incident Plan(Incident incident, EscalationPolicy policy, DateTimeOffset now) =>
        incident.Escalation is not { } state
            ? incident
            : incident with
            {
                Escalation = state with
                {
                    AnswerBy = state.Acknowledged is null ? AnswerBy(incident, state, policy) : null,
                    NextAt = Deadlines(incident, policy).Where(at => at > now).Cast<DateTimeOffset?>().Min(),
                },
            };

    /// <summary>
    /// The earliest moment, in the past or to come, at which something is due that has not happened; null when nothing
    /// is.
    /// </summary>
    public static DateTimeOffset? EarliestOpen(Incident incident, EscalationPolicy policy) =>
        Deadlines(incident, policy).Cast<DateTimeOffset?>().Min();

    /// <summary>
    /// The next page after <paramref name="now"/> if nothing changes; null when nobody else is paged.
    /// </summary>
    public static LevelPage? Next(Incident incident, EscalationPolicy policy, DateTimeOffset now) =>
        Outstanding(incident, policy).Where(page => page.DueAt > now).MinBy(page => page.DueAt);

    /// <summary>Who is paged first at that moment: L1, at night whom the estate names.</summary>
    public static EscalationLevel FirstLevel(Severity severity, EscalationPolicy policy, DateTimeOffset now) =>
        First(policy[severity], now, policy);

    /// <summary>
    /// The severity of a handed-over incident rises with what is seen, with time, and with alarms that joined it; it
    /// never falls.
    /// </summary>
    public static Incident Rise(Incident incident, Evidence seen, EscalationPolicy policy, DateTimeOffset now)
    {
        if (incident is not { IsHandedOff: true, Escalation: { } state })
        {
            return incident;
        }

        var (severity, because) = incident.Severity switch
        {
            // サービス全停止.
            > Severity.P1 when NothingServes(seen) => (Severity.P1, "no healthy target"),
            // It was handed off as an alarm on a service that is well, and the service fails.
            > Severity.P1
                when incident.Trend is { LoweredFrom: { } before, Streak.Healthy: false }
                    && incident.Trend.Probes.Failed(RecentProbes.Usual) > 1
                    && before < incident.Severity
                    && !state.WhileStopped => (before, "the health URL fails since"),
            var same when same == state.Severity && RisesAt(incident, state, policy) <= now => (
                same - 1,
                Text($"{(now - state.SeveritySince).TotalMinutes:0} min as {same}, and not over")
            ),
            var joined => (joined, "by an alarm or a decision since"),
        };
        var risen = incident with
        {
            Severity = severity,
            Trend = severity < incident.Severity ? incident.Trend with { LoweredFrom = null } : incident.Trend,
        };
        return severity >= state.Severity
            ? risen
            : (risen with { Escalation = state with { Severity = severity, SeveritySince = now } }).Note(
                now,
                EntryKind.Rose,
                $"{state.Severity} -> {severity}: {because}"
            );
    }

    /// <summary>Every page that has not gone out, with the time at which it is due.</summary>
    private static IEnumerable<LevelPage> Outstanding(Incident incident, EscalationPolicy policy)
    {
        if (incident is not { IsHandedOff: true, Escalation: { } state })
        {
            return [];
        }

        var rule = policy[incident.Severity];
        var first = state.Paged is [var paged, ..] ? paged.Level : First(rule, state.HandedOffAt, policy);
        var (second, highest) = (first + 1, state.Level ?? first);
        LevelPage?[] pages =
        [
            state.Paged.IsEmpty ? new LevelPage(first, PageReason.HandedOff, state.HandedOffAt) : null,
            // 対応時間: nobody has said in time that they have it, the next level is asked.
            state.Acknowledged
                is null
            && rule.AnswerWithin > TimeSpan.Zero
            && second > highest
            && second <= rule.Next
                ? new LevelPage(second, PageReason.Unanswered, AnswerBy(incident, state, policy))
                : null,
            // エスカレーション: it is not over in time, whoever has it.
            rule.Next
                is { } next
            && next > highest
                ? new LevelPage(next, PageReason.NotOver, After(rule, rule.NextAfter, state, policy))
                : null,
            state.Level is { } level && state.Severity < state.Notified
                ? new LevelPage(level, PageReason.Worse, state.SeveritySince)
                : null,
        ];
        return pages.OfType<LevelPage>();
    }

    private static IEnumerable<DateTimeOffset> Deadlines(Incident incident, EscalationPolicy policy)
    {
        var pages = Outstanding(incident, policy).Select(page => page.DueAt);
        return incident is { IsHandedOff: true, Escalation: { } state } && RisesAt(incident, state, policy) is { } at
            ? pages.Append(at)
            : pages;
    }

    /// <summary>L1; at night whom the estate names, where the night does not wait for the morning.</summary>
    private static EscalationLevel First(EscalationRule rule, DateTimeOffset at, EscalationPolicy policy) =>
        rule.Clock == EscalationClock.Always && policy.Calendar.At(at) != Calendars.PartOfWeek.BusinessHours
            ? policy.FirstAtNight
            : EscalationLevel.L1;

    private static DateTimeOffset AnswerBy(Incident incident, EscalationState state, EscalationPolicy policy) =>
        policy[incident.Severity] is { AnswerWithin: { } within } rule
            ? After(rule, within, state, policy)
            : policy.Calendar.EndOfNextBusinessDay(state.HandedOffAt);

    private static DateTimeOffset? RisesAt(Incident incident, EscalationState state, EscalationPolicy policy) =>
        incident.Severity > Severity.P1 && policy[incident.Severity] is { RisesAfter: { } after } rule
            ? Add(state.SeveritySince, after, rule, policy)
            : null;

    private static DateTimeOffset After(
        EscalationRule rule,
        TimeSpan time,
        EscalationState state,
        EscalationPolicy policy
    ) => Add(state.HandedOffAt, time, rule, policy);

    private static DateTimeOffset Add(
        DateTimeOffset from,
        TimeSpan time,
        EscalationRule rule,
        EscalationPolicy policy
    ) =>
        rule.Clock switch
        {
            EscalationClock.Always => from + time,
            EscalationClock.BusinessHours => policy.Calendar.Add(from, time),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>
    /// Only what was seen counts: no healthy target, and no health URL that answers well; of a service that is to run.
    /// </summary>
    private static bool NothingServes(Evidence seen) =>
        seen.Targets is Fact<TargetCounts>.Known { Value.NoneServes: true }
        && seen.Service is not Fact<ServiceState>.Known { Value.Desired: 0 }
        && seen.Health is not Fact<HealthProbe>.Known { Value.Healthy: true };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A level that is to be paged.</summary>
/// <param name="DueAt">Since when, or from when on.</param>
public sealed record LevelPage(EscalationLevel Level, PageReason Why, DateTimeOffset DueAt);

/// <summary>Why a level is paged.</summary>
public enum PageReason
{
    /// <summary>On-call is needed.</summary>
    HandedOff,

    /// <summary>Nobody acknowledged it in time.</summary>
    Unanswered,

    /// <summary>It is not over in time.</summary>
    NotOver,

    /// <summary>The severity rose: the level that has it is notified.</summary>
    Worse,
}

using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>
/// Alarms that fire and that nobody silenced. Their events may be lost: by a delivery that fails for as long as it is
/// tried, by a journal that cannot be read meanwhile, by a rule or a subscription that is not there. CloudWatch sends a
/// change once, so that an alarm which goes on firing would never be heard of.
/// </summary>
internal static class FiringAlarms
{
    /// <summary>An event that arrives has been taken in by then.</summary>
    private static readonly TimeSpan s_heardWithin = TimeSpan.FromMinutes(5);

    /// <param name="policy">One that has fired for longer than its InAlarm is reported, and was dealt with before.</param>
    public static ImmutableArray<Signal.AlarmChanged> Of(
        StandingAlarms standing,
        Fact<ActiveMutes> mutes,
        AlarmCheckPolicy policy,
        DateTimeOffset now
    ) =>
        mutes is Fact<ActiveMutes>.Known({ Rules: var rules }, _)
            ?
            [
                .. from alarm in standing.Alarms
                where
                    alarm
                        is {
                            State: AlarmState.Alarm,
                            ActionsEnabled: true,
                            Suppressor: not { State: AlarmState.Alarm }
                        }
                where now - alarm.Since >= s_heardWithin && now - alarm.Since < policy.InAlarm
                where !rules.Any(rule => rule.Alarms.Contains(alarm.Name))
                select Changed(alarm),
            ]
            : [];

    private static Signal.AlarmChanged Changed(StandingAlarm alarm) =>
        new(
            alarm.Name,
            alarm.Arn,
            AlarmKind.Metric,
            AlarmState.Alarm,
            Previous: null,
            alarm.Since,
            alarm.Reason ?? "no reason is given",
            AlarmRoute.Check,
            ImmutableSortedDictionary<string, string>.Empty
        );
}

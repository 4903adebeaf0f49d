using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of what follows when an incident is handed off to on-call.</summary>
public static class EscalationDrills
{
    /// <summary>After the last level could have been paged.</summary>
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Throttling is remembered for minutes after its end, and an incident that on-call has is looked at seldom.
    /// </summary>
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(7);

    public static IReadOnlyList<Drill> All { get; } =
    [
        new Drill(
            "nobody-answers",
            "No capacity for new tasks, and L1 does not acknowledge: the next levels are paged."
        )
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), Needs.EmptyAlarm],
            Script = stage => stage.After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash()),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Levels = scene.Paged(Severity.P1, TimeSpan.MaxValue),
            },
            AtLeast = scene => scene.Estate.Escalation.P1.NextAfter + s_after,
            Limit = scene => scene.Estate.Escalation.P1.NextAfter + (s_after * 2),
        },
        new Drill("acknowledged", "A table is throttled, L1 acknowledges and fixes it in time: nobody else is paged.")
        {
            Remedy = LatencyProcedure.ProcedureName,
            Needs =
            [
                Needs.Remedy(LatencyProcedure.ProcedureName),
                Needs.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers),
                Needs.Table,
                TimeToHeal,
            ],
            Script = stage =>
                stage
                    .After(0, "throttled", at => LatencyDrills.Throttle(at, HealedAfter(stage.Scene)))
                    .Acknowledge(AnsweredAfter(stage.Scene)),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved)
            {
                Levels = [EscalationLevel.L1],
                Record = "acknowledged by operator",
            },
            AtLeast = scene => RuleOf(scene).NextAfter + s_after,
            Limit = scene => RuleOf(scene).NextAfter + (s_after * 3),
        },
    ];

    /// <summary>What the latency procedure hands off is P2, or worse where its alarm is.</summary>
    private static EscalationRule RuleOf(DrillScene scene)
    {
        var alarm = scene.Alarm(LatencyProcedure.ProcedureName, AlarmSymptom.SlowAnswers)?.Rule.Severity ?? Severity.P2;
        return scene.Estate.Escalation[alarm < Severity.P2 ? alarm : Severity.P2];
    }

    /// <summary>Long enough before the next level would be paged for the end to be seen.</summary>
    private static TimeSpan HealedAfter(DrillScene scene)
    {
        const double InTime = 5.0 / 6;
        var (rule, policy) = (RuleOf(scene), scene.Service?.Latency?.Policy ?? LatencyPolicy.Default);
        var due = rule.RisesAfter is { } rises && rises < rule.NextAfter ? rises : rule.NextAfter;
        var seen = due - policy.WatchFor - s_forgotten;
        return due * InTime < seen ? due * InTime : seen;
    }

    /// <summary>Soon after on-call was paged, and before the next level would be.</summary>
    private static double AnsweredAfter(DrillScene scene)
    {
        const double Paged = 300;
        var answer =
            RuleOf(scene).AnswerWithin is { } within && within > TimeSpan.Zero
                ? within.TotalSeconds
                : HealedAfter(scene).TotalSeconds - Paged;
        return Paged + (answer / 2);
    }

    private static string? TimeToHeal(DrillScene scene) =>
        HealedAfter(scene) >= TimeSpan.FromMinutes(8)
            ? null
            : "the next level is paged so soon that nobody can fix anything before";
}

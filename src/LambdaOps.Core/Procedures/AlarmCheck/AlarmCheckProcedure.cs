using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>
/// Whether the estate's alarms are alive and still lead to LambdaOps. The runbook relies on its alarms (24時間監視) and
/// has no line that asks after them; an alarm that was deleted, disabled, muted or unwired is silent, and silence looks
/// like health.
/// </summary>
public sealed class AlarmCheckProcedure : Check<AlarmCheckPolicy>
{
    /// <summary>So many calls of DescribeAlarms a part takes at most: they are paced under CloudWatch's rate.</summary>
    private const int MostCalls = 40;

    public static ProcedureName ProcedureName { get; } = new("alarmCheck");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Watch");

    public override Paragraph Paragraph { get; } =
        new(
            When: "every 15 minutes, day and night",
            Does: "asks of each alarm that the estate names whether it is there, has data, may act, is not muted for "
                + "long, and still leads to a function of LambdaOps by its topic, its own action or an EventBridge rule; "
                + "sends one that fires to its function again, in case its event was lost",
            StopsWhen: "it reports; nothing is changed"
        );

    public override Schedule Schedule { get; } = new Schedule.Every(TimeSpan.FromMinutes(15));

    public override ImmutableArray<Look> Looks { get; } =
    [AlarmBatchLooks.Standing, AlarmBatchLooks.EventRules, AlarmBatchLooks.Mutes];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var batches = new List<ImmutableArray<AlarmRule>>();
        var (open, names, calls) = (ImmutableArray.CreateBuilder<AlarmRule>(), 0, 0);
        foreach (var rule in estate.Alarms)
        {
            names += rule.Match is AlarmMatch.ByName ? 1 : 0;
            calls += rule.Match is AlarmMatch.ByPattern ? 1 : 0;
            open.Add(rule);
            if (calls + (names / AlarmBatchLooks.NamesPerCall) >= MostCalls)
            {
                batches.Add(open.ToImmutable());
                open.Clear();
                (names, calls) = (0, 0);
            }
        }

        if (open.Count > 0)
        {
            batches.Add(open.ToImmutable());
        }

        return
        [
            .. batches.Select(
                (rules, at) =>
                    new CheckPart(
                        CheckPart.NameOf(at, batches.Count),
                        new AlarmBatch(new TargetId("alarms"), rules, IsFirst: at == 0)
                    )
            ),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        var kept = situation.Last?.Keep as CheckMemory.Alarms;
        return situation.Seen.Of(AlarmBatchLooks.Standing) switch
        {
            Fact<StandingAlarms>.NotAsked => new CheckDecision.Look(situation.Part.About, Looks),
            Fact<StandingAlarms>.Missing(var reason) => new CheckDecision.Report(
                [
                    new Finding(
                        FindingLevel.Missing,
                        "alarms",
                        FormattableString.Invariant(
                            $"{Batch(situation).Rules.Length} alarm rules were not seen: {reason}"
                        )
                    ),
                ],
                kept
            ),
            Fact<StandingAlarms>.Known(var standing, _) => Report(situation, standing, kept),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static CheckDecision.Report Report(
        CheckSituation situation,
        StandingAlarms standing,
        CheckMemory.Alarms? last
    )
    {
        var findings = new AlarmFindings(
            Batch(situation),
            standing,
            situation.Seen.Of(AlarmBatchLooks.EventRules),
            situation.Seen.Of(AlarmBatchLooks.Mutes),
            PolicyIn(situation.Estate),
            situation.Now
        ).All();
        var keep = GoneAlarms.Of(Batch(situation), standing, last, situation.Now);
        return new CheckDecision.Report([.. findings, .. GoneAlarms.Findings(keep)], keep)
        {
            Firing = FiringAlarms.Of(
                standing,
                situation.Seen.Of(AlarmBatchLooks.Mutes),
                PolicyIn(situation.Estate),
                situation.Now
            ),
        };
    }

    private static AlarmBatch Batch(CheckSituation situation) => (AlarmBatch)situation.Part.About;
}

using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.FailoverRehearsal;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>
/// 月次チェックリスト, DR訓練実施: whether dr-failover.sh's steps (災害復旧, レベル3) would work today, what has drifted, and
/// which RTO and RPO that would come to. It changes nothing and turns nothing: CloudFormation looks for drift, all else
/// only reads.
/// </summary>
public sealed class FailoverRehearsalProcedure : Check<FailoverRehearsalPolicy>
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(30);

    /// <summary>How long it waits for CloudFormation to look for drift.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    public static ProcedureName ProcedureName { get; } = new("failoverRehearsal");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Schedule Schedule { get; } = new Schedule.FirstOfMonth(DayOfWeek.Sunday, new TimeOnly(4, 30));

    public override Paragraph Paragraph { get; } =
        new(
            When: "the month's first Sunday at 04:30",
            Does: "looks whether a failover to the region for disaster recovery would work today: stack and drift, "
                + "services, images, secrets, certificates, tables, health of what stands by, failover records; and which "
                + "RTO and RPO that comes to",
            StopsWhen: "each of them is said to be ready, drifted, missing or not seen; nothing is changed or turned"
        )
        {
            Runbook = "DR訓練実施",
        };

    public override bool StoresReports => true;

    public override ImmutableArray<Look> Looks { get; } =
    [
        ReadinessLooks.Stack,
        ReadinessLooks.Drift,
        ReadinessLooks.Services,
        ReadinessLooks.Secrets,
        ReadinessLooks.Tables,
        ReadinessLooks.Traffic,
        ReadinessLooks.Answers,
        BackupLooks.Copies,
        CertificateLooks.Stored,
    ];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        RecoverySide.Of(estate) is { } side ? [new CheckPart("all", side)] : [];

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (TimeZones.Find(situation.Estate.TimeZone) is null)
        {
            return NoZone(situation.Estate);
        }

        var (side, memory) = ((RecoverySide)situation.Part.About, situation.Run.Memory as Memory ?? new Memory());
        var judgement = new ReadinessJudgement(side, PolicyIn(situation.Estate), situation.Now);
        return memory.Step switch
        {
            0 => LookAtSide(situation, judgement, memory),
            1 => LookAtTables(situation, judgement, memory),
            2 => LookAtCertificates(situation, judgement, memory),
            _ => LookForDrift(situation, judgement, memory),
        };
    }

    private static CheckDecision LookAtSide(CheckSituation situation, ReadinessJudgement judgement, Memory memory)
    {
        if (situation.Seen.Of(ReadinessLooks.Services) is Fact<StandbyServices>.NotAsked)
        {
            return new CheckDecision.Look(
                situation.Part.About,
                [
                    ReadinessLooks.Stack,
                    ReadinessLooks.Services,
                    ReadinessLooks.Secrets,
                    ReadinessLooks.Tables,
                    ReadinessLooks.Traffic,
                    ReadinessLooks.Answers,
                ],
                memory
            );
        }

        return LookAtTables(Unseen(situation), judgement, judgement.OfSide(situation.Seen, memory) with { Step = 1 });
    }

    /// <summary>Of tables without a replica.</summary>
    private static CheckDecision LookAtTables(CheckSituation situation, ReadinessJudgement judgement, Memory memory)
    {
        var byCopy = ((RecoverySide)situation.Part.About).TablesByCopy;
        var seen = situation.Seen.Of(BackupLooks.Copies);
        return !byCopy.IsEmpty && seen is Fact<VaultedTables>.NotAsked
            ? new CheckDecision.Look(new BackedUpTables(byCopy), [BackupLooks.Copies], memory)
            : LookAtCertificates(
                Unseen(situation),
                judgement,
                judgement.OfCopies(byCopy, seen, memory) with
                {
                    Step = 2,
                }
            );
    }

    private static CheckDecision LookAtCertificates(
        CheckSituation situation,
        ReadinessJudgement judgement,
        Memory memory
    )
    {
        var places = StandbyCertificates.Of(situation.Estate, (RecoverySide)situation.Part.About);
        var seen = situation.Seen.Of(CertificateLooks.Stored);
        return seen is Fact<StoredCertificates>.NotAsked
            ? new CheckDecision.Look(places, [CertificateLooks.Stored], memory)
            : LookForDrift(
                Unseen(situation),
                judgement,
                judgement.OfCertificates(places, seen, memory) with
                {
                    Step = 3,
                }
            );
    }

    /// <summary>CloudFormation was asked first, and has looked while the rest was looked at.</summary>
    private static CheckDecision LookForDrift(CheckSituation situation, ReadinessJudgement judgement, Memory memory)
    {
        var side = (RecoverySide)situation.Part.About;
        if (memory.Detection is not { } detection || side.Recovery.Stack is not { } stack)
        {
            return Whole(situation, memory);
        }

        return situation.Seen.Of(ReadinessLooks.Drift) switch
        {
            Fact<StackDrift>.NotAsked => new CheckDecision.Look(
                new DriftDetection(side.Recovery.Region, stack, detection),
                [ReadinessLooks.Drift],
                memory
            ),
            Fact<StackDrift>.Known { Value.IsRunning: true }
                when situation.Now - situation.Run.StartedAt < s_patience => new CheckDecision.Wait(
                s_betweenLooks,
                "CloudFormation still looks for drift",
                memory
            ),
            var seen => Whole(situation, judgement.OfDrift(seen, memory)),
        };
    }

    private static CheckDecision.Report Whole(CheckSituation situation, Memory memory)
    {
        var zone = TimeZones.Find(situation.Estate.TimeZone)!;
        var side = (RecoverySide)situation.Part.About;
        var facts = new ReportFacts.Rehearsal(
            LocalDay.At(situation.Run.ScheduledFor ?? situation.Now, zone),
            situation.Now,
            side.Lost,
            side.Recovery.Region
        )
        {
            Items = [.. memory.Items.OrderBy(item => item.Part).ThenByDescending(item => item.Level)],
            Steps = [.. memory.Steps.OrderBy(step => step.Kind)],
            Losses = memory.Losses,
            Goal = situation.Estate.RecoveryGoals[RecoveryLevel.Region],
        };
        return new CheckDecision.Report(RehearsalFindings.Of(facts)) { Facts = facts };
    }

    private static CheckSituation Unseen(CheckSituation situation) => situation with { Seen = Evidence.NotAsked };
}

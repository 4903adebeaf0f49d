using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>
/// 営業時間中の監視, in business hours. The runbook's paragraph:
/// <code>
/// リアルタイム監視項目   応答時間 (P95) 1秒以内 · エラー率 0.1%以下 · 同時接続数 100-500 · CPU 70%以下 · メモリ 80%以下
/// 15分毎のチェック       curl -s https://…/health; get-metric-statistics … ActiveUsers … 15 minutes ago … Average
/// </code>
/// and daily-health-check.sh. Each number is held against the service's thresholds (パフォーマンスベースライン). What
/// is a danger in most of the judged minutes opens or joins an incident; nothing that is missing is taken for zero.
/// </summary>
public sealed class QuickCheckProcedure : Check<QuickCheckPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("quickCheck");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Watch");

    public override Paragraph Paragraph { get; } =
        new(
            When: "every 15 minutes in business hours",
            Does: "asks the health URLs and the metrics of every service, and holds them against its thresholds",
            StopsWhen: "reported; what is a danger opens or joins an incident, and its remedy goes on from there"
        )
        {
            Runbook = "15分毎のチェック, リアルタイム監視項目, daily-health-check.sh",
        };

    public override Schedule Schedule { get; } = new Schedule.Every(TimeSpan.FromMinutes(15));

    /// <summary>A second between parts keeps what they ask together below AWS's rates.</summary>
    public override TimeSpan PartsApart => TimeSpan.FromSeconds(1);

    public override ImmutableArray<Look> Looks { get; } =
    [VitalsLooks.Health, VitalsLooks.Numbers, VitalsLooks.Tasks, VitalsLooks.Alarms];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var batches = estate.Services.Chunk(PolicyIn(estate).ServicesPerPart).ToImmutableArray();
        if (batches.IsEmpty && estate.ActiveUsers is not null)
        {
            batches =
            [
                [],
            ];
        }

        return
        [
            .. batches.Select(
                (services, index) =>
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"{index + 1} of {batches.Length}");
                    return new CheckPart(
                        name,
                        new ServiceBatch(
                            new TargetId(string.Create(CultureInfo.InvariantCulture, $"services-{index + 1}")),
                            [.. services]
                        )
                        {
                            ActiveUsers = index == 0 ? estate.ActiveUsers : null,
                        }
                    );
                }
            ),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        var (estate, seen, batch) = (situation.Estate, situation.Seen, (ServiceBatch)situation.Part.About);
        return estate.Escalation.Calendar.At(situation.Now) switch
        {
            not PartOfWeek.BusinessHours and var outside => new CheckDecision.Report(
                Outside(outside, situation.Last, batch)
            ),
            _ when situation.Run.Memory is CheckMemory.QuickCheck { Found: var found }
                    && seen.Of(VitalsLooks.Health) is not Fact<BatchHealth>.NotAsked => new CheckDecision.Report(
                HealthAgain.Settle(found, batch, seen)
            ),
            _ when seen.Of(VitalsLooks.Numbers) is Fact<BatchNumbers>.NotAsked => new CheckDecision.Look(batch, Looks),
            _ => AskAgainOrReport(
                new QuickCheckFindings(estate, batch, PolicyIn(estate), seen, situation.Now).All(situation.Last),
                batch
            ),
        };
    }

    /// <summary>One request that fails may be a blip: it is asked once more before an incident is opened.</summary>
    private static CheckDecision AskAgainOrReport(ImmutableArray<Finding> found, ServiceBatch batch) =>
        HealthAgain.Failed(found, batch) is { IsEmpty: false } failed
            ? new CheckDecision.Look(
                batch with
                {
                    Services = failed,
                    ActiveUsers = null,
                },
                [VitalsLooks.Health],
                new CheckMemory.QuickCheck(found)
            )
            : new CheckDecision.Report(found);

    /// <summary>Nothing is looked at, so nothing that was wrong is over.</summary>
    private static ImmutableArray<Finding> Outside(PartOfWeek part, CheckReport? last, ServiceBatch batch)
    {
        var when = part switch
        {
            PartOfWeek.Night => "night",
            PartOfWeek.Weekend => "weekend",
            PartOfWeek.Holiday => "holiday",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return
        [
            new Finding(FindingLevel.Fine, "business hours", $"outside business hours ({when}): nothing is looked at"),
            .. Unseen.Carry(
                last,
                finding => Concern.IsOf(finding, Concern.SubjectsOf(batch)),
                "not looked at outside business hours"
            ),
        ];
    }
}

/// <summary>What was wrong, and is not looked at now: it is not over, and is never fine.</summary>
internal static class Unseen
{
    private const string Before = "; before: ";

    public static IEnumerable<Finding> Carry(CheckReport? last, Func<Finding, bool> isAbout, string because) =>
        (last?.Problems ?? [])
            .Where(isAbout)
            .Select(finding => new Finding(
                FindingLevel.Missing,
                finding.Key,
                $"{because}{Before}{First(finding.Text)}"
            ));

    /// <summary>What was said when it was last looked at.</summary>
    private static string First(string text) =>
        text.IndexOf(Before, StringComparison.Ordinal) is >= 0 and var at ? text[(at + Before.Length)..] : text;
}

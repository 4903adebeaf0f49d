using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.StorageCheck;

/// <summary>
/// 週次メンテナンス, ストレージ管理 (S3ライフサイクル確認): whether lifecycle, versions and replication of each bucket are as the
/// estate wants them, and how buckets and tables grow. What differs is printed, and never written: S3 replaces all rules
/// of a bucket at once.
/// </summary>
public sealed class StorageCheckProcedure : Check<StorageCheckPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("storageCheck");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Paragraph Paragraph { get; } =
        new(
            When: "Sundays at 03:45",
            Does: "holds lifecycle, versions and replication of the buckets against the estate, and looks at the growth of "
                + "buckets and tables",
            StopsWhen: "every bucket and table is reported; none is changed"
        )
        {
            Runbook = "ストレージ管理, S3ライフサイクル確認",
        };

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 45));

    public override ImmutableArray<Look> Looks { get; } = [BucketLooks.Settings, BucketLooks.Sizes, BucketLooks.Tables];

    /// <summary>Tables are parts of their own: what their runs keep stays where it is when a bucket is added.</summary>
    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [
            .. Parts("buckets", BucketRule.AllOf(estate), some => new StoredData(some, [])),
            .. Parts("tables", BackedUpTables.NamesIn(estate), some => new StoredData([], some)),
        ];

    private static IEnumerable<CheckPart> Parts<T>(
        string name,
        ImmutableArray<T> all,
        Func<ImmutableArray<T>, StoredData> about
    )
    {
        var parts = all.Chunk(StoredData.MostPerPart).ToList();
        return parts.Select(
            (some, index) =>
                new CheckPart(
                    parts.Count == 1 ? name : $"{name} {CheckPart.NameOf(index, parts.Count)}",
                    about([.. some])
                )
        );
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        var (about, seen) = ((StoredData)situation.Part.About, situation.Seen);
        if (
            seen.Of(BucketLooks.Settings) is Fact<BucketStates>.NotAsked
            && seen.Of(BucketLooks.Tables) is Fact<TableSizes>.NotAsked
        )
        {
            return new CheckDecision.Look(
                about,
                about.Buckets.IsEmpty ? [BucketLooks.Tables] : [BucketLooks.Settings, BucketLooks.Sizes]
            );
        }

        var before = (situation.Last?.Keep as CheckMemory.StorageCheck)?.Sizes ?? [];
        return new CheckDecision.Report(
            [
                .. new BucketJudgement(PolicyIn(situation.Estate), seen, situation.Now).Of(about.Buckets),
                .. new TableGrowth(PolicyIn(situation.Estate), before, situation.Now).Of(
                    about.Tables,
                    seen.Of(BucketLooks.Tables)
                ),
            ],
            TableGrowth.Kept(before, seen.Of(BucketLooks.Tables), situation.Now)
        );
    }
}

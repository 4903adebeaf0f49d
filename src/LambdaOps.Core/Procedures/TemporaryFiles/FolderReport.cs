using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.TemporaryFiles;

namespace LambdaOps.Core.Procedures.TemporaryFiles;

/// <summary>What a run says of a folder: its files, and the rule by which S3 expires them.</summary>
internal static class FolderReport
{
    public static ImmutableArray<Finding> Of(
        CheckSituation situation,
        TemporaryFolder folder,
        Memory memory,
        TemporaryFilesPolicy policy
    ) =>
        situation.Seen.Of(StorageLooks.Lifecycle) switch
        {
            Fact<BucketLifecycle>.Known(var lifecycle, _) =>
            [
                Files(situation, folder, memory, lifecycle),
                .. Rules(situation, folder, memory, lifecycle, policy.LateAfter),
            ],
            Fact<BucketLifecycle>.Missing(var reason) =>
            [
                Files(situation, folder, memory, null),
                new Finding(
                    FindingLevel.Missing,
                    "lifecycle",
                    $"the lifecycle rules of {folder.Bucket} could not be looked at: {reason}"
                ),
            ],
            _ => throw new UnreachableException(),
        };

    /// <summary>The rule to add, as the AWS CLI takes it among the others of the bucket.</summary>
    public static string RuleFor(TemporaryFolder folder, bool keepsVersions) =>
        LifecycleRuleText.For(folder.Prefix, folder.AfterDays, keepsVersions);

    private static Finding Files(
        CheckSituation situation,
        TemporaryFolder folder,
        Memory memory,
        BucketLifecycle? lifecycle
    )
    {
        var seen = string.Create(
            CultureInfo.InvariantCulture,
            $"{folder.Id}: {(memory.IsCut ? "at least " : "")}{memory.Looked + memory.Deleted} files"
        );
        var over = string.Create(
            CultureInfo.InvariantCulture,
            $"{memory.Over} of them older than {folder.AfterDays} days ({memory.OverBytes} bytes)"
        );
        if (!folder.Delete)
        {
            return new Finding(FindingLevel.Fine, "files", $"{seen}, {over}");
        }

        var deleted = string.Create(
            CultureInfo.InvariantCulture,
            $"{memory.Deleted} older than {folder.AfterDays} days deleted, {memory.Left} left as they were written anew"
        );
        var unknown =
            memory.Unconfirmed > 0
                ? FormattableString.Invariant($", and up to {memory.Unconfirmed} more without an answer")
                : "";
        var markers =
            memory.Deleted > 0 && lifecycle?.KeepsVersions == true
                ? "; the bucket keeps versions, so each has a delete marker now and its versions stay"
                : "";
        return memory.Stopped is { } stopped
                ? new Finding(
                    FindingLevel.Warning,
                    "files",
                    $"{seen}: {deleted}{unknown}{markers}; {over} are still there: {stopped}"
                )
            : situation.Run.WhyHeld is { } held && memory.Over > 0
                ? new Finding(FindingLevel.Fine, "files", $"{seen}, {over}, which would be deleted: {held}")
            : new Finding(FindingLevel.Fine, "files", $"{seen}: {deleted}{unknown}{markers}");
    }

    private static IEnumerable<Finding> Rules(
        CheckSituation situation,
        TemporaryFolder folder,
        Memory memory,
        BucketLifecycle lifecycle,
        TimeSpan lateAfter
    )
    {
        var covering = lifecycle.Rules.Where(rule => rule.Covers(folder.Prefix)).ToList();
        var days = covering.Min(rule => rule.AfterDays);
        if (days is null || days > folder.AfterDays)
        {
            yield return Lacking(folder, lifecycle, WhyNone(folder, lifecycle, days));
            yield break;
        }

        var lacks = new List<string>();
        if (lifecycle.KeepsVersions && covering.TrueForAll(rule => rule.NoncurrentAfterDays is null))
        {
            lacks.Add("the bucket keeps versions, and no rule ends them (NoncurrentVersionExpiration)");
        }

        if (covering.TrueForAll(rule => rule.AbortsAfterDays is null))
        {
            lacks.Add("no rule ends uploads that nobody completes (AbortIncompleteMultipartUpload)");
        }

        yield return lacks.Count > 0
            ? Lacking(folder, lifecycle, string.Join("; ", lacks))
            : new Finding(
                FindingLevel.Fine,
                "lifecycle",
                FormattableString.Invariant($"a lifecycle rule expires {folder.Id} after {days} days")
            );
        if (memory.OldestAt is { } oldest && situation.Now - oldest >= Due(days.Value) + lateAfter)
        {
            yield return new Finding(
                FindingLevel.Warning,
                "late",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a lifecycle rule ends files after {days} days, and {memory.OldestKey} of {oldest.UtcDateTime:yyyy-MM-dd} was still there: the rule does not work, or is newer than two days"
                )
            );
        }
    }

    /// <summary>S3 rounds up to the next midnight UTC.</summary>
    private static TimeSpan Due(int days) => TimeSpan.FromDays(days + 1);

    private static Finding Lacking(TemporaryFolder folder, BucketLifecycle lifecycle, string why) =>
        new(
            FindingLevel.Warning,
            "lifecycle",
            $"{folder.Id}: {why}. Add this rule to the others of the bucket (put-bucket-lifecycle-configuration replaces "
                + $"them all, so take them along): {RuleFor(folder, lifecycle.KeepsVersions)}"
        );

    /// <summary>Why no rule counts, by the one that comes nearest.</summary>
    /// <param name="days">After how many days files go at last; null for never.</param>
    private static string WhyNone(TemporaryFolder folder, BucketLifecycle lifecycle, int? days)
    {
        var none = FormattableString.Invariant($"no lifecycle rule ends its files after {folder.AfterDays} days");
        var near = lifecycle.Rules.FirstOrDefault(rule =>
            rule.AfterDays is not null && folder.Prefix.StartsWith(rule.Prefix, StringComparison.Ordinal)
        );
        var other = lifecycle.Rules.FirstOrDefault(rule => rule.AfterDays is not null);
        return days is { } late ? FormattableString.Invariant($"{none}: the earliest does after {late}")
            : near is { IsEnabled: false } ? $"{none}: rule '{near.Id}' is disabled"
            : near is { IsPartial: true } ? $"{none}: rule '{near.Id}' is only for files of some tag or size"
            : other is not null ? $"{none}: rule '{other.Id}' is for the prefix '{other.Prefix}'"
            : none;
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.TemporaryFiles;

namespace LambdaOps.Core.Procedures.TemporaryFiles;

/// <summary>
/// Runbook 週次メンテナンス, ストレージ管理: S3ライフサイクル確認 (get-bucket-lifecycle-configuration), 不要ファイル削除 (s3 rm
/// s3://…/temp/ --recursive). A lifecycle rule does it by itself, every day: this proves that there is one and that it
/// works, and deletes only where the estate asks for that.
/// </summary>
public sealed class TemporaryFilesProcedure : Check<TemporaryFilesPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("temporaryFiles");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("NightlyCleanup");

    public override Paragraph Paragraph { get; } =
        new(
            When: "Sundays at 03:00",
            Does: "looks at a bucket's lifecycle rules and at the files under a prefix; prints the rule that is missing, and "
                + "deletes old files where the estate says so",
            StopsWhen: "the folder is reported"
        )
        {
            Runbook = "S3ライフサイクル確認, 不要ファイル削除",
        };

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 0));

    public override ImmutableArray<Look> Looks => [StorageLooks.Files, StorageLooks.Lifecycle];

    public override ImmutableArray<ChangeKind> Changes => [ChangeKind.DeleteTemporaryFiles];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [.. estate.TemporaryFiles.Select(folder => new CheckPart(folder.Id.Value, folder))];

    /// <summary>
    /// Page by page: what a page has of old files is deleted before the next one is looked at. Only when a page is done
    /// with does the memory go past it, so that whoever goes on after a crash looks at it again.
    /// </summary>
    public override CheckDecision Decide(CheckSituation situation)
    {
        var folder = (TemporaryFolder)situation.Part.About;
        var policy = PolicyIn(situation.Estate);
        var memory = Settled(situation.Run.Memory as Memory ?? new Memory(), situation.Results);
        if (memory.IsListed)
        {
            return situation.Seen.Of(StorageLooks.Lifecycle) is Fact<BucketLifecycle>.NotAsked
                ? new CheckDecision.Look(new FilePage(folder, null), [StorageLooks.Lifecycle], memory)
                : new CheckDecision.Report(FolderReport.Of(situation, folder, memory, policy));
        }

        return situation.Seen.Of(StorageLooks.Files) switch
        {
            Fact<StoredFiles>.Known(var page, _) => On(situation, folder, page, memory, policy),
            Fact<StoredFiles>.Missing(var reason) => new CheckDecision.Report([
                new Finding(FindingLevel.Missing, "files", $"the files of {folder.Id} could not be listed: {reason}"),
            ]),
            Fact<StoredFiles>.NotAsked => new CheckDecision.Look(
                new FilePage(folder, memory.After),
                [StorageLooks.Files],
                memory
            ),
            _ => throw new UnreachableException(),
        };
    }

    private static CheckDecision On(
        CheckSituation situation,
        TemporaryFolder folder,
        StoredFiles page,
        Memory memory,
        TemporaryFilesPolicy policy
    )
    {
        ImmutableArray<StoredFile> over =
        [
            .. page.Files.Where(file => folder.Contains(file.Key) && folder.AreOver(file.WrittenAt, situation.Now)),
        ];
        var room = policy.DeletesAtMost - memory.Deleted - memory.Left - memory.Unconfirmed;
        var mayDelete = folder.Delete && situation.Run.WhyHeld is null && memory.Stopped is null;
        if (mayDelete && room <= 0 && over.Length > 0)
        {
            memory = memory with
            {
                Stopped = FormattableString.Invariant($"a run deletes at most {policy.DeletesAtMost}"),
            };
        }
        else if (mayDelete && over.Length > 0)
        {
            var files = over.Take(Math.Min(room, Change.DeleteTemporaryFiles.MostFiles)).ToImmutableArray();
            return new CheckDecision.Act(
                new FilePage(folder, memory.After),
                [new Change.DeleteTemporaryFiles(folder.Bucket, folder.Prefix, files)],
                FormattableString.Invariant($"they are older than {folder.AfterDays} days"),
                WithOldest(page, memory) with
                {
                    Unconfirmed = memory.Unconfirmed + files.Length,
                }
            );
        }

        var next = Past(page, over, memory);
        next = next.Looked >= policy.LooksAtMost && !next.IsListed ? next with { IsListed = true, IsCut = true } : next;
        return next.IsListed
            ? new CheckDecision.Look(new FilePage(folder, null), [StorageLooks.Lifecycle], next)
            : new CheckDecision.Look(new FilePage(folder, next.After), [StorageLooks.Files], next);
    }

    /// <summary>The memory after a page that is done with.</summary>
    private static Memory Past(StoredFiles page, ImmutableArray<StoredFile> over, Memory memory) =>
        WithOldest(page, memory) with
        {
            After = page.Files.LastOrDefault()?.Key ?? memory.After,
            IsListed = page.IsLast,
            Looked = memory.Looked + page.Files.Length,
            Over = memory.Over + over.Length,
            OverBytes = memory.OverBytes + over.Sum(file => file.Bytes),
        };

    private static Memory WithOldest(StoredFiles page, Memory memory) =>
        page.Files.MinBy(file => file.WrittenAt) is { } oldest && !(memory.OldestAt <= oldest.WrittenAt)
            ? memory with
            {
                OldestKey = oldest.Key,
                OldestAt = oldest.WrittenAt,
            }
            : memory;

    /// <summary>What has become of a delete. One whose answer never came may have worked: the page is looked at again.</summary>
    private static Memory Settled(Memory memory, ImmutableArray<ChangeResult> results)
    {
        foreach (var result in results)
        {
            var asked = ((Change.DeleteTemporaryFiles)result.Change).Files.Length;
            var (done, left) = (result.Tally?.Done ?? 0, result.Tally?.Left ?? 0);
            memory = result.Outcome switch
            {
                ChangeOutcome.Done => memory with
                {
                    Unconfirmed = memory.Unconfirmed - asked,
                    Deleted = memory.Deleted + done,
                    Left = memory.Left + left,
                    Stopped = done + left == 0 ? $"S3 deleted none of {asked}: {result.Detail}" : null,
                },
                ChangeOutcome.Refused => memory with
                {
                    Unconfirmed = memory.Unconfirmed - asked,
                    Stopped = $"S3 refused: {result.Detail}",
                },
                ChangeOutcome.Unknown => memory with { Stopped = $"S3 did not say whether it did: {result.Detail}" },
                _ => throw new UnreachableException(),
            };
        }

        return memory;
    }
}

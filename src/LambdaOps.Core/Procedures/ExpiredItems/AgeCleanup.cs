using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>
/// Scans a table slowly and deletes what has expired by age. Each page is read, deleted, and only then left behind: a run
/// that was killed reads its page again.
/// </summary>
internal sealed class AgeCleanup(
    OperatedTable table,
    TableExpiry.ByAge rule,
    ExpiredItemsPolicy policy,
    CheckSituation situation
)
{
    /// <summary>What is owed up to here is paid by a wait of its own: not each page is worth one.</summary>
    private const double MostOwed = 5;

    private const int LeastItems = 10;
    private const int MostItems = 500;
    private const int MostItemsToDelete = 4 * Change.DeleteExpiredItems.Most;

    /// <summary>Before a page has been read, an item counts as that many read units.</summary>
    private const double UnitsOfAnItem = 0.5;

    private const double MostSlowdown = 32;
    private const int MostThrottled = 8;
    private const int MostBlind = 3;
    private static readonly TimeSpan s_whenThrottled = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_whenBlind = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    private string Rule => $"{table.Name}: {rule}";

    private bool IsAnnounced => (situation.Last?.Keep as CheckMemory.AnnouncedRule)?.Rule == Rule;

    public CheckDecision Decide()
    {
        if (situation.Run.Memory is not CheckMemory.AgeScan scan)
        {
            return Begin();
        }

        if (!situation.Results.IsEmpty)
        {
            return AfterDeletes(scan);
        }

        if (scan.Intended > 0)
        {
            // Intended, and no results: killed, or the control switch said no before the first one.
            var lost = situation.Run.Unconfirmed ? scan.Intended : 0;
            scan = scan with { Intended = 0, Unconfirmed = scan.Unconfirmed + lost };
        }

        return situation.Seen.Of(TableLooks.Items) switch
        {
            Fact<ScanPage>.Known { Value: var page } => page.IsThrottled ? Slower(scan) : AfterPage(scan, page),
            Fact<ScanPage>.NotAsked => Next(scan),
            _ => Blinded(scan),
        };
    }

    private CheckDecision Begin() =>
        situation.Seen.Of(TableLooks.Shape) switch
        {
            Fact<TableShape>.NotAsked => new CheckDecision.Look(table, [TableLooks.Shape]),
            Fact<TableShape>.Known { Value: var shape } => Next(
                new CheckMemory.AgeScan(shape, !IsAnnounced, PlaceOf(0), SegmentsDone: 0, ItemTally.None)
            ),
            _ => new CheckDecision.Report(
                [Of(FindingLevel.Missing, "scan", $"it could not be seen: {string.Join("; ", situation.Seen.Gaps)}")],
                situation.Last?.Keep
            ),
        };

    /// <summary>Each night begins with another segment: what a night does not come to comes first in another one.</summary>
    private ScanPlace PlaceOf(int done)
    {
        var night = situation.Run.StartedAt.ToUnixTimeSeconds() / PolicyReader.Day;
        return new ScanPlace((int)((night + done) % policy.Segments), After: null);
    }

    private CheckDecision Next(CheckMemory.AgeScan scan)
    {
        if (scan.SegmentsDone >= policy.Segments || scan.IsCapped || IsTimeOver)
        {
            return new CheckDecision.Report([.. Findings(scan)], new CheckMemory.AnnouncedRule(Rule));
        }

        if (scan.Owed >= MostOwed)
        {
            var rest = TimeSpan.FromSeconds(Math.Min(scan.Owed, s_longest.TotalSeconds));
            return new CheckDecision.Wait(
                rest,
                "its share of the table's capacity is used",
                scan with
                {
                    Owed = scan.Owed - rest.TotalSeconds,
                }
            );
        }

        return new CheckDecision.Look(
            new ScanStep(table, scan.Shape.Keys, scan.Place, policy.Segments, LimitOf(scan)),
            [TableLooks.Items],
            scan
        );
    }

    private bool IsTimeOver => situation.Now - situation.Run.StartedAt >= policy.RunAtMost;

    private bool MayDelete(CheckMemory.AgeScan scan) => situation.Run.WhyHeld is null && !scan.OnlyReports;

    private CapacityBudget BudgetOf(CheckMemory.AgeScan scan) => CapacityBudget.Of(scan.Shape, policy);

    /// <summary>So many items as the budget gives in the time that may be owed; the deletes of a page as well.</summary>
    private int LimitOf(CheckMemory.AgeScan scan)
    {
        var budget = BudgetOf(scan);
        var anItem = scan.Seen.Items > 0 ? scan.ReadUnits / scan.Seen.Items : UnitsOfAnItem;
        var reads = budget.Reads * MostOwed / Math.Max(anItem, 0.01) / scan.Slowdown;
        var writes = MayDelete(scan) ? Math.Min(MostItemsToDelete, budget.Writes * 60 / scan.Slowdown) : MostItems;
        return (int)Math.Clamp(Math.Min(reads, writes), LeastItems, MostItems);
    }

    private CheckDecision AfterPage(CheckMemory.AgeScan scan, ScanPage page)
    {
        var judged = page.Items.Select(item => (Item: item, Verdict: ItemExpiry.ByAge(item.Time, rule, situation.Now)));
        var expired = judged.Where(one => one.Verdict == ItemVerdict.Expired).Select(one => one.Item).ToList();
        var read = Calmer(Spent(scan, page.Units, 0)) with { Throttled = 0, Blind = 0 };
        var behind = LeftBehind(
            read,
            page,
            judged.Aggregate(read.Seen, (seen, one) => seen.With(one.Verdict, one.Item.Key))
        );
        if (expired.Count == 0 || !MayDelete(scan))
        {
            return Next(behind);
        }

        var allowed = Math.Max(0, MostDeleted(scan) - scan.Deleted - scan.Unconfirmed);
        if (allowed == 0)
        {
            return Next(behind with { IsCapped = true });
        }

        return new CheckDecision.Act(
            table,
            [
                .. expired
                    .Take(allowed)
                    .Chunk(Change.DeleteExpiredItems.Most)
                    .Select(items => new Change.DeleteExpiredItems(table.Name, rule.Attribute, [.. items])),
            ],
            $"they are older than {rule.MostAge.TotalDays:0} days",
            read with
            {
                Intended = Math.Min(allowed, expired.Count),
                Ahead = new ScanAhead(behind.Place, behind.SegmentsDone, behind.Seen, expired.Count > allowed),
            }
        );
    }

    /// <summary>How many items of the table a night deletes at most; of the smallest one.</summary>
    private int MostDeleted(CheckMemory.AgeScan scan) =>
        (int)Math.Min(int.MaxValue, Math.Ceiling(scan.Shape.Items * policy.DeleteAtMostPercent / 100.0));

    /// <summary>The scan after a page with which all is done.</summary>
    private CheckMemory.AgeScan LeftBehind(CheckMemory.AgeScan scan, ScanPage page, ItemTally seen) =>
        page.Next is { } next
            ? scan with
            {
                Place = scan.Place with { After = next },
                Seen = seen,
            }
            : scan with
            {
                Place = PlaceOf(scan.SegmentsDone + 1),
                SegmentsDone = scan.SegmentsDone + 1,
                Seen = seen,
            };

    private CheckDecision AfterDeletes(CheckMemory.AgeScan scan)
    {
        var tallies = situation.Results.Select(result => result.Tally).OfType<ChangeTally>().ToList();
        var (deleted, renewed) = (tallies.Sum(one => one.Done), tallies.Sum(one => one.Left));
        var unknown = situation
            .Results.Where(result => result.Outcome == ChangeOutcome.Unknown)
            .Sum(result => ((Change.DeleteExpiredItems)result.Change).Items.Length);
        var after = Spent(scan, 0, tallies.Sum(one => one.CapacityUnits)) with
        {
            Intended = 0,
            Deleted = scan.Deleted + deleted,
            Renewed = scan.Renewed + renewed,
            Unconfirmed = scan.Unconfirmed + unknown,
        };
        if (situation.Results.FirstOrDefault(one => one.Outcome == ChangeOutcome.Refused) is { } refused)
        {
            return new CheckDecision.Report(
                [
                    .. Findings(after),
                    Of(FindingLevel.Danger, "refused", $"DynamoDB refused the deletes: {refused.Detail}"),
                ],
                new CheckMemory.AnnouncedRule(Rule)
            );
        }

        if (deleted + renewed < scan.Intended || scan.Ahead is not { } ahead)
        {
            // The table throttled, or did not answer: the page is read again.
            return Slower(after with { Ahead = null });
        }

        return Next(
            after with
            {
                Ahead = null,
                Place = ahead.Place,
                SegmentsDone = ahead.SegmentsDone,
                Seen = ahead.Seen,
                IsCapped = ahead.IsCapped,
            }
        );
    }

    private CheckMemory.AgeScan Spent(CheckMemory.AgeScan scan, double reads, double writes) =>
        scan with
        {
            ReadUnits = scan.ReadUnits + reads,
            WriteUnits = scan.WriteUnits + writes,
            Owed = scan.Owed + (BudgetOf(scan).After(reads, writes).TotalSeconds * scan.Slowdown),
        };

    private static CheckMemory.AgeScan Calmer(CheckMemory.AgeScan scan)
    {
        const double Each = 0.95;
        return scan with { Slowdown = Math.Max(1, scan.Slowdown * Each) };
    }

    /// <summary>The table has no capacity left for its users: longer pauses, smaller pages.</summary>
    private CheckDecision Slower(CheckMemory.AgeScan scan)
    {
        var slower = scan with
        {
            Slowdown = Math.Min(MostSlowdown, scan.Slowdown * 2),
            Throttled = scan.Throttled + 1,
            ThrottledInAll = scan.ThrottledInAll + 1,
        };
        return slower.Throttled >= MostThrottled || IsTimeOver
            ? new CheckDecision.Report([.. Findings(slower)], situation.Last?.Keep)
            : new CheckDecision.Wait(
                Longer(s_whenThrottled * slower.Slowdown, TimeSpan.FromSeconds(scan.Owed)),
                "the table throttles: its users come first",
                slower with
                {
                    Owed = 0,
                }
            );
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) =>
        (one > other ? one : other) is var longer && longer > s_longest ? s_longest : longer;

    private CheckDecision Blinded(CheckMemory.AgeScan scan)
    {
        var blind = scan with { Blind = scan.Blind + 1 };
        return blind.Blind < MostBlind
            ? new CheckDecision.Wait(s_whenBlind, "the table could not be read", blind)
            : new CheckDecision.Report(
                [
                    .. Findings(blind),
                    Of(FindingLevel.Missing, "scan", $"it could not be read: {string.Join("; ", situation.Seen.Gaps)}"),
                ],
                situation.Last?.Keep
            );
    }

    private IEnumerable<Finding> Findings(CheckMemory.AgeScan scan)
    {
        yield return OfExpired(scan);
        if (scan.IsCapped)
        {
            yield return Of(
                FindingLevel.Warning,
                "cap",
                Text(
                    $"more items have expired than the {policy.DeleteAtMostPercent} % that a night may delete: the rest waits for the next nights"
                )
            );
        }
        else if (scan.SegmentsDone < policy.Segments)
        {
            yield return Of(
                FindingLevel.Warning,
                "unfinished",
                Text($"the scan ended after {scan.SegmentsDone} of {policy.Segments} segments, as ")
                    + (scan.Throttled > 0 ? "the table throttled" : "its time was over")
                    + ": the next night begins with another segment"
            );
        }

        if (scan.ThrottledInAll > 0)
        {
            yield return Of(
                FindingLevel.Fine,
                "throttled",
                Text($"the table throttled {scan.ThrottledInAll} times, and the scan went slower")
            );
        }

        if (scan.Unconfirmed > 0)
        {
            yield return Of(
                FindingLevel.Warning,
                "unconfirmed",
                Text($"of {scan.Unconfirmed} items nobody knows whether they were deleted; all of them had expired")
            );
        }

        foreach (
            var (verdict, key, what) in ((ItemVerdict, string, string)[])
                [
                    (ItemVerdict.Unreadable, "unreadable", "say no time that can be told for certain"),
                    (ItemVerdict.Without, "without", "do not have the attribute"),
                    (ItemVerdict.Future, "future", "were made in the future"),
                ]
        )
        {
            if (scan.Seen.Of(verdict) is > 0 and var count)
            {
                yield return Of(
                    FindingLevel.Warning,
                    key,
                    Text(
                        $"{count} of {scan.Seen.Items} items {what} ({rule.Attribute}; key {scan.Seen.ExampleOf(verdict)}): they are kept"
                    )
                );
            }
        }
    }

    private Finding OfExpired(CheckMemory.AgeScan scan)
    {
        var expired = Text(
            $"{scan.Seen.Of(ItemVerdict.Expired)} of {scan.Seen.Items} items are older than {rule.MostAge.TotalDays:0} days by {rule.Attribute}"
        );
        var units = Text($"{scan.ReadUnits:0} read and {scan.WriteUnits:0} write units");
        return situation.Run.WhyHeld is { } held && scan.Deleted == 0
                ? Of(FindingLevel.Fine, "expired", $"{expired}; nothing is deleted: {held} ({units})")
            : scan.OnlyReports
                ? Of(
                    scan.Seen.Of(ItemVerdict.Expired) > 0 ? FindingLevel.Warning : FindingLevel.Fine,
                    "new rule",
                    $"{expired}; the rule is new, so nothing is deleted in this run: the next one deletes them ({units})"
                )
            : Of(
                FindingLevel.Fine,
                "expired",
                Text(
                    $"{expired}; {scan.Deleted} were deleted, {scan.Renewed} were renewed in between and kept ({units})"
                )
            );
    }

    private Finding Of(FindingLevel level, string key, string text) =>
        new(level, $"{key} {table.Name}", $"{table.Name}: {text}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

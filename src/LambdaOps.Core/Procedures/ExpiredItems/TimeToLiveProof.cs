using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>Proves that DynamoDB expires a table's items: the setting, the metric, and a bounded sample.</summary>
internal sealed class TimeToLiveProof(
    OperatedTable table,
    TableExpiry.ByTimeToLive rule,
    ExpiredItemsPolicy policy,
    CheckSituation situation
)
{
    private const int MostSegments = 10_000;

    public CheckDecision Decide() =>
        situation.Run.Memory is CheckMemory.ExpirySample sample ? Go(After(sample))
        : situation.Seen.Of(TableLooks.TimeToLive) is Fact<TimeToLiveSetting>.NotAsked
            ? new CheckDecision.Look(table, [TableLooks.Shape, TableLooks.TimeToLive, TableLooks.Expirations])
        : Begin();

    private CheckDecision Begin()
    {
        var seen = situation.Seen;
        if (
            seen.Of(TableLooks.TimeToLive) is not Fact<TimeToLiveSetting>.Known { Value: var setting }
            || seen.Of(TableLooks.Shape) is not Fact<TableShape>.Known { Value: var shape }
        )
        {
            return new CheckDecision.Report([Unseen(string.Join("; ", seen.Gaps))]);
        }

        var deleted = (seen.Of(TableLooks.Expirations) as Fact<ExpirationCount>.Known)?.Value;
        return IsOn(setting)
            ? Go(new CheckMemory.ExpirySample(shape, setting, deleted, Taken: 0, ItemTally.None))
            : new CheckDecision.Report([OfSetting(setting)]);
    }

    private bool IsOn(TimeToLiveSetting setting) => setting.Status == "ENABLED" && setting.Attribute == rule.Attribute;

    /// <summary>The sample with what was looked at.</summary>
    private CheckMemory.ExpirySample After(CheckMemory.ExpirySample sample)
    {
        switch (situation.Seen.Of(TableLooks.Items))
        {
            case Fact<ScanPage>.Known { Value.IsThrottled: false, Value: var page }:
                var tally = page.Items.Aggregate(
                    sample.Seen,
                    (seen, item) =>
                        seen.With(ItemExpiry.ByTimeToLive(item.Time, policy.OverdueAfter, situation.Now), item.Key)
                );
                return sample with { Taken = sample.Taken + 1, Seen = tally };
            case Fact<ScanPage>.NotAsked:
                return sample;
            default:
                return sample with { Taken = sample.Taken + 1, Throttled = sample.Throttled + 1 };
        }
    }

    private CheckDecision Go(CheckMemory.ExpirySample sample)
    {
        var segments = (int)Math.Clamp((sample.Shape.Items / policy.SampleItems) + 1, 1, MostSegments);
        var places = Math.Min(policy.SampleSegments, segments);
        if (sample.Taken >= places)
        {
            return new CheckDecision.Report([.. Findings(sample)]);
        }

        // Other places each night: in the end the whole table is seen.
        var night = situation.Run.StartedAt.ToUnixTimeSeconds() / PolicyReader.Day;
        var segment = (int)((night + ((long)segments * sample.Taken / places)) % segments);
        var step = new ScanStep(
            table,
            sample.Shape.Keys,
            new ScanPlace(segment, After: null),
            segments,
            policy.SampleItems
        );
        return new CheckDecision.Look(step, [TableLooks.Items], sample);
    }

    private Finding OfSetting(TimeToLiveSetting setting) =>
        IsOn(setting) ? Of(FindingLevel.Fine, "time to live", $"time to live is on by {rule.Attribute}")
        : setting.Status is not ("ENABLED" or "ENABLING")
            ? Of(FindingLevel.Danger, "time to live", $"time to live is {setting.Status}: no item expires")
        : setting.Attribute != rule.Attribute
            ? Of(
                FindingLevel.Danger,
                "time to live",
                $"time to live is on by {setting.Attribute}, the estate says {rule.Attribute}: no item expires by it"
            )
        : Of(FindingLevel.Warning, "time to live", "time to live is ENABLING: within an hour it should be on");

    private IEnumerable<Finding> Findings(CheckMemory.ExpirySample sample)
    {
        var seen = sample.Seen;
        yield return OfSetting(sample.Setting);
        if (sample.Throttled > 0)
        {
            yield return Of(
                FindingLevel.Missing,
                "sample",
                Text(
                    $"{sample.Throttled} of {sample.Taken} places could not be sampled: the table throttles or does not answer"
                )
            );
        }

        yield return OfDeletions(sample);
        yield return OfOverdue(seen);
        foreach (
            var (verdict, what) in ((ItemVerdict, string)[])
                [
                    (ItemVerdict.Milliseconds, "say milliseconds where time to live reads seconds, and never expire"),
                    (ItemVerdict.Unreadable, "have no Number there, and never expire"),
                    (ItemVerdict.FiveYearsPast, "expired more than five years ago: time to live never deletes them"),
                    (ItemVerdict.Without, "do not have the attribute, and never expire"),
                ]
        )
        {
            if (seen.Of(verdict) is > 0 and var count)
            {
                yield return Of(
                    FindingLevel.Warning,
                    Words(verdict),
                    Text(
                        $"{count} of {seen.Items} sampled items {what} ({rule.Attribute}; key {seen.ExampleOf(verdict)})"
                    )
                );
            }
        }
    }

    /// <summary>No datapoint is no zero: it is fine only where nothing was to be deleted.</summary>
    private Finding OfDeletions(CheckMemory.ExpirySample sample) =>
        sample.Deleted?.Count is > 0 and var count
            ? Of(
                FindingLevel.Fine,
                "deletions",
                Text($"time to live deleted {count:0} items in {ExpirationCount.Lately.TotalHours:0} h")
            )
        : sample.Deleted is not null
        && sample is { Throttled: 0 }
        && sample.Seen.Of(ItemVerdict.Expired, ItemVerdict.Overdue) == 0
            ? Of(FindingLevel.Fine, "deletions", "time to live deleted nothing lately, and no sampled item has expired")
        : Of(
            FindingLevel.Missing,
            "deletions",
            Text(
                $"TimeToLiveDeletedItemCount has no datapoint in {ExpirationCount.Lately.TotalHours:0} h: nothing shows that expired items are deleted"
            )
        );

    private Finding OfOverdue(ItemTally seen)
    {
        var overdue = seen.Of(ItemVerdict.Overdue);
        var text = Text(
            $"{overdue} of {seen.Items} sampled items expired more than {policy.OverdueAfter.TotalHours:0} h ago and are still there"
        );
        return overdue * 100L > (long)policy.OverdueAtMostPercent * seen.Items
            ? Of(FindingLevel.Warning, "overdue", $"{text} (key {seen.ExampleOf(ItemVerdict.Overdue)})")
            : Of(FindingLevel.Fine, "overdue", text);
    }

    private Finding Unseen(string why) => Of(FindingLevel.Missing, "time to live", $"it could not be seen: {why}");

    private Finding Of(FindingLevel level, string key, string text) =>
        new(level, $"{key} {table.Name}", $"{table.Name}: {text}");

    private static string Words(ItemVerdict verdict) =>
        verdict switch
        {
            ItemVerdict.Milliseconds => "milliseconds",
            ItemVerdict.Unreadable => "no number",
            ItemVerdict.FiveYearsPast => "five years past",
            _ => "without",
        };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.StorageCheck;

/// <summary>What is said of buckets: how they are set, beside how the estate wants them, and how they grow.</summary>
internal sealed class BucketJudgement(StorageCheckPolicy policy, Evidence seen, DateTimeOffset now)
{
    public IEnumerable<Finding> Of(ImmutableArray<BucketRule> buckets) =>
        buckets.SelectMany(bucket => OfSettings(bucket).Append(OfSize(bucket.Name)));

    private List<Finding> OfSettings(BucketRule bucket)
    {
        var state = seen.Of(BucketLooks.Settings) switch
        {
            Fact<BucketStates>.Known { Value.All: var all } => all.GetValueOrDefault(bucket.Name)
                ?? BucketState.Missing("nobody looked"),
            var unseen => BucketState.Missing(unseen.WhyUnknown),
        };
        return state.WhyMissing is { } why
                ?
                [
                    new Finding(
                        FindingLevel.Missing,
                        $"settings {bucket.Name}",
                        $"{bucket.Name}: how it is set could not be seen: {why}"
                    ),
                ]
            : Differences(bucket, state) is { Count: > 0 } differences ? differences
            :
            [
                new Finding(
                    FindingLevel.Fine,
                    $"settings {bucket.Name}",
                    $"{bucket.Name} {Shown(state)}{(IsWanted(bucket) ? ", as the estate wants it" : "")}"
                ),
            ];
    }

    private static bool IsWanted(BucketRule bucket) =>
        !bucket.Expiry.IsEmpty || bucket.ReplicateTo is not null || bucket.IsVersioned is not null;

    private static List<Finding> Differences(BucketRule bucket, BucketState state) =>
        [
            .. bucket.Expiry.Select(wanted => OfExpiry(bucket.Name, wanted, state.Lifecycle)).OfType<Finding>(),
            .. OfCopies(bucket, state.Copies) is { } copies ? [copies] : Array.Empty<Finding>(),
            .. bucket.IsVersioned is { } versioned && versioned != state.Lifecycle.KeepsVersions
                ?
                [
                    Warning(
                        $"versions {bucket.Name}",
                        versioned
                            ? $"{bucket.Name} keeps no versions, and the estate wants them (put-bucket-versioning)"
                            : $"{bucket.Name} keeps versions, and the estate does not want them"
                    ),
                ]
                : Array.Empty<Finding>(),
        ];

    /// <summary>The rule that ends an object first is what counts.</summary>
    private static Finding? OfExpiry(string bucket, WantedExpiry wanted, BucketLifecycle lifecycle)
    {
        var days = lifecycle.Rules.Where(rule => rule.Covers(wanted.Prefix)).Min(rule => rule.AfterDays);
        if (days == wanted.Days)
        {
            return null;
        }

        var found = days is { } some
            ? Text($"its rules end them after {some} days")
            : "no enabled rule for all of them ends them";
        var rule = LifecycleRuleText.For(wanted.Prefix, wanted.Days, lifecycle.KeepsVersions);
        return Warning(
            $"lifecycle {bucket} {wanted.Prefix}",
            Text($"{bucket}: the estate wants {wanted} to expire after {wanted.Days} days, and {found}. ")
                + "Put this rule among the others of the bucket (put-bucket-lifecycle-configuration replaces them all): "
                + rule
        );
    }

    private static Finding? OfCopies(BucketRule bucket, ImmutableArray<CopyRule> rules)
    {
        if (
            bucket.ReplicateTo is not { } to
            || rules.Any(rule => rule is { IsEnabled: true, IsPartial: false } && rule.To == to)
        )
        {
            return null;
        }

        var found = rules.FirstOrDefault(rule => rule.To == to) switch
        {
            { IsEnabled: false } => "the rule for it is disabled",
            not null => "the rule for it is only for some of the objects",
            null when rules.IsEmpty => "it is not replicated",
            null => $"it is replicated to {string.Join(", ", rules.Select(rule => rule.To).Distinct())}",
        };
        return Warning(
            $"replication {bucket.Name}",
            $"{bucket.Name}: the estate wants all objects replicated to {to}, and {found} (put-bucket-replication)"
        );
    }

    private static string Shown(BucketState state)
    {
        var copied = state.Copies.Where(rule => rule.IsEnabled).Select(rule => rule.To).Distinct().ToList();
        var rules = state.Lifecycle.Rules.Count(rule => rule.IsEnabled);
        return Text($"has {rules} lifecycle rule{(rules == 1 ? "" : "s")}, ")
            + (
                !state.Lifecycle.KeepsVersions ? "keeps no versions"
                : state.Lifecycle.Rules.Any(rule => rule is { IsEnabled: true, NoncurrentAfterDays: not null })
                    ? "keeps versions for a time"
                : "keeps versions for ever"
            )
            + (copied.Count == 0 ? ", is not replicated" : $", is replicated to {string.Join(", ", copied)}");
    }

    private Finding OfSize(string bucket)
    {
        var key = $"size {bucket}";
        if (seen.Of(BucketLooks.Sizes) is not Fact<BucketSizes>.Known { Value.All: var all } known)
        {
            return new Finding(
                FindingLevel.Missing,
                key,
                $"{bucket}: its size could not be seen: {seen.Of(BucketLooks.Sizes).WhyUnknown}"
            );
        }

        var size = all.GetValueOrDefault(bucket);
        if (size?.Bytes.Select(one => one.Hole).OfType<string>().FirstOrDefault() is { } hole)
        {
            return new Finding(FindingLevel.Missing, key, $"{bucket}: its size is not known: {hole}");
        }

        if (size is null || Growth.Of(size.Bytes, now) is not { } growth)
        {
            return new Finding(
                FindingLevel.Missing,
                key,
                $"{bucket}: CloudWatch has no size of the last days: it is empty, or in another region, or S3 is late"
            );
        }

        var objects = size.Objects.Last is { } count ? Text($" in {count.Value:0} objects") : "";
        return new Finding(
            policy.IsTooMuch(growth) ? FindingLevel.Warning : FindingLevel.Fine,
            key,
            Text($"{bucket} held {growth}{objects} on {growth.On:yyyy-MM-dd}")
        );
    }

    private static Finding Warning(string key, string text) => new(FindingLevel.Warning, key, text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

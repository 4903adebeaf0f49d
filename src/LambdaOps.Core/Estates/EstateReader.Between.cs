using System.Collections.Immutable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

// What one place of the file asks of another. Places that could not be read are not judged.
public static partial class EstateReader
{
    /// <summary>Two ids for one ECS service are two leases: both would act on it at once.</summary>
    private static void CheckServices(ImmutableArray<(JsonPlace Place, OperatedService Value)> services)
    {
        foreach (var (place, service) in services)
        {
            var first = services
                .Select(read => read.Value)
                .First(other => (other.Cluster, other.Service) == (service.Cluster, service.Service));
            if (service is { Cluster.Length: > 0, Service.Length: > 0 } && AreTwo(first.Id, service.Id))
            {
                place["service"]
                    .Fail($"an ECS service that has one id: \"{first.Id}\" is {first.Cluster}/{first.Service}", 0);
            }
        }
    }

    private static void CheckSites(ImmutableArray<(JsonPlace Place, OperatedSite Value)> sites)
    {
        foreach (var (place, site) in sites)
        {
            var page = new ObjectPlace(site.Bucket, site.Key);
            var first = sites
                .Select(read => read.Value)
                .First(other => (other.Bucket, other.Key) == (page.Bucket, page.Key));
            if (page is { Bucket.Length: > 0, Key.Length: > 0 } && AreTwo(first.Id, site.Id))
            {
                place["key"].Fail($"a page that has one id: \"{first.Id}\" is {page.Bucket}/{page.Key}", 0);
            }

            if (site.Maintenance == page && page is { Bucket.Length: > 0, Key.Length: > 0 })
            {
                place["maintenance"].Fail("another object than the page itself", 0);
            }

            CheckBackups(place["safe"], site.Safe, [.. sites.Select(read => read.Value)]);
        }
    }

    /// <summary>What is backed up beside a page can be fetched by every visitor.</summary>
    private static void CheckBackups(JsonPlace place, ObjectPlace safe, ImmutableArray<OperatedSite> sites)
    {
        var open = sites.FirstOrDefault(site =>
            site.Bucket == safe.Bucket
            && site.Key.Length > 0
            && safe.Key.StartsWith(site.ServedPrefix, StringComparison.Ordinal)
        );
        if (safe is { Bucket.Length: > 0, Key.Length: > 0 } && open is not null)
        {
            var under = open.ServedPrefix.Length == 0 ? "" : $" under \"{open.ServedPrefix}\"";
            (place.Exists ? place["prefix"] : place).Fail(
                $"a place that visitors cannot read: site \"{open.Id}\" serves all of bucket {open.Bucket}{under}",
                0
            );
        }
    }

    private static void CheckLadder(JsonPlace place, OperatedService service)
    {
        if (
            service.TotalOutage is not null
            && service.Ladder.Contains(TotalOutageProcedure.RemedyName)
            && !place["site"].Exists
        )
        {
            place["site"]
                .Fail("a site's id, as the ladder leads to totalOutage, which puts up that site's maintenance page", 0);
        }
    }

    /// <summary>All ARNs are of one account, and of the one that the estate names.</summary>
    private static void CheckAccounts(
        JsonPlace account,
        string? named,
        ImmutableArray<(JsonPlace Place, OperatedService Value)> services
    )
    {
        var first = services.Select(read => read.Value.Account).FirstOrDefault(one => one is not null);
        var (expected, source) = account.Exists ? (named, "account says") : (first, "the services before it have");
        foreach (var (place, service) in services)
        {
            if (expected is { Length: > 0 } && service.Account is { } other && other != expected)
            {
                place["targetGroupArn"].Fail($"an ARN of account {expected}, as {source}", 0);
            }
        }
    }

    private static void CheckMatches(ImmutableArray<(JsonPlace Place, AlarmRule Value)> alarms)
    {
        foreach (var ((place, rule), index) in alarms.Select((read, index) => (read, index)))
        {
            var first = alarms.First(other => other.Value.Match == rule.Match).Value;
            if (rule.Match.Text.Length > 0 && AreTwo(first.Target, rule.Target))
            {
                place[rule.Match.Member]
                    .Fail($"alarms of one target: a rule before gives them to \"{first.Target}\"", 0);
            }

            var isFallback = index > 0 && index == alarms.Length - 1;
            if (rule.Match is AlarmMatch.ByPattern { TakesAll: true } && !isFallback)
            {
                place[rule.Match.Member]
                    .Fail("a pattern that some alarms do not match; only the last of several rules may take all", 0);
            }
        }
    }

    private static bool AreTwo(TargetId one, TargetId other) =>
        one.Value.Length > 0 && other.Value.Length > 0 && one != other;
}

using System.Collections.Immutable;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>
/// What one place of the file asks of another. Places that could not be read are not judged.
/// </summary>
internal static class EstateConsistency
{
    /// <summary>Two ids for one ECS service are two leases: both would act on it at once.</summary>
    public static void CheckServices(ImmutableArray<(JsonPlace Place, OperatedService Value)> services)
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

    /// <summary>
    /// Two rules for one table would be one rule that nobody wrote; and a remedy's table has an id of its own, its name.
    /// </summary>
    public static void CheckTables(ImmutableArray<(JsonPlace Place, OperatedTable Value)> tables, Estate estate)
    {
        var taken = estate.Services.Select(service => service.Id).Concat(estate.Sites.Select(site => site.Id));
        foreach (var (place, _) in tables.Where(one => !one.Value.Settings.All.IsEmpty && taken.Contains(one.Value.Id)))
        {
            place["name"].Fail("a name that no service or site has for its id", 0);
        }

        foreach (
            var (place, _) in tables.Where(
                (one, at) =>
                    tables.Take(at).Any(other => other.Value.Name == one.Value.Name && one.Value.Name.Length > 0)
            )
        )
        {
            place["name"].Fail("a table that is named once", 0);
        }
    }

    public static void CheckSites(ImmutableArray<(JsonPlace Place, OperatedSite Value)> sites)
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

            CheckBackups(place["backup"], site.Backup, [.. sites.Select(read => read.Value)]);
        }
    }

    /// <summary>What is backed up beside a page can be fetched by every visitor.</summary>
    private static void CheckBackups(JsonPlace place, ObjectPlace backup, ImmutableArray<OperatedSite> sites)
    {
        var open = sites.FirstOrDefault(site =>
            site.Bucket == backup.Bucket
            && site.Key.Length > 0
            && backup.Key.StartsWith(site.ServedPrefix, StringComparison.Ordinal)
        );
        if (backup is { Bucket.Length: > 0, Key.Length: > 0 } && open is not null)
        {
            var under = open.ServedPrefix.Length == 0 ? "" : $" under \"{open.ServedPrefix}\"";
            (place.Exists ? place["prefix"] : place).Fail(
                $"a place that visitors cannot read: site \"{open.Id}\" serves all of bucket {open.Bucket}{under}",
                0
            );
        }
    }

    /// <summary>All ARNs are of one account, and of the one that the estate names.</summary>
    public static void CheckAccounts(
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

            if (
                service is { Account: { } own, AlternateTargetGroupArn: { } arn }
                && OperatedService.AccountOf(arn) is { } its
                && its != own
            )
            {
                place["alternateTargetGroupArn"].Fail($"an ARN of account {own}, as targetGroupArn", 0);
            }
        }
    }

    public static void CheckMatches(ImmutableArray<(JsonPlace Place, AlarmRule Value)> alarms)
    {
        foreach (var ((place, rule), index) in alarms.Select((read, index) => (read, index)))
        {
            var first = alarms
                .First(other => other.Value.Match == rule.Match && other.Value.Contributor.Equals(rule.Contributor))
                .Value;
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

    public static void CheckIds(ImmutableArray<(JsonPlace Place, TargetId Id)> targets)
    {
        var taken = new HashSet<TargetId>();
        foreach (var (place, id) in targets)
        {
            if (id.Value.Length > 0 && !taken.Add(id))
            {
                place["id"].Fail("an id that no other service has", 0);
            }
        }
    }

    public static void CheckRule(
        Estate estate,
        AlarmRule rule,
        JsonPlace place,
        bool idsAreKnown,
        ImmutableArray<Remedy> remedies
    )
    {
        var named = remedies.FirstOrDefault(remedy => remedy.Name == rule.Remedy);
        var target = estate.Find(rule.Target);
        if (idsAreKnown && rule.Target.Value.Length > 0 && target is not (OperatedService or OperatedTable))
        {
            place["target"]
                .Fail(
                    "a service's id, or the name of a table: one of "
                        + string.Join(
                            ", ",
                            estate
                                .Services.Select(service => service.Id)
                                .Concat(estate.Tables.Select(table => table.Id))
                                .Select(id => $"\"{id}\"")
                        ),
                    0
                );
        }
        else if (rule.Remedy.Value.Length > 0 && named is null)
        {
            place["remedy"].Fail("one of " + string.Join(", ", remedies.Select(known => $"\"{known.Name}\"")), 0);
        }
        else if (target is OperatedService or OperatedTable && named is not null && named.SettingFor(target) is null)
        {
            var what = target is OperatedTable ? "table" : "service";
            place["remedy"].Fail($"a remedy that {what} \"{target.Id}\" names under remedies", 0);
        }
    }

    private static bool AreTwo(TargetId one, TargetId other) =>
        one.Value.Length > 0 && other.Value.Length > 0 && one != other;
}

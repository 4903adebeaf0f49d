using System.Collections.Immutable;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ZoneShift;
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

            if (
                service is { ZoneShift: not null, ShiftedLoadBalancer: { } shifted }
                && services
                    .Select(read => read.Value)
                    .First(other => other is { ZoneShift: not null } && other.ShiftedLoadBalancer == shifted)
                    is var shifts
                && AreTwo(shifts.Id, service.Id)
            )
            {
                place["remedies"]
                    ["zoneShift"]
                    .Fail($"zoneShift for one service of a load balancer: \"{shifts.Id}\" shifts {shifted} already", 0);
            }

            if (
                service.LogGroup is { Length: > 0 } group
                && services.Select(read => read.Value).First(other => other.LogGroup == group) is var logged
                && logged.RequestFields != service.RequestFields
            )
            {
                place["requestFields"]
                    .Fail($"the same fields as \"{logged.Id}\" has, as {group} is its log group, too", 0);
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

    /// <summary>Incidents of it have an id of their own.</summary>
    public static void CheckDisasterRecovery(
        ImmutableArray<(JsonPlace Place, OperatedService Value)> services,
        ImmutableArray<(JsonPlace Place, OperatedSite Value)> sites,
        ImmutableArray<(JsonPlace Place, OperatedTable Value)> tables,
        Estate estate
    )
    {
        var taken = DisasterRecovery.TheId;
        IEnumerable<JsonPlace> places =
        [
            .. services.Where(read => read.Value.Id == taken).Select(read => read.Place["id"]),
            .. sites.Where(read => read.Value.Id == taken).Select(read => read.Place["id"]),
            .. tables.Where(read => read.Value.Id == taken).Select(read => read.Place["name"]),
        ];
        foreach (var place in places.Where(_ => estate.DisasterRecovery is { Settings.All.IsEmpty: false }))
        {
            place.Fail($"another id: incidents of the region for disaster recovery have \"{taken}\"", 0);
        }
    }

    public static void CheckSites(ImmutableArray<(JsonPlace Place, OperatedSite Value)> sites)
    {
        foreach (var (place, site) in sites)
        {
            CheckPages(place, site, [.. sites.Select(read => read.Value)]);
            CheckBackups(place["backup"], site.Backup, [.. sites.Select(read => read.Value)]);
        }
    }

    private static void CheckPages(JsonPlace place, OperatedSite site, ImmutableArray<OperatedSite> sites)
    {
        if (site.Bucket.Length == 0)
        {
            return;
        }

        var (keys, more) = (site.Keys, site.MoreKeys.IsEmpty ? [] : place["moreKeys"].Items("an array of keys"));
        foreach (var (key, index) in keys.Select((key, index) => (key, index)).Where(one => one.key.Length > 0))
        {
            var at = index == 0 ? place["key"] : more[index - 1];
            var first = sites.First(other => other.Bucket == site.Bucket && other.Keys.Contains(key));
            if (AreTwo(first.Id, site.Id))
            {
                at.Fail($"a page that has one id: \"{first.Id}\" is {site.Bucket}/{key}", 0);
            }
            else if (keys.IndexOf(key) < index)
            {
                at.Fail("a page that the site names once", 0);
            }
            else if (site.Maintenance == new ObjectPlace(site.Bucket, key))
            {
                (index == 0 ? place["maintenance"] : at).Fail(
                    index == 0 ? "another object than the page itself" : "another object than the maintenance page",
                    0
                );
            }
        }
    }

    /// <summary>What is backed up beside a page can be fetched by every visitor.</summary>
    private static void CheckBackups(JsonPlace place, ObjectPlace backup, ImmutableArray<OperatedSite> sites)
    {
        var open = sites
            .Where(site => site.Bucket == backup.Bucket)
            .SelectMany(
                site => site.Keys.Where(key => key.Length > 0),
                (site, key) => (site.Id, Prefix: OperatedSite.ServedPrefix(key))
            )
            .Where(served => backup.Key.StartsWith(served.Prefix, StringComparison.Ordinal))
            .ToList();
        if (backup is { Bucket.Length: > 0, Key.Length: > 0 } && open is [var (id, prefix), ..])
        {
            var under = prefix.Length == 0 ? "" : $" under \"{prefix}\"";
            (place.Exists ? place["prefix"] : place).Fail(
                $"a place that visitors cannot read: site \"{id}\" serves all of bucket {backup.Bucket}{under}",
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
        if (
            idsAreKnown
            && rule.Target.Value.Length > 0
            && target is not (OperatedService or OperatedTable or DisasterRecovery)
        )
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
        else if (
            target is OperatedService or OperatedTable or DisasterRecovery
            && named is not null
            && named.SettingFor(target) is null
        )
        {
            var what =
                target is OperatedTable ? "table"
                : target is DisasterRecovery ? "region"
                : "service";
            place["remedy"].Fail($"a remedy that {what} \"{target.Id}\" names under remedies", 0);
        }
    }

    private static bool AreTwo(TargetId one, TargetId other) =>
        one.Value.Length > 0 && other.Value.Length > 0 && one != other;
}

using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Account;

/// <summary>What an estate says and the account does not, or the other way round.</summary>
/// <param name="Path">JSON path of the place in the estate.</param>
public sealed record Difference(DifferenceKind Kind, string Path, string Text)
{
    public override string ToString() =>
        Kind switch
        {
            DifferenceKind.Missing => $"missing: {Path}: {Text}",
            DifferenceKind.Differs => $"differs: {Path}: {Text}",
            DifferenceKind.NotChecked => $"not checked: {Path}: {Text}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

public enum DifferenceKind
{
    /// <summary>The account does not have what the estate names.</summary>
    Missing,

    /// <summary>It is there, and not as the estate has it.</summary>
    Differs,

    /// <summary>It could not be seen.</summary>
    NotChecked,
}

/// <summary>Holds an estate against what its account has.</summary>
/// <param name="objects">Whether an S3 object is there, by bucket and key; null is not seen.</param>
public sealed class EstateComparison(
    Estate estate,
    AccountSnapshot account,
    IReadOnlyDictionary<(string Bucket, string Key), bool?> objects
)
{
    private readonly ImmutableArray<Difference>.Builder _found = ImmutableArray.CreateBuilder<Difference>();

    /// <summary>The objects that it has to know of.</summary>
    public static IEnumerable<(string Bucket, string Key)> ObjectsOf(Estate estate) =>
        estate
            .Sites.SelectMany(site =>
                site.Keys.Select(key => (site.Bucket, key)).Append((site.Maintenance.Bucket, site.Maintenance.Key))
            )
            .Distinct();

    public ImmutableArray<Difference> Compare()
    {
        CompareAccount();
        foreach (var (service, index) in estate.Services.Select((one, index) => (one, index)))
        {
            CompareService(service, $"$.services[{index}]");
            CompareBalancing(service, $"$.services[{index}]");
            CompareTables(service, $"$.services[{index}]");
        }

        foreach (var (site, index) in estate.Sites.Select((one, index) => (one, index)))
        {
            CompareSite(site, $"$.sites[{index}]");
        }

        foreach (var (rule, index) in estate.Alarms.Select((one, index) => (one, index)))
        {
            CompareRule(rule, $"$.alarms[{index}].{rule.Match.Member}");
        }

        return _found.ToImmutable();
    }

    private void CompareAccount()
    {
        if (account.Id is { } id && !estate.Trusts(id))
        {
            Missing(
                "$.account",
                $"these are credentials of account {id}; the estate is in {string.Join(", ", estate.Accounts)}"
            );
        }
    }

    private void CompareService(OperatedService service, string path)
    {
        var found = account.Services.FirstOrDefault(one =>
            (one.Cluster, one.Name) == (service.Cluster, service.Service)
        );
        if (found is null)
        {
            MissingUnless(
                account.GapIn(ReadCall.ListClusters, ReadCall.ListServices, ReadCall.DescribeServices),
                $"{path}.service",
                $"{account.Region} has no ECS service {service.Cluster}/{service.Service}"
            );
            return;
        }

        CompareGroups(service, found, path);

        if (found.Desired != service.Capacity.Normal)
        {
            Differs($"{path}.capacity.normal", $"it says {service.Capacity.Normal}, and {found.Desired} are set now");
        }

        if (account.GapIn(ReadCall.DescribeScalableTargets) is { } gap)
        {
            NotChecked($"{path}.capacity", gap);
        }
        else if (
            account.ScalingOf(service.Cluster, service.Service) is { } scaling
            && (scaling.Minimum, scaling.Maximum) != (service.Capacity.Floor, service.Capacity.Ceiling)
        )
        {
            Differs(
                $"{path}.capacity",
                $"floor and ceiling are {service.Capacity.Floor} and {service.Capacity.Ceiling}, and its autoscaler's "
                    + $"limits {scaling.Minimum} and {scaling.Maximum}"
            );
        }
    }

    private void CompareGroups(OperatedService service, FoundService found, string path)
    {
        var own = found.TargetGroups.FirstOrDefault(groups =>
            groups.Arn == service.TargetGroupArn || groups.Alternate == service.TargetGroupArn
        );
        if (own is null)
        {
            var all = found.TargetGroups.SelectMany(groups => new[] { groups.Arn, groups.Alternate }).OfType<string>();
            Differs($"{path}.targetGroupArn", $"the service has {Names([.. all], "no target group")}");
            return;
        }

        var other = own.Arn == service.TargetGroupArn ? own.Alternate : own.Arn;
        if (other != service.AlternateTargetGroupArn)
        {
            Differs(
                $"{path}.alternateTargetGroupArn",
                other is null
                    ? "the service has one target group"
                    : $"its deployments shift traffic between two target groups, and the other one is {other}: alarms and "
                        + "reports see the traffic of one of them"
            );
        }
    }

    private void CompareBalancing(OperatedService service, string path)
    {
        if (account.TargetGroup(service.TargetGroupArn) is not { } group)
        {
            MissingUnless(
                account.GapIn(ReadCall.DescribeTargetGroups),
                $"{path}.targetGroupArn",
                $"{account.Region} has no target group {service.TargetGroup}"
            );
            return;
        }

        if (group.HealthPath is { } asked && asked != service.Health.Url.PathAndQuery)
        {
            Differs(
                $"{path}.health.url",
                $"it asks for {service.Health.Url.PathAndQuery}, and the load balancer for {asked}"
            );
        }

        if (service.LoadBalancer is null)
        {
            return;
        }

        if (account.GapIn(ReadCall.DescribeLoadBalancers) is { } gap)
        {
            NotChecked($"{path}.loadBalancer", gap);
        }
        else if (account.BalancersOf(group).All(balancer => balancer.Dimension != service.LoadBalancer))
        {
            Missing($"{path}.loadBalancer", $"no load balancer {service.LoadBalancer} leads to its target group");
        }
    }

    private void CompareTables(OperatedService service, string path)
    {
        foreach (var (table, index) in service.Tables.Select((table, index) => (table, index)))
        {
            if (!account.Tables.Contains(table))
            {
                MissingUnless(
                    account.GapIn(ReadCall.ListTables),
                    $"{path}.tables[{index}]",
                    $"{account.Region} has no table {table}"
                );
            }
        }
    }

    private void CompareSite(OperatedSite site, string path)
    {
        var found = account.Sites.FirstOrDefault(one => one.DistributionId == site.DistributionId);
        if (found is null)
        {
            MissingUnless(
                account.GapIn(ReadCall.ListDistributions),
                $"{path}.distributionId",
                $"there is no distribution {site.DistributionId} with an S3 origin"
            );
        }
        else if (found.Bucket != site.Bucket)
        {
            Differs($"{path}.bucket", $"the distribution shows bucket {found.Bucket}");
        }

        CompareObject(site.Bucket, site.Key, $"{path}.key");
        foreach (var (key, index) in site.MoreKeys.Select((key, index) => (key, index)))
        {
            CompareObject(site.Bucket, key, $"{path}.moreKeys[{index}]");
        }

        CompareObject(site.Maintenance.Bucket, site.Maintenance.Key, $"{path}.maintenance");
    }

    private void CompareObject(string bucket, string key, string path)
    {
        switch (objects.GetValueOrDefault((bucket, key)))
        {
            case false:
                Missing(path, $"there is no object {bucket}/{key}");
                break;
            case null:
                _found.Add(
                    new(DifferenceKind.NotChecked, path, $"{bucket}/{key} cannot be seen with these credentials")
                );
                break;
        }
    }

    private void CompareRule(AlarmRule rule, string path)
    {
        if (account.GapIn(ReadCall.MetricAlarms, ReadCall.CompositeAlarms) is { } gap)
        {
            NotChecked(path, gap);
            return;
        }

        if (rule.Match is AlarmMatch.ByTag)
        {
            _found.Add(new(DifferenceKind.NotChecked, path, "which alarms have the tag is not read"));
            return;
        }

        var alarms = account.Alarms.Where(alarm => rule.Names(alarm.Name)).ToList();
        if (alarms.Count == 0)
        {
            Missing(path, $"{account.Region} has no alarm \"{rule.Match.Text}\"");
        }

        ImmutableArray<MetricOwner> owners = [.. estate.Services.Select(MetricOwner.Of)];
        foreach (var alarm in alarms)
        {
            if (!alarm.ActionsEnabled)
            {
                Differs(path, $"the actions of \"{alarm.Name}\" are disabled: it counts as silenced");
            }

            var isOfTable = estate.Find(rule.Target) is OperatedTable;
            var others = MetricsOf(alarm)
                .Select(metric => isOfTable ? metric["TableName"] : MetricOwner.Find(metric, owners)?.Id)
                .OfType<string>()
                .Distinct()
                .ToList();
            if (others.Count > 0 && !others.Contains(rule.Target.Value))
            {
                Differs(
                    path,
                    $"\"{alarm.Name}\" watches {string.Join(", ", others)}, and the rule is for {rule.Target}"
                );
            }
        }
    }

    private IEnumerable<FoundMetric> MetricsOf(FoundAlarm alarm)
    {
        var children = AlarmGuesses.ChildrenOf(alarm).ToHashSet();
        return alarm.Metrics.Concat(
            account.Alarms.Where(child => children.Contains(child.Name)).SelectMany(child => child.Metrics)
        );
    }

    private static string Names(ImmutableArray<string> names, string none) =>
        names.IsEmpty ? none : string.Join(", ", names);

    private void MissingUnless(Gap? gap, string path, string text)
    {
        if (gap is null)
        {
            Missing(path, text);
        }
        else
        {
            NotChecked(path, gap);
        }
    }

    private void Missing(string path, string text) => _found.Add(new(DifferenceKind.Missing, path, text));

    private void Differs(string path, string text) => _found.Add(new(DifferenceKind.Differs, path, text));

    private void NotChecked(string path, Gap gap) => _found.Add(new(DifferenceKind.NotChecked, path, gap.Why));
}

using System.Collections.Immutable;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Account;

/// <summary>What an account has, as far as it could be read.</summary>
/// <param name="Id">The account's number; null when AWS did not say.</param>
public sealed record AccountSnapshot(string? Id, string Region)
{
    public ImmutableArray<FoundService> Services { get; init; } = [];

    public ImmutableArray<FoundTargetGroup> TargetGroups { get; init; } = [];

    public ImmutableArray<FoundBalancer> Balancers { get; init; } = [];

    public ImmutableArray<FoundScaling> Scaling { get; init; } = [];

    public ImmutableArray<string> Tables { get; init; } = [];

    public ImmutableArray<FoundSite> Sites { get; init; } = [];

    public ImmutableArray<FoundAlarm> Alarms { get; init; } = [];

    /// <summary>Objects that look like maintenance pages: bucket and key.</summary>
    public ImmutableArray<(string Bucket, string Key)> MaintenancePages { get; init; } = [];

    /// <summary>What could not be read.</summary>
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    public FoundScaling? ScalingOf(string cluster, string service) =>
        Scaling.FirstOrDefault(one => one.Resource == $"service/{cluster}/{service}");

    public FoundTargetGroup? TargetGroup(string arn) => TargetGroups.FirstOrDefault(one => one.Arn == arn);

    /// <summary>The load balancers in front of a target group.</summary>
    public IEnumerable<FoundBalancer> BalancersOf(FoundTargetGroup group) =>
        Balancers.Where(balancer => group.BalancerArns.Contains(balancer.Arn));

    /// <summary>Why one of these could not be read; null when all were.</summary>
    public Gap? GapIn(params ReadOnlySpan<ReadCall> calls)
    {
        foreach (var gap in Gaps)
        {
            if (calls.Contains(gap.Call))
            {
                return gap;
            }
        }

        return null;
    }
}

/// <summary>A call that was refused.</summary>
/// <param name="Why">The call, AWS's error code and message.</param>
public sealed record Gap(ReadCall Call, string Why);

/// <summary>An ECS service.</summary>
/// <param name="Tables">Tables that its task definition's environment or its task role's policies name.</param>
public sealed record FoundService(
    string Cluster,
    string Name,
    int Desired,
    ImmutableArray<FoundGroups> TargetGroups,
    string? LogGroup,
    ImmutableArray<string> Tables
);

/// <summary>The target group of one of a service's load balancers.</summary>
/// <param name="Alternate">The other one, where deployments shift traffic between two.</param>
public sealed record FoundGroups(string Arn, string? Alternate);

/// <param name="HealthPath">Null where health is not asked by HTTP.</param>
public sealed record FoundTargetGroup(string Arn, string? HealthPath, ImmutableArray<string> BalancerArns)
{
    /// <summary>As metrics name it: targetgroup/NAME/ID.</summary>
    public string Dimension => Arn[(Arn.LastIndexOf(':') + 1)..];
}

/// <param name="Type">"application", "network" or "gateway".</param>
public sealed record FoundBalancer(string Arn, string Dns, string Type, ImmutableArray<FoundRoute> Routes)
{
    /// <summary>As metrics name it: app/NAME/ID.</summary>
    public string Dimension => Arn[(Arn.LastIndexOf(":loadbalancer/", StringComparison.Ordinal) + 14)..];
}

/// <summary>A way from a listener to a target group.</summary>
/// <param name="Host">The host name that leads there; null for any.</param>
public sealed record FoundRoute(string TargetGroupArn, string Scheme, int Port, string? Host);

/// <summary>What Application Auto Scaling may do to a service.</summary>
/// <param name="Resource">service/CLUSTER/SERVICE.</param>
public sealed record FoundScaling(string Resource, int Minimum, int Maximum);

/// <summary>A CloudFront distribution with an S3 origin.</summary>
/// <param name="Root">The default root object; empty where the distribution has none.</param>
public sealed record FoundSite(
    string DistributionId,
    ImmutableArray<string> Aliases,
    string Bucket,
    string Folder,
    string Root
);

/// <param name="Metrics">The metrics that it watches; none for a composite alarm.</param>
/// <param name="Rule">A composite alarm's rule.</param>
public sealed record FoundAlarm(
    string Name,
    bool ActionsEnabled,
    ImmutableArray<string> Actions,
    ImmutableArray<FoundMetric> Metrics,
    string? Rule
);

public sealed record FoundMetric(string Namespace, string Name, ImmutableDictionary<string, string> Dimensions)
{
    public string? this[string dimension] => Dimensions.GetValueOrDefault(dimension);
}

/// <summary>The account in which an estate is, or will be.</summary>
internal static class EstateAccount
{
    /// <summary>Lists the calls, makes them, and hands what was read to <paramref name="use"/>.</summary>
    /// <exception cref="UsageException">No region, no credentials, no network, or AWS does not know the caller.</exception>
    public static async Task<T> ReadAsync<T>(
        Uri? endpoint,
        string? region,
        Func<AccountReader, AccountSnapshot, Task<T>> use,
        CancellationToken stop
    )
    {
        var access = await AwsAccess.OfAsync(endpoint, region);
        if (AwsRegions.PartitionOf(access.Region) is null)
        {
            throw new UsageException($"--region: found {access.Region}, expected an AWS region such as ap-northeast-1");
        }

        Console.WriteLine(
            $"Reads {access.Region} at {access.Endpoint?.ToString() ?? "AWS"} with these calls; none changes anything:"
        );
        foreach (var service in ReadCall.All.GroupBy(call => call.Permission.Split(':')[0]))
        {
            Console.WriteLine($"  {string.Join(", ", service)}");
        }

        using var http = new HttpClient { Timeout = AwsAccess.Patience };
        var reader = new AccountReader(new AwsCalls(access, http), access.Region);
        return await use(reader, await reader.ReadAsync(stop));
    }
}

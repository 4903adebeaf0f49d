using System.Collections.Immutable;
using System.Net;
using Amazon.CloudWatch;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Two regions: each is asked at its own endpoints. That the primary one does not answer is an answer, as nothing may wait
/// for a region that is lost.
/// </summary>
/// <param name="http">Asks the public name.</param>
/// <param name="quick">Clients of ECS that give up soon.</param>
/// <param name="once">Clients of ECS that send once.</param>
/// <param name="cloudWatch">Clients that give up soon.</param>
public sealed class RegionsOnAws(
    HttpClient http,
    HealthUrlsOnAws probes,
    ISmokeProbe smoke,
    Func<string, IAmazonECS> quick,
    Func<string, IAmazonECS> once,
    (Func<string, IAmazonS3> Reads, Func<string, IAmazonS3> Once) s3,
    Func<string, IAmazonDynamoDB> dynamoDb,
    Func<string, IAmazonCloudWatch> cloudWatch
) : ResourceOnAws
{
    /// <summary>How far back the newest measured lag may lie.</summary>
    private static readonly TimeSpan s_lagWithin = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan s_publicWithin = TimeSpan.FromSeconds(4);

    private readonly ClientsByRegion<IAmazonECS> _ecs = new(quick);
    private readonly ClientsByRegion<IAmazonECS> _ecsOnce = new(once);
    private readonly ClientsByRegion<IAmazonS3> _s3 = new(s3.Reads);
    private readonly ClientsByRegion<IAmazonS3> _s3Once = new(s3.Once);
    private readonly ClientsByRegion<IAmazonDynamoDB> _dynamoDb = new(dynamoDb);
    private readonly ClientsByRegion<IAmazonCloudWatch> _cloudWatch = new(cloudWatch);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(RegionLooks.Primary, PrimaryAsync),
            LookCall.To(RegionLooks.Standby, StandbyAsync),
            LookCall.To(RegionLooks.Traffic, TrafficAsync),
            LookCall.To(RegionLooks.Replicas, ReplicasAsync),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Outcomes.ChangeCall<Change.SetRegionCount>(
                ChangeKind.SetRegionCount,
                async (set, _, stop) =>
                {
                    var (cluster, service) = Parts(set.Service);
                    await _ecsOnce
                        .In(set.Region)
                        .UpdateServiceAsync(
                            new UpdateServiceRequest
                            {
                                Cluster = cluster,
                                Service = service,
                                DesiredCount = set.To,
                            },
                            stop
                        );
                    return "accepted";
                }
            ),
            Outcomes.ChangeCall<Change.TurnTraffic>(
                ChangeKind.TurnTraffic,
                async (turn, target, stop) =>
                {
                    var recovery = (DisasterRecovery)target;
                    var place = recovery.Traffic!.Switch;
                    var answer = await _s3Once
                        .In(recovery.Region)
                        .PutObjectAsync(
                            new PutObjectRequest
                            {
                                BucketName = place.Bucket,
                                Key = place.Key,
                                ContentType = "text/plain",
                                ContentBody =
                                    $"The traffic of {turn.Name} goes to {recovery.Region} while this object is here.\n",
                            },
                            stop
                        );
                    return $"ETag {answer.ETag}";
                }
            ),
            Outcomes.ChangeCall<Change.TurnTrafficBack>(
                ChangeKind.TurnTrafficBack,
                async (_, target, stop) =>
                {
                    var recovery = (DisasterRecovery)target;
                    var place = recovery.Traffic!.Switch;
                    await _s3Once.In(recovery.Region).DeleteObjectAsync(place.Bucket, place.Key, stop);
                    return "deleted";
                }
            ),
        ];

    private async Task<PrimaryRegion> PrimaryAsync(LookAt at, CancellationToken stop)
    {
        var recovery = (DisasterRecovery)at.Target;
        var check =
            recovery.Traffic?.Primary
            ?? at.Estate.Services.First(service => service.Id == recovery.Services[0].Of).Health;
        var counting = CountsAsync(recovery.PrimaryRegion, recovery.PrimaryServices, stop);
        var health = await probes.ProbeAsync(check, recovery.Traffic?.Marker, stop);
        try
        {
            return new PrimaryRegion(health, await counting, "");
        }
        catch (Exception silent) when (IsSilence(silent, stop))
        {
            return new PrimaryRegion(
                health,
                Services: null,
                silent is AmazonServiceException said ? OutsideText.Of(said) : silent.GetType().Name
            );
        }
    }

    private async Task<StandbyRegion> StandbyAsync(LookAt at, CancellationToken stop)
    {
        var recovery = (DisasterRecovery)at.Target;
        var counting = CountsAsync(
            recovery.Region,
            [.. recovery.Services.Select(service => $"{service.Cluster}/{service.Service}")],
            stop
        );
        var healths = recovery.Services.Select(service => probes.ProbeAsync(service.Health, stop)).ToList();
        var smokes = recovery.Services.Select(service => smoke.LackingAsync(service.SmokeTest, stop)).ToList();
        var counts = await counting;
        var states = ImmutableArray.CreateBuilder<StandbyState>(counts.Length);
        for (var index = 0; index < counts.Length; index++)
        {
            states.Add(
                new StandbyState(
                    recovery.Services[index].Of,
                    counts[index],
                    recovery.Services[index].Normal,
                    (await healths[index]).Healthy,
                    await smokes[index]
                )
            );
        }

        return new StandbyRegion(states.ToImmutable());
    }

    private async Task<RegionTrafficState> TrafficAsync(LookAt at, CancellationToken stop)
    {
        var recovery = (DisasterRecovery)at.Target;
        var traffic = recovery.Traffic ?? throw new NotObservableException("the estate says no traffic");
        var asking = UrlAnswer.OfAsync(http, traffic.PublicUrl, s_publicWithin, static status => status == 200, stop);
        bool isTurned;
        try
        {
            await _s3.In(recovery.Region).GetObjectMetadataAsync(traffic.Switch.Bucket, traffic.Switch.Key, stop);
            isTurned = true;
        }
        catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound)
        {
            isTurned = false;
        }

        var answer = await asking;
        return new RegionTrafficState(
            isTurned,
            answer is not { Status: 200, Body: { } body } ? AnsweringRegion.None
                : body.Contains(traffic.Marker, StringComparison.Ordinal) ? AnsweringRegion.Standby
                : AnsweringRegion.Primary
        );
    }

    private async Task<ReplicaStates> ReplicasAsync(LookAt at, CancellationToken stop)
    {
        var recovery = (DisasterRecovery)at.Target;
        var described = recovery.Tables.Select(table => StatusAsync(recovery.Region, table, stop)).ToList();
        var behind = BehindAsync(recovery, at.Now, stop);
        var lag = await LagAsync(recovery, recovery.Region, recovery.PrimaryRegion, at.Now, stop);
        var states = await Task.WhenAll(described);
        return new ReplicaStates([.. states.OfType<string>()], lag) { Behind = await behind };
    }

    /// <summary>The primary region may be lost: then nobody knows.</summary>
    private async Task<TimeSpan?> BehindAsync(DisasterRecovery recovery, DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            return await LagAsync(recovery, recovery.PrimaryRegion, recovery.Region, now, stop);
        }
        catch (Exception silent) when (IsSilence(silent, stop))
        {
            return null;
        }
    }

    /// <summary>The table's name where it is not active there; null where it is.</summary>
    private async Task<string?> StatusAsync(string region, string table, CancellationToken stop)
    {
        try
        {
            var answer = await _dynamoDb
                .In(region)
                .DescribeTableAsync(new DescribeTableRequest { TableName = table }, stop);
            return answer.Table.TableStatus == TableStatus.ACTIVE ? null : table;
        }
        catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException)
        {
            return table;
        }
    }

    /// <summary>What one region measures of what it sends to another one; null where it measures nothing.</summary>
    private async Task<TimeSpan?> LagAsync(
        DisasterRecovery recovery,
        string from,
        string to,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (recovery.Tables.IsEmpty)
        {
            return TimeSpan.Zero;
        }

        var lag = await ReplicationLag.AskAsync(_cloudWatch.In(from), recovery.Tables, to, s_lagWithin, now, stop);
        var newest = recovery.Tables.Select(lag.Newest).ToList();
        return newest.Contains(null) ? null : newest.Max();
    }

    private async Task<ImmutableArray<RegionService>> CountsAsync(
        string region,
        ImmutableArray<string> names,
        CancellationToken stop
    )
    {
        var found = new Dictionary<string, RegionService>(StringComparer.Ordinal);
        foreach (var cluster in names.GroupBy(name => Parts(name).Cluster, StringComparer.Ordinal))
        {
            var answer = await _ecs.In(region)
                .DescribeServicesAsync(
                    new DescribeServicesRequest
                    {
                        Cluster = cluster.Key,
                        Services = [.. cluster.Select(name => Parts(name).Service)],
                    },
                    stop
                );
            foreach (var service in answer.Services ?? [])
            {
                var name = $"{cluster.Key}/{service.ServiceName}";
                found[name] = new RegionService(name, service.DesiredCount ?? 0, service.RunningCount ?? 0);
            }
        }

        return
        [
            .. names.Select(name =>
                found.GetValueOrDefault(name) ?? throw new NotObservableException($"{region} has no service {name}")
            ),
        ];
    }

    private static bool IsSilence(Exception error, CancellationToken stop) =>
        !stop.IsCancellationRequested
        && error
            is AmazonClientException
                or AmazonServiceException
                or HttpRequestException
                or IOException
                or OperationCanceledException;

    private static (string Cluster, string Service) Parts(string name) =>
        name.Split('/') is [var cluster, var service] ? (cluster, service) : ("", name);
}

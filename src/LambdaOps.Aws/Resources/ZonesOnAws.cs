using System.Collections.Immutable;
using System.Globalization;
using Amazon.ARCZonalShift;
using Amazon.ARCZonalShift.Model;
using Amazon.CloudWatch;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using AvailabilityZone = Amazon.EC2.Model.AvailabilityZone;
using ConflictException = Amazon.ARCZonalShift.Model.ConflictException;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The zones of a service's load balancer: their targets (DescribeTargetHealth), what was counted in each
/// (GetMetricData), their ids (DescribeAvailabilityZones), and the shifts (GetManagedResource, ListAutoshifts).
/// </summary>
public sealed class ZonesOnAws(
    ServiceDescriptions services,
    Lazy<IAmazonElasticLoadBalancingV2> elb,
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonEC2> ec2,
    Lazy<IAmazonARCZonalShift> shifts,
    Lazy<IAmazonARCZonalShift> shiftsOnce
) : ResourceOnAws
{
    private const string Enabled = "zonal_shift.config.enabled";
    private const int MostPages = 10;
    private const int MostGroups = 100;
    private const string Requests = "requests";
    private const string OfTargets = "target";
    private const string OfBalancer = "balancer";

    private static readonly TimeSpan s_untilPublished = TimeSpan.FromMinutes(1);

    private readonly ServiceTargetGroups _groups = new(services, elb);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(ZoneLooks.Readings, ReadAsync), LookCall.To(ZoneLooks.Traffic, TrafficAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.StartZonalShift>(ChangeKind.StartZonalShift, StartAsync),
            ChangeCall.To<Change.ExtendZonalShift>(ChangeKind.ExtendZonalShift, ExtendAsync),
            ChangeCall.To<Change.CancelZonalShift>(ChangeKind.CancelZonalShift, CancelAsync),
        ];

    private async Task<ZoneReadings> ReadAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var balancer = BalancerOf(service);
        var live = _groups.LiveAsync(at, cancellationToken);
        var groups = GroupsAsync(balancer, cancellationToken);
        var names = await NamesAsync(balancer, cancellationToken);
        var zones = IdsAsync(names, cancellationToken);
        var counted = CountAsync(service, names, at.Now, cancellationToken);
        await Task.WhenAll(live, groups, zones, counted);

        var own = (await live).ToHashSet(StringComparer.Ordinal);
        var all = await Task.WhenAll(
            (await groups)
                .Union(own)
                .Select(async group => (Group: group, Targets: await TargetsAsync(group, cancellationToken)))
        );
        var serving = all.Where(one => own.Contains(one.Group)).SelectMany(one => one.Targets).ToList();
        var others = all.Where(one => !own.Contains(one.Group))
            .Select(one => (one.Group, Zones: ServingZones(one.Targets)))
            .ToList();
        var (described, numbers) = (await zones, await counted);
        return new ZoneReadings([
            .. names.Select((name, at) => Reading(name, at, described, serving, numbers, others)),
        ]);
    }

    private static ZoneReading Reading(
        string name,
        int at,
        Dictionary<string, AvailabilityZone> zones,
        List<TargetHealthDescription> serving,
        MetricAnswers counted,
        List<(string Group, List<string?> Zones)> others
    )
    {
        var zone = zones.TryGetValue(name, out var found)
            ? found
            : throw new NotObservableException($"EC2 does not describe the zone {name}");
        var here = serving.FindAll(one => one.Target?.AvailabilityZone == name);
        var requests = Sum(counted, Id(Requests, at));
        return new ZoneReading(
            zone.ZoneId,
            name,
            here.Count(one => one.TargetHealth.State == TargetHealthStateEnum.Healthy),
            here.Count(one =>
                one.TargetHealth.State == TargetHealthStateEnum.Unhealthy
                || one.TargetHealth.State == TargetHealthStateEnum.Unavailable
            ),
            here.Count(one => one.TargetHealth.State == TargetHealthStateEnum.Initial),
            requests,
            requests is null ? null : (Sum(counted, Id(OfTargets, at)) ?? 0) + (Sum(counted, Id(OfBalancer, at)) ?? 0)
        )
        {
            IsAvailable = zone.State == AvailabilityZoneState.Available,
            OnlyHere =
            [
                .. others
                    .Where(other => other.Zones is [var only] && only == name)
                    .Select(other => OperatedService.GroupInMetrics(other.Group)),
            ],
        };
    }

    /// <summary>The zones of a group's healthy targets; an address outside of the VPC is in "all" of them.</summary>
    private static List<string?> ServingZones(List<TargetHealthDescription> targets) =>
        [
            .. targets
                .Where(one => one.TargetHealth.State == TargetHealthStateEnum.Healthy)
                .Select(one => one.Target?.AvailabilityZone)
                .Distinct(),
        ];

    private static string BalancerOf(OperatedService service) =>
        service.LoadBalancerArn ?? throw new NotObservableException("the estate does not name the load balancer");

    private async Task<List<TargetHealthDescription>> TargetsAsync(string group, CancellationToken cancellationToken)
    {
        var answer = await elb.Value.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = group },
            cancellationToken
        );
        return answer.TargetHealthDescriptions ?? [];
    }

    /// <summary>All target groups of the load balancer: a shift moves the traffic of each.</summary>
    private async Task<List<string>> GroupsAsync(string balancer, CancellationToken cancellationToken)
    {
        var request = new DescribeTargetGroupsRequest { LoadBalancerArn = balancer };
        var found = new List<string>();
        for (var page = 0; page < MostPages && found.Count <= MostGroups; page++)
        {
            var answer = await elb.Value.DescribeTargetGroupsAsync(request, cancellationToken);
            found.AddRange((answer.TargetGroups ?? []).Select(group => group.TargetGroupArn));
            if (answer.NextMarker is not { Length: > 0 } next)
            {
                return found;
            }

            request.Marker = next;
        }

        throw new NotObservableException("the load balancer has too many target groups to compare its zones");
    }

    private async Task<List<string>> NamesAsync(string balancer, CancellationToken cancellationToken)
    {
        var answer = await elb.Value.DescribeLoadBalancersAsync(
            new DescribeLoadBalancersRequest { LoadBalancerArns = [balancer] },
            cancellationToken
        );
        return answer.LoadBalancers is [{ AvailabilityZones: { Count: > 0 } zones }]
            ? [.. zones.Select(zone => zone.ZoneName).Order(StringComparer.Ordinal)]
            : throw new NotObservableException("AWS does not say in which zones the load balancer is");
    }

    private async Task<Dictionary<string, AvailabilityZone>> IdsAsync(
        List<string> names,
        CancellationToken cancellationToken
    )
    {
        var answer = await ec2.Value.DescribeAvailabilityZonesAsync(
            new DescribeAvailabilityZonesRequest { ZoneNames = names },
            cancellationToken
        );
        return (answer.AvailabilityZones ?? []).ToDictionary(zone => zone.ZoneName, StringComparer.Ordinal);
    }

    private Task<MetricAnswers> CountAsync(
        OperatedService service,
        List<string> names,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        return new MetricQueries(cloudWatch.Value).AskAsync(
            [
                .. names.SelectMany(
                    (name, at) =>
                        new[]
                        {
                            Query(Id(Requests, at), "RequestCount", name),
                            Query(Id(OfTargets, at), "HTTPCode_Target_5XX_Count", name),
                            Query(Id(OfBalancer, at), "HTTPCode_ELB_5XX_Count", name),
                        }
                ),
            ],
            now - ZoneReading.Lately - s_untilPublished,
            now,
            cancellationToken
        );

        MetricQuery Query(string id, string metric, string zone) =>
            new(
                id,
                "AWS/ApplicationELB",
                metric,
                "Sum",
                ("LoadBalancer", service.LoadBalancer!),
                ("AvailabilityZone", zone)
            );
    }

    private static string Id(string what, int zone) => string.Create(CultureInfo.InvariantCulture, $"{what}{zone}");

    /// <summary>Null without a datapoint: that is no zero.</summary>
    private static double? Sum(MetricAnswers counted, string id) =>
        counted.All(id) is { IsEmpty: false } minutes ? minutes.Sum(minute => minute.Value) : null;

    private async Task<ZoneTraffic> TrafficAsync(LookAt at, CancellationToken cancellationToken)
    {
        var balancer =
            ((OperatedService)at.Target).ShiftedLoadBalancer
            ?? throw new NotObservableException("the estate does not name the load balancer");
        var avoided = AvoidedAsync(cancellationToken);
        var attributes = await elb.Value.DescribeLoadBalancerAttributesAsync(
            new DescribeLoadBalancerAttributesRequest { LoadBalancerArn = balancer },
            cancellationToken
        );
        var isEnabled = attributes.Attributes?.Exists(one => one is { Key: Enabled, Value: "true" }) == true;
        return new ZoneTraffic(
            balancer,
            isEnabled,
            isEnabled ? await AppliedAsync(balancer, cancellationToken) : [],
            await avoided
        );
    }

    private async Task<ImmutableArray<ZoneShifting>> AppliedAsync(string balancer, CancellationToken cancellationToken)
    {
        var found = await shifts.Value.GetManagedResourceAsync(
            new GetManagedResourceRequest { ResourceIdentifier = balancer },
            cancellationToken
        );
        return
        [
            .. (found.Autoshifts ?? [])
                .Where(one => one.AppliedStatus == AutoshiftAppliedStatus.APPLIED)
                .Select(one => new ZoneShifting(null, ShiftOrigin.Aws, one.AwayFrom, "", null)),
            .. (found.ZonalShifts ?? [])
                .Where(one => one.AppliedStatus == AppliedStatus.APPLIED)
                .Select(one => new ZoneShifting(
                    one.ZonalShiftId,
                    one.ShiftType == ShiftType.PRACTICE_RUN ? ShiftOrigin.Practice
                        : one.ShiftType == ShiftType.ZONAL_AUTOSHIFT ? ShiftOrigin.Aws
                        : ShiftOrigin.Manual,
                    one.AwayFrom,
                    one.Comment ?? "",
                    AwsTime.Of(one.ExpiryTime)
                )),
        ];
    }

    /// <summary>The zones that AWS itself shifts traffic away from, for those who let it.</summary>
    private async Task<ImmutableArray<string>> AvoidedAsync(CancellationToken cancellationToken)
    {
        var request = new ListAutoshiftsRequest { Status = AutoshiftExecutionStatus.ACTIVE };
        var found = new List<string>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await shifts.Value.ListAutoshiftsAsync(request, cancellationToken);
            found.AddRange((answer.Items ?? []).Select(one => one.AwayFrom));
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return [.. found.Distinct().Order(StringComparer.Ordinal)];
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"the list of autoshifts has more than {MostPages} pages");
    }

    private Task<ActionOutcome> StartAsync(Change.StartZonalShift start, Resource target, CancellationToken stop) =>
        OnceAsync(async () =>
        {
            var made = await shiftsOnce.Value.StartZonalShiftAsync(
                new StartZonalShiftRequest
                {
                    ResourceIdentifier = ((OperatedService)target).ShiftedLoadBalancer,
                    AwayFrom = start.Zone,
                    ExpiresIn = Minutes(start.Minutes),
                    Comment = start.Comment,
                },
                stop
            );
            return $"zonal shift {made.ZonalShiftId}";
        });

    private Task<ActionOutcome> ExtendAsync(Change.ExtendZonalShift extend, Resource target, CancellationToken stop) =>
        OnceAsync(async () =>
        {
            await shiftsOnce.Value.UpdateZonalShiftAsync(
                new UpdateZonalShiftRequest { ZonalShiftId = extend.Id, ExpiresIn = Minutes(extend.Minutes) },
                stop
            );
            return $"zonal shift {extend.Id}";
        });

    private Task<ActionOutcome> CancelAsync(Change.CancelZonalShift cancel, Resource target, CancellationToken stop) =>
        OnceAsync(async () =>
        {
            await shiftsOnce.Value.CancelZonalShiftAsync(
                new CancelZonalShiftRequest { ZonalShiftId = cancel.Id },
                stop
            );
            return $"zonal shift {cancel.Id}";
        });

    /// <summary>A conflict is no "later": someone else's shift is active, or this one has ended.</summary>
    private static Task<ActionOutcome> OnceAsync(Func<Task<string>> call) =>
        Outcomes.OfAsync(
            call,
            error => error is ConflictException ? new ActionOutcome.Refused(OutsideText.Of(error)) : null
        );

    private static string Minutes(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes}m");
}

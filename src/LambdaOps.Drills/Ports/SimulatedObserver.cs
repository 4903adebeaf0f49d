using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Core = LambdaOps.Core;

namespace LambdaOps.Drills.Ports;

/// <summary>The loop's eyes on the world's model, in process.</summary>
public sealed class SimulatedObserver(SimulatedCalls calls) : IObserver
{
    public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
        new LookTable([
            LookCall.To(HealthUrlLooks.Probe, (at, stop) => HealthAsync(((OperatedService)at.Target).Health, stop)),
            LookCall.To(LoadBalancingLooks.Targets, (at, stop) => TargetsAsync((OperatedService)at.Target, stop)),
            LookCall.To(
                LoadBalancingLooks.Load,
                (at, stop) => LoadAsync((OperatedService)at.Target, LoadWindow.For(at.Now, at.OpenedAt), stop)
            ),
            LookCall.To(ServiceLooks.State, (at, stop) => ServiceAsync((OperatedService)at.Target, at.Now, stop)),
            LookCall.To(AlarmLooks.Own, (at, stop) => AlarmAsync(at.Alarm!, stop)),
            LookCall.To(AlarmLooks.Active, (at, stop) => ActiveAlarmsAsync(at.IsOurs(), stop)),
            LookCall.To(TableLooks.Throttles, (at, stop) => TablesAsync((OperatedService)at.Target, at.Now, stop)),
            LookCall.To(ScalingLooks.State, (at, stop) => ScalingAsync((OperatedService)at.Target, stop)),
            LookCall.To(SiteLooks.Page, (at, stop) => PageAsync(at.Site(), at.Incident, stop)),
            LookCall.To(
                RequestLogLooks.Slowest,
                async (at, stop) =>
                    new SlowEndpoints(await SlowEndpointsAsync((OperatedService)at.Target, at.Now, stop))
            ),
        ]).LookAsync(look, at, cancellationToken);

    private const string SlowestEndpoints =
        "filter ispresent(api_endpoint) | stats avg(duration) as avg_ms, count(*) as requests by api_endpoint "
        + "| sort avg_ms desc | limit 5";

    private static readonly TimeSpan s_logs = TimeSpan.FromMinutes(15);

    private Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        lock (calls.World.Gate)
        {
            var answer = calls.World.Site.Ask(check.Url.Host, check.Url.PathAndQuery);
            return Task.FromResult(
                answer switch
                {
                    null => throw new NotObservableException("the name of the URL is not resolved"),
                    { TimedOut: true } => new HealthProbe(null, false, "none in time"),
                    _ when HealthProbe.WhyUnknown(answer.Status) is { } unknown => throw new NotObservableException(
                        unknown
                    ),
                    _ => Probe(
                        answer.Status,
                        answer.Body.Contains(check.Contains, StringComparison.Ordinal),
                        check.Contains
                    ),
                }
            );
        }
    }

    private Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "elbv2",
                "DescribeTargetHealth",
                new JsonObject { ["TargetGroupArn"] = service.TargetGroupArn },
                () =>
                {
                    var targets = (
                        calls.World.Fleet.OfTargetGroup(service.TargetGroupArn)
                        ?? throw new NotObservableException($"no target group {service.TargetGroupArn}")
                    )
                        .Targets
                        .Targets;
                    return new TargetCounts(
                        targets.Count(target => target.State == TargetState.Healthy),
                        targets.Count(target => target.State == TargetState.Unhealthy),
                        targets.Count(target => target.State == TargetState.Initial),
                        targets.Count(target => target.State == TargetState.Draining)
                    );
                }
            )
        );

    private Task<ServiceState> ServiceAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            calls.Make(
                "ecs",
                "DescribeServices",
                new JsonObject { ["cluster"] = service.Cluster, ["services"] = new JsonArray(service.Service) },
                () =>
                    Read(
                        calls.World.Fleet.Find(service.Cluster, service.Service)
                            ?? throw new NotObservableException(
                                $"no service {service.Service} in cluster {service.Cluster}"
                            ),
                        now
                    )
            )
        );

    private Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "cloudwatch",
                "DescribeAlarms",
                new JsonObject { ["AlarmNames"] = new JsonArray(alarm.Name) },
                () =>
                {
                    var found =
                        calls.World.Alarms.Find(alarm.Name)
                        ?? throw new NotObservableException($"alarm {alarm.Name} is not there");
                    var state = found.State switch
                    {
                        AlarmState.Alarm => Core.Signals.AlarmState.Alarm,
                        AlarmState.Ok => Core.Signals.AlarmState.Ok,
                        _ => Core.Signals.AlarmState.InsufficientData,
                    };
                    var (evaluated, breaching) = found.Plan is AlarmPlan.Metric metric
                        ? AlarmReasonData.Count(found.Now.ReasonData, metric.Comparison.ToString(), metric.Threshold)
                        : (0, 0);
                    return new AlarmReading(state, evaluated, breaching) { Silenced = SilenceOf(found) };
                }
            )
        );

    private Task<ActiveAlarms> ActiveAlarmsAsync(Func<string, bool> isOurs, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "cloudwatch",
                "DescribeAlarms",
                new JsonObject { ["StateValue"] = "ALARM" },
                () =>
                {
                    var names = calls
                        .World.Alarms.All.Where(alarm => alarm.State == AlarmState.Alarm && isOurs(alarm.Name))
                        .OrderBy(alarm => alarm.Name, StringComparer.Ordinal)
                        .ToLookup(alarm => SilenceOf(alarm) is not null, alarm => alarm.Name);
                    return new ActiveAlarms([.. names[false]]) { Silenced = [.. names[true]] };
                }
            )
        );

    private static string? SilenceOf(Alarm alarm) =>
        !alarm.ActionsEnabled ? "its actions are disabled"
        : alarm.Now.SuppressedBy is { } by ? $"actions suppressed by {by}: {alarm.Now.SuppressedReason}"
        : null;

    private Task<LoadReading> LoadAsync(
        OperatedService service,
        LoadWindow window,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            calls.Make(
                "cloudwatch",
                "GetMetricData",
                new JsonObject { ["id"] = service.Id.Value },
                () => new SimulatedLoad(calls.World.Metrics, service, window).Read()
            )
        );

    private Task<TableThrottles> TablesAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            calls.Make(
                "cloudwatch",
                "GetMetricData",
                new JsonObject { ["id"] = service.Id.Value },
                () =>
                    new TableThrottles([
                        .. service
                            .Tables.Select(table => new TableThrottle(
                                table,
                                SimulatedLoad.ThrottlesOf(calls.World.Metrics, table, now)
                            ))
                            .Where(table => table.Events > 0),
                    ])
            )
        );

    private Task<ScalingState> ScalingAsync(OperatedService service, CancellationToken cancellationToken)
    {
        var answer = calls.Ask(
            "application-autoscaling",
            "DescribeScalableTargets",
            new JsonObject
            {
                ["ServiceNamespace"] = "ecs",
                ["ResourceIds"] = new JsonArray(service.ScalableResource),
                ["ScalableDimension"] = "ecs:service:DesiredCount",
            }
        );
        return Task.FromResult<ScalingState>(
            answer["ScalableTargets"] is JsonArray { Count: > 0 } targets
                ? new ScalingState.Automatic((int)targets[0]!["MinCapacity"]!, (int)targets[0]!["MaxCapacity"]!)
                : new ScalingState.ByHand()
        );
    }

    private Task<PageState> PageAsync(OperatedSite site, IncidentId incident, CancellationToken cancellationToken)
    {
        if (Head(site.Bucket, site.Key) is not { } page)
        {
            return Task.FromResult<PageState>(new PageState.Absent());
        }

        var marks = page["Metadata"] as JsonObject;
        var eTag = (string)page["ETag"]!;
        var saved = (string?)marks?["lambdaops-saved"];
        var isSaved = Head(site.Safe.Bucket, saved ?? site.SavedKey(incident, eTag)) is not null;
        return Task.FromResult<PageState>(
            saved is null
                ? new PageState.Own(eTag, isSaved)
                : new PageState.Maintenance(
                    eTag,
                    new IncidentId((string)marks!["lambdaops-incident"]!),
                    (string)marks["lambdaops-original"]!,
                    saved,
                    isSaved
                )
        );
    }

    private Task<IReadOnlyList<SlowEndpoint>> SlowEndpointsAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var started = calls.Ask(
            "logs",
            "StartQuery",
            new JsonObject
            {
                ["logGroupName"] = service.LogGroup,
                ["startTime"] = (now - s_logs).ToUnixTimeSeconds(),
                ["endTime"] = now.ToUnixTimeSeconds(),
                ["queryString"] = SlowestEndpoints,
            }
        );
        var answer = calls.Ask(
            "logs",
            "GetQueryResults",
            new JsonObject { ["queryId"] = started["queryId"]!.DeepClone() }
        );
        return Task.FromResult<IReadOnlyList<SlowEndpoint>>([
            .. answer["results"]!.AsArray().Select(row => ReadEndpoint(row!.AsArray())),
        ]);
    }

    private static SlowEndpoint ReadEndpoint(JsonArray row)
    {
        string Field(string name) => (string)row.First(field => (string?)field!["field"] == name)!["value"]!;
        return new SlowEndpoint(
            Field("api_endpoint"),
            double.Parse(Field("avg_ms"), CultureInfo.InvariantCulture),
            long.Parse(Field("requests"), CultureInfo.InvariantCulture)
        );
    }

    private JsonObject? Head(string bucket, string key)
    {
        try
        {
            return calls.Ask("s3", "HeadObject", new JsonObject { ["Bucket"] = bucket, ["Key"] = key });
        }
        catch (ServiceFault missing) when (missing.HttpStatus == 404)
        {
            return null;
        }
    }

    private ServiceState Read(FleetService service, DateTimeOffset now)
    {
        var definitions = calls.World.Fleet.Definitions;
        var events = service.Events.Select(said => (said.CreatedAt, said.Message)).ToList();
        return new ServiceState(
            service.Desired,
            service.Running,
            service.Pending,
            definitions.ArnOf(service.Primary.Definition),
            [
                .. service.Deployments.Select(deployment => new ServiceDeployment(
                    deployment.Id,
                    deployment.Status == "PRIMARY",
                    deployment.Rollout switch
                    {
                        LambdaOps.Account.World.Fleets.RolloutState.InProgress => Core.Resources
                            .RolloutState
                            .InProgress,
                        LambdaOps.Account.World.Fleets.RolloutState.Failed => Core.Resources.RolloutState.Failed,
                        _ => Core.Resources.RolloutState.Completed,
                    },
                    definitions.ArnOf(deployment.Definition),
                    deployment == service.Primary
                        ? service.Desired
                        : service.Tasks.Count(task => task.Deployment == deployment && task.IsLive),
                    service.Tasks.Count(task => task.Deployment == deployment && task.Status == TaskStage.Running),
                    deployment.FailedTasks,
                    deployment.CreatedAt
                )
                {
                    Reason = deployment.RolloutReason,
                }),
            ],
            ServiceEvents.StartFailure(events, service.Primary.CreatedAt, now)
        )
        {
            Complaints = ServiceEvents.Complaints(events, now),
        };
    }

    private static HealthProbe Probe(int status, bool contains, string wanted) =>
        new(status, contains, contains ? "" : $"without \"{wanted}\" in the body");
}

using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Deployments that ECS drives: the newest (ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions),
/// what its revision answers (GetMetricData, DescribeTargetHealth), and changes to it.
/// </summary>
/// <param name="once">Sends once.</param>
public sealed class DeploymentsOnAws(
    Lazy<IAmazonECS> ecs,
    Lazy<IAmazonECS> once,
    Lazy<IAmazonElasticLoadBalancingV2> elb,
    Lazy<IAmazonCloudWatch> cloudWatch
) : ResourceOnAws
{
    private const double MsPerSecond = 1000;

    /// <summary>So far back; the newest is the first by its time, wherever it stands in the list.</summary>
    private static readonly TimeSpan s_listed = TimeSpan.FromDays(30);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(DeploymentLooks.Newest, NewestAsync),
            LookCall.To(DeploymentLooks.NewRevision, LoadAsync),
            LookCall.To(DeploymentLooks.Usage, UsageAsync),
        ];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Outcomes.ChangeCall<Change.StartDeployment>(ChangeKind.StartDeployment, StartAsync),
            Outcomes.ChangeCall<Change.ContinueDeployment>(ChangeKind.ContinueDeployment, ContinueAsync),
            Outcomes.ChangeCall<Change.RollBackDeployment>(ChangeKind.RollBackDeployment, RollBackAsync),
        ];

    private async Task<string> StartAsync(
        Change.StartDeployment start,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var service = (OperatedService)target;
        var answer = await once.Value.UpdateServiceAsync(
            new UpdateServiceRequest
            {
                Cluster = service.Cluster,
                Service = service.Service,
                TaskDefinition = start.TaskDefinition,
            },
            cancellationToken
        );
        var deployment = answer.Service?.Deployments?.Find(one => one.Status == "PRIMARY")?.Id;
        return deployment is null ? "accepted" : $"deployment {deployment}";
    }

    private async Task<string> ContinueAsync(
        Change.ContinueDeployment step,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await once.Value.ContinueServiceDeploymentAsync(
            new ContinueServiceDeploymentRequest
            {
                ServiceDeploymentArn = step.Deployment,
                HookId = step.Hook,
                Action = DeploymentLifecycleHookAction.CONTINUE,
            },
            cancellationToken
        );
        return "accepted";
    }

    private async Task<string> RollBackAsync(
        Change.RollBackDeployment back,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await once.Value.StopServiceDeploymentAsync(
            new StopServiceDeploymentRequest
            {
                ServiceDeploymentArn = back.Deployment,
                StopType = StopServiceDeploymentStopType.ROLLBACK,
            },
            cancellationToken
        );
        return "accepted";
    }

    private async Task<NativeDeployments> NewestAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var listed = await ListedAsync(service, at.Now, cancellationToken);
        if (listed.MaxBy(one => one.CreatedAt)?.ServiceDeploymentArn is not { } arn)
        {
            return new NativeDeployments(null);
        }

        var answer = await ecs.Value.DescribeServiceDeploymentsAsync(
            new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [arn] },
            cancellationToken
        );
        if (answer.ServiceDeployments is not [var found])
        {
            throw new NotObservableException($"service deployment {arn} is not described");
        }

        var source = found.SourceServiceRevisions?.MaxBy(one => one.RunningTaskCount ?? 0);
        var between = source is null ? null : Between(source.Arn, listed);
        var revisions = await RevisionsAsync(
            [.. new[] { found.TargetServiceRevision.Arn, source?.Arn, between }.OfType<string>()],
            cancellationToken
        );
        return new NativeDeployments(
            new NativeDeployment(
                arn,
                CourseOf(found.Status),
                AwsTime.Of(found.CreatedAt ?? default),
                AwsTime.Of(found.FinishedAt ?? found.StoppedAt),
                In(found.TargetServiceRevision, revisions),
                source is null ? null : In(source, revisions)
            )
            {
                Shifts =
                    found.DeploymentConfiguration?.Strategy is { } strategy && strategy != DeploymentStrategy.ROLLING,
                IsSourceUnproven = source is not null && IsUnproven(source.Arn, listed),
                IsSourceLeft = between is not null && GoesBack(source!.Arn, between, revisions),
                Stage = found.LifecycleStage?.Value ?? "",
                Hook = (found.LifecycleHookDetails ?? [])
                    .Where(hook =>
                        hook.Status == DeploymentLifecycleHookStatus.AWAITING_ACTION
                        && hook.TargetType == DeploymentLifecycleHookTargetType.PAUSE
                    )
                    .Select(hook => new PauseHook(hook.HookId, AwsTime.Of(hook.ExpiresAt)))
                    .FirstOrDefault(),
                Reason = found.StatusReason ?? "",
            }
        );
    }

    /// <summary>Whether deployments of that revision are listed, and none of them was successful.</summary>
    private static bool IsUnproven(string revision, List<ServiceDeploymentBrief> listed)
    {
        var own = listed.FindAll(one => one.TargetServiceRevisionArn == revision);
        return own.Count > 0 && !own.Exists(one => one.Status == ServiceDeploymentStatus.SUCCESSFUL);
    }

    /// <summary>
    /// What was deployed last between that revision and the newest deployment, and not rolled back from by ECS; null when
    /// nothing was.
    /// </summary>
    private static string? Between(string revision, List<ServiceDeploymentBrief> listed)
    {
        var own = listed.FindAll(one => one.TargetServiceRevisionArn == revision).Max(one => one.CreatedAt);
        var newest = listed.Max(one => one.CreatedAt);
        return listed
            .FindAll(one =>
                one.CreatedAt > own
                && one.CreatedAt < newest
                && one.TargetServiceRevisionArn != revision
                && one.Status != ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL
            )
            .MaxBy(one => one.CreatedAt)
            ?.TargetServiceRevisionArn;
    }

    private static bool GoesBack(string from, string to, List<ServiceRevision> revisions) =>
        revisions.Find(one => one.ServiceRevisionArn == from)?.TaskDefinition is { } left
        && revisions.Find(one => one.ServiceRevisionArn == to)?.TaskDefinition is { } goal
        && TaskRevision.IsNewer(left, goal);

    private async Task<List<ServiceDeploymentBrief>> ListedAsync(
        OperatedService service,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        const int MostPages = 10;
        var all = new List<ServiceDeploymentBrief>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await ecs.Value.ListServiceDeploymentsAsync(
                new ListServiceDeploymentsRequest
                {
                    Cluster = service.Cluster,
                    Service = service.Service,
                    CreatedAt = new CreatedAt { After = (now - s_listed).UtcDateTime },
                    NextToken = next,
                },
                cancellationToken
            );
            all.AddRange(answer.ServiceDeployments ?? []);
            if ((next = answer.NextToken) is null)
            {
                return all;
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of deployments"));
    }

    private async Task<List<ServiceRevision>> RevisionsAsync(
        List<string> revisions,
        CancellationToken cancellationToken
    )
    {
        var answer = await ecs.Value.DescribeServiceRevisionsAsync(
            new DescribeServiceRevisionsRequest { ServiceRevisionArns = [.. revisions.Distinct()] },
            cancellationToken
        );
        return answer.ServiceRevisions ?? [];
    }

    /// <exception cref="NotObservableException">The revision is not described.</exception>
    private static RevisionInService In(ServiceRevisionSummary summary, List<ServiceRevision> revisions)
    {
        var revision =
            revisions.Find(one => one.ServiceRevisionArn == summary.Arn)
            ?? throw new NotObservableException($"service revision {summary.Arn} is not described");

        // Resolved is where its tasks are; configured is only what the service names.
        var group =
            revision.ResolvedConfiguration?.LoadBalancers is [var resolved, ..] ? resolved.TargetGroupArn
            : revision.LoadBalancers is [var named, ..] ? named.TargetGroupArn
            : null;
        return new RevisionInService(revision.TaskDefinition, group, summary.RequestedProductionTrafficWeight);
    }

    private static DeploymentCourse CourseOf(ServiceDeploymentStatus status) =>
        status == ServiceDeploymentStatus.PENDING ? DeploymentCourse.Pending
        : status == ServiceDeploymentStatus.IN_PROGRESS ? DeploymentCourse.InProgress
        : status == ServiceDeploymentStatus.SUCCESSFUL ? DeploymentCourse.Successful
        : status == ServiceDeploymentStatus.STOPPED || status == ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL
            ? DeploymentCourse.RolledBack
        : status == ServiceDeploymentStatus.ROLLBACK_FAILED ? DeploymentCourse.RollbackFailed
        : status == ServiceDeploymentStatus.STOP_REQUESTED
        || status == ServiceDeploymentStatus.ROLLBACK_REQUESTED
        || status == ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS
            ? DeploymentCourse.RollingBack
        : throw new NotObservableException($"a service deployment's status {status} is not known");

    private async Task<RevisionLoad> LoadAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;

        // ECS forgets a deployment after a while, and what serves is in the group that the estate names.
        var newest = (await NewestAsync(at, cancellationToken)).Newest;
        if ((newest is null ? service.TargetGroupArn : newest.Target.TargetGroupArn) is not { } group)
        {
            return new RevisionLoad(new TargetCounts(0, 0, 0, 0), []);
        }

        var targets = LoadBalancingOnAws.CountAsync(elb.Value, group, cancellationToken);
        var metrics = new MetricQueries(cloudWatch.Value).AskAsync(
            QueriesOf(service, OperatedService.GroupInMetrics(group)),
            at.Now - RevisionLoad.Window,
            at.Now,
            cancellationToken
        );
        await Task.WhenAll(targets, metrics);
        var seen = await metrics;

        // The load balancer counts failures only where there are some: no datapoint is none.
        return new RevisionLoad(
            await targets,
            [
                .. seen.All("requests")
                    .Select(minute => new RevisionMinute(
                        minute.At,
                        minute.Value,
                        seen.At("errors", minute.At) ?? 0,
                        seen.At("lost", minute.At) ?? 0,
                        seen.At("p95", minute.At) * MsPerSecond
                    )),
            ]
        );
    }

    private async Task<TaskUsage> UsageAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var until = CompleteMinutes.Until(at.Now);
        var seen = await new MetricQueries(cloudWatch.Value).AskAsync(
            [
                MetricQuery.OfTasks("cpu", "CPUUtilization", service),
                MetricQuery.OfTasks("memory", "MemoryUtilization", service),
            ],
            until - CompleteMinutes.Asked,
            until,
            cancellationToken
        );
        return new TaskUsage(new MetricSeries(seen.All("cpu")), new MetricSeries(seen.All("memory")));
    }

    private static List<MetricQuery> QueriesOf(OperatedService service, string group)
    {
        return
        [
            Of("requests", "RequestCount", "Sum"),
            Of("errors", "HTTPCode_Target_5XX_Count", "Sum"),
            Of("lost", "TargetConnectionErrorCount", "Sum"),
            Of("p95", "TargetResponseTime", "p95"),
        ];

        MetricQuery Of(string id, string metric, string stat) =>
            MetricQuery.OfTargets(id, metric, stat, service, group);
    }
}

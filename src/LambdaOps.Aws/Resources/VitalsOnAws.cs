using System.Collections.Immutable;
using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using HealthCheck = LambdaOps.Core.Resources.HealthCheck;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Many services at once, with as few calls as AWS has it: up to 500 series by one GetMetricData, up to 10 services of
/// a cluster by one DescribeServices, all alarms in ALARM by one DescribeAlarms. One call after the other: a batch is
/// no burst.
/// </summary>
/// <param name="health">One request to a health URL.</param>
public sealed class VitalsOnAws(
    Lazy<IAmazonCloudWatch> cloudWatch,
    Lazy<IAmazonECS> ecs,
    Func<HealthCheck, CancellationToken, Task<HealthProbe>> health
) : ResourceOnAws
{
    /// <summary>Of one DescribeServices.</summary>
    private const int MostServices = 10;

    /// <summary>Health URLs asked side by side.</summary>
    private const int MostProbes = 20;

    private const int MostAlarmPages = 20;

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(VitalsLooks.Health, HealthAsync),
            LookCall.To(
                VitalsLooks.Numbers,
                (at, cancellationToken) =>
                    new VitalSeries((ServiceBatch)at.Target, at.Now).AskAsync(cloudWatch.Value, cancellationToken)
            ),
            LookCall.To(VitalsLooks.Tasks, TasksAsync),
            LookCall.To(VitalsLooks.Alarms, AlarmsAsync),
        ];

    /// <summary>Services that share a health URL share its answer.</summary>
    private async Task<BatchHealth> HealthAsync(LookAt at, CancellationToken cancellationToken)
    {
        var services = ((ServiceBatch)at.Target).Services;
        using var room = new SemaphoreSlim(MostProbes);
        var probes = services
            .Select(service => service.Health)
            .Distinct()
            .ToDictionary(check => check, check => ProbeAsync(check, room, at.Now, cancellationToken));
        await System.Threading.Tasks.Task.WhenAll(probes.Values);
        var found = ImmutableDictionary.CreateBuilder<TargetId, Fact<HealthProbe>>();
        foreach (var service in services)
        {
            found[service.Id] = await probes[service.Health];
        }

        return new BatchHealth(found.ToImmutable());
    }

    private async Task<Fact<HealthProbe>> ProbeAsync(
        HealthCheck check,
        SemaphoreSlim room,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await room.WaitAsync(cancellationToken);
        try
        {
            return Fact.Known(await health(check, cancellationToken), now);
        }
        catch (NotObservableException unknown)
        {
            return Fact.Missing<HealthProbe>(unknown.Message);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<BatchTasks> TasksAsync(LookAt at, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary.CreateBuilder<TargetId, Fact<TaskCounts>>();
        foreach (var cluster in ((ServiceBatch)at.Target).Services.GroupBy(service => service.Cluster))
        {
            foreach (var some in cluster.Chunk(MostServices))
            {
                var answer = await ecs.Value.DescribeServicesAsync(
                    new DescribeServicesRequest
                    {
                        Cluster = cluster.Key,
                        Services = [.. some.Select(service => service.Service).Distinct()],
                    },
                    cancellationToken
                );
                foreach (var service in some)
                {
                    found[service.Id] = TasksOf(service, answer, at.Now);
                }
            }
        }

        return new BatchTasks(found.ToImmutable());
    }

    private static Fact<TaskCounts> TasksOf(
        OperatedService service,
        DescribeServicesResponse answer,
        DateTimeOffset now
    ) =>
        (answer.Services ?? []).Find(one => one.ServiceName == service.Service) is { } described
            ? Fact.Known(
                new TaskCounts(
                    described.DesiredCount ?? 0,
                    described.RunningCount ?? 0,
                    described.PendingCount ?? 0,
                    described.Deployments?.Count ?? 0
                ),
                now
            )
            : Fact.Missing<TaskCounts>(
                (answer.Failures ?? []).Find(one =>
                    one.Arn?.EndsWith($"/{service.Service}", StringComparison.Ordinal) == true
                )
                    is { } failure
                    ? $"ECS says {failure.Reason} of service {service.Service} in cluster {service.Cluster}"
                    : $"ECS does not describe service {service.Service} of cluster {service.Cluster}"
            );

    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<BatchAlarms> AlarmsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var active = new List<(string Name, bool IsSilenced)>();
        string? next = null;
        for (var page = 0; page < MostAlarmPages; page++)
        {
            var answer = await cloudWatch.Value.DescribeAlarmsAsync(AlarmsOnAws.InAlarm(next), cancellationToken);
            active.AddRange(AlarmsOnAws.NamesOf(answer));
            if ((next = answer.NextToken) is null)
            {
                return await OfServicesAsync(at.Estate, (ServiceBatch)at.Target, active, cancellationToken);
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostAlarmPages} pages of alarms are active")
        );
    }

    private async Task<BatchAlarms> OfServicesAsync(
        Estate estate,
        ServiceBatch batch,
        List<(string Name, bool IsSilenced)> active,
        CancellationToken cancellationToken
    )
    {
        var rules = estate.Alarms.ToLookup(rule => rule.Target);
        var own = batch.Services.SelectMany(service => rules[service.Id]).ToList();
        active.RemoveAll(alarm => !own.Exists(rule => rule.Names(alarm.Name)));
        var loud = active.Where(alarm => !alarm.IsSilenced).Select(alarm => alarm.Name).ToList();
        var muted = await new MutedAlarms(cloudWatch).OfAsync(loud, cancellationToken);
        var names = active.Select(alarm => alarm.Name);
        var breaching = await new BreachingSeries(cloudWatch).OfAsync(names, own, cancellationToken);
        var found = ImmutableDictionary.CreateBuilder<TargetId, ActiveAlarms>();
        foreach (var service in active.Count == 0 ? [] : batch.Services)
        {
            var alarms = active
                .Where(alarm => rules[service.Id].Any(rule => IsActive(rule, alarm.Name, breaching)))
                .OrderBy(alarm => alarm.Name, StringComparer.Ordinal)
                .ToLookup(alarm => alarm.IsSilenced || muted.Contains(alarm.Name), alarm => alarm.Name);
            if (alarms.Count > 0)
            {
                found[service.Id] = new ActiveAlarms([.. alarms[false]]) { Silenced = [.. alarms[true]] };
            }
        }

        return new BatchAlarms(found.ToImmutable());
    }

    private static bool IsActive(AlarmRule rule, string alarm, ILookup<string, OneSeries> breaching) =>
        rule.Names(alarm) && rule.IsActive(breaching[alarm].Select(series => series.Dimensions));
}

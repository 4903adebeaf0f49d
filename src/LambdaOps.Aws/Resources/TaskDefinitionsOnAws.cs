using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Resource = LambdaOps.Core.Resources.Resource;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Task definitions: what a service is to run (DescribeServices, DescribeTaskDefinition), and its next revision
/// (RegisterTaskDefinition).
/// </summary>
public sealed class TaskDefinitionsOnAws : ResourceOnAws
{
    private const int MostServices = 10;

    private static readonly Version s_namesVersions = new(1, 4, 0);

    private readonly Lazy<IAmazonECS> _ecs;
    private readonly Lazy<IAmazonECS> _once;

    /// <summary>A revision never changes, but for its tags: one that was read for a look is not read again for its change.</summary>
    private readonly ConcurrentDictionary<string, WholeDefinition> _read = new(StringComparer.Ordinal);

    public TaskDefinitionsOnAws(Func<AmazonECSConfig> reads, Func<AmazonECSConfig> sendsOnce)
    {
        _ecs = new(() => new WholeDefinitionsClient(reads()));
        _once = new(() => new WholeDefinitionsClient(sendsOnce()));
    }

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(TaskDefinitionLooks.InUse, InUseAsync), LookCall.To(TaskDefinitionLooks.WayBack, WayBackAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [Outcomes.ChangeCall<Change.RegisterDefinition>(ChangeKind.RegisterDefinition, RegisterAsync)];

    /// <summary>What the services run now, and what they ran before as long as its tasks are there.</summary>
    /// <exception cref="NotObservableException">A service is not there.</exception>
    internal async Task<ImmutableArray<(TargetId Service, DefinitionState Definition)>> UsedByAsync(
        IEnumerable<OperatedService> services,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await WholeUsedByAsync(services, cancellationToken)).Select(used =>
                (used.Service, used.Definition.State)
            ),
        ];

    /// <inheritdoc cref="UsedByAsync"/>
    internal async Task<ImmutableArray<(TargetId Service, WholeDefinition Definition)>> WholeUsedByAsync(
        IEnumerable<OperatedService> services,
        CancellationToken cancellationToken
    )
    {
        var used = ImmutableArray.CreateBuilder<(TargetId, WholeDefinition)>();
        foreach (var cluster in services.GroupBy(service => service.Cluster))
        {
            foreach (var some in cluster.Chunk(MostServices))
            {
                foreach (var (service, found) in await ServicesAsync(cluster.Key, some, cancellationToken))
                {
                    foreach (var arn in DefinitionsOf(found))
                    {
                        used.Add((service.Id, await ReadAsync(arn, cancellationToken)));
                    }
                }
            }
        }

        return used.ToImmutable();
    }

    private static IEnumerable<string> DefinitionsOf(Service service) =>
        (service.Deployments ?? []).Select(one => one.TaskDefinition).Prepend(service.TaskDefinition).Distinct();

    private async Task<List<(OperatedService Service, Service Found)>> ServicesAsync(
        string cluster,
        OperatedService[] services,
        CancellationToken cancellationToken
    )
    {
        var answer = await _ecs.Value.DescribeServicesAsync(
            new DescribeServicesRequest { Cluster = cluster, Services = [.. services.Select(one => one.Service)] },
            cancellationToken
        );
        return
        [
            .. services.Select(one =>
                (
                    one,
                    (answer.Services ?? []).Find(found => found.ServiceName == one.Service)
                        ?? throw new NotObservableException(
                            $"service {one.Service} of cluster {cluster}: not described"
                        )
                )
            ),
        ];
    }

    private async Task<DefinitionStates> InUseAsync(LookAt at, CancellationToken cancellationToken)
    {
        var target = (OperatedService)at.Target;
        var (_, service) = (await ServicesAsync(target.Cluster, [target], cancellationToken))[0];
        var serving = (await ReadAsync(service.TaskDefinition, cancellationToken)).State;
        var name = TaskRevision.Name(serving.Arn);
        var newest = await ReadAnewAsync(name[..name.LastIndexOf(':')], cancellationToken);
        return new DefinitionStates(serving, newest.State)
        {
            OldPlatform =
                Version.TryParse(service.PlatformVersion, out var version) && version < s_namesVersions
                    ? service.PlatformVersion
                    : null,
        };
    }

    private async Task<RevisionStatus> WayBackAsync(LookAt at, CancellationToken cancellationToken)
    {
        if (at.WayBackDefinition() is not { } definition)
        {
            return RevisionStatus.None;
        }

        var answer = await _ecs.Value.DescribeTaskDefinitionAsync(
            new DescribeTaskDefinitionRequest { TaskDefinition = definition },
            cancellationToken
        );
        return new RevisionStatus(
            definition,
            answer.TaskDefinition?.Status?.Value
                ?? throw new NotObservableException($"task definition {definition} is not described")
        );
    }

    private async Task<string> RegisterAsync(
        Change.RegisterDefinition register,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var whole = await ReadAsync(register.Definition, cancellationToken);
        if (whole.State.Unknown is { } member)
        {
            throw new InvalidOperationException($"{register.Definition} has {member}, which would get lost");
        }

        var answer = await _once.Value.RegisterTaskDefinitionAsync(
            new RegisterWhole(whole.Pinned(register.Secret, register.Version)),
            cancellationToken
        );
        return answer.TaskDefinition is { Family: { } family, Revision: { } revision }
            ? FormattableString.Invariant($"{family}:{revision}")
            : "accepted";
    }

    private async Task<WholeDefinition> ReadAsync(string arn, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(arn, out var known))
        {
            known = await ReadAnewAsync(arn, cancellationToken);
            _read[arn] = known;
        }

        return known;
    }

    private async Task<WholeDefinition> ReadAnewAsync(string definition, CancellationToken cancellationToken)
    {
        var request = new DescribeWhole { TaskDefinition = definition, Include = [TaskDefinitionField.TAGS] };
        await _ecs.Value.DescribeTaskDefinitionAsync(request, cancellationToken);
        return JsonNode.Parse(request.Answer) is JsonObject answer && answer["taskDefinition"] is JsonObject
            ? new WholeDefinition(answer)
            : throw new NotObservableException($"task definition {definition} is not described");
    }
}

using System.Collections.Immutable;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using ListenerAction = Amazon.ElasticLoadBalancingV2.Model.Action;
using LoadBalancer = Amazon.ECS.Model.LoadBalancer;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The target groups that a service has now. ECS moves its traffic between two of them with every deployment that is
/// not ROLLING, and goes on naming the first one: which of them serves stands in the listener's rule alone, or in the
/// listener where the load balancer is a network load balancer.
/// </summary>
internal sealed class ServiceTargetGroups(ServiceDescriptions services, Lazy<IAmazonElasticLoadBalancingV2> elb)
{
    /// <summary>All that may have traffic now, or had some before; the estate's alone where ECS names none.</summary>
    public async Task<ImmutableArray<string>> AllAsync(LookAt at, CancellationToken cancellationToken)
    {
        var groups = (await NamedAsync(at, cancellationToken)).SelectMany(GroupsOf).Distinct().ToImmutableArray();
        return groups.IsEmpty ? [((OperatedService)at.Target).TargetGroupArn] : groups;
    }

    /// <summary>Those that users' requests go to.</summary>
    /// <exception cref="NotObservableException">
    /// The rule sends none to any of them, or cannot be read; or the service has Service Connect alone.
    /// </exception>
    public async Task<ImmutableArray<string>> LiveAsync(LookAt at, CancellationToken cancellationToken)
    {
        var live = ImmutableArray.CreateBuilder<string>();
        foreach (var named in await NamedAsync(at, cancellationToken))
        {
            live.AddRange(await LiveAsync(named, cancellationToken));
        }

        return live.Count == 0 ? [((OperatedService)at.Target).TargetGroupArn] : [.. live.Distinct()];
    }

    /// <summary>
    /// What the estate's group belongs to, as a service may have several load balancers. All of them where none has that
    /// group: it was replaced since the estate was written.
    /// </summary>
    private async Task<List<LoadBalancer>> NamedAsync(LookAt at, CancellationToken cancellationToken)
    {
        var found = await services.OfAsync(at, cancellationToken);

        // Another controller's deployments are task sets, and the primary one's group has the traffic.
        var all = found.TaskSets?.Find(one => one.Status == "PRIMARY")?.LoadBalancers is { Count: > 0 } ofPrimary
            ? ofPrimary
            : found.LoadBalancers ?? [];
        if (
            all.Count == 0
            && found.Deployments?.Exists(one => one.ServiceConnectConfiguration?.Enabled == true) == true
        )
        {
            throw new NotObservableException(
                "the service has Service Connect and no load balancer: no target group says which of its tasks serve"
            );
        }

        var own = all.FindAll(one => GroupsOf(one).Contains(((OperatedService)at.Target).TargetGroupArn));
        return own.Count > 0 ? own : all;
    }

    private static IEnumerable<string> GroupsOf(LoadBalancer balancer) =>
        new[] { balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn }.OfType<string>();

    private async Task<IEnumerable<string>> LiveAsync(LoadBalancer balancer, CancellationToken cancellationToken)
    {
        var groups = GroupsOf(balancer).ToList();
        if (groups.Count < 2 || balancer.AdvancedConfiguration.ProductionListenerRule is not { } leads)
        {
            return groups;
        }

        var actions = leads.Contains(":listener-rule/", StringComparison.Ordinal)
            ? await OfRuleAsync(leads, cancellationToken)
            : await OfListenerAsync(leads, cancellationToken);
        var weights = actions.SelectMany(WeightsOf).ToList();
        var live = groups.FindAll(group => weights.Exists(one => one.Group == group && one.Weight > 0));
        return live.Count > 0
            ? live
            : throw new NotObservableException($"{leads} sends no request to a target group of the service");
    }

    private async Task<IEnumerable<ListenerAction>> OfRuleAsync(string rule, CancellationToken cancellationToken)
    {
        var asked = new DescribeRulesRequest { RuleArns = [rule] };
        var answer = await elb.Value.DescribeRulesAsync(asked, cancellationToken);
        return (answer.Rules ?? []).SelectMany(one => one.Actions ?? []);
    }

    /// <summary>A network load balancer has no rules: ECS names its listener, whose default actions lead to the group.</summary>
    private async Task<IEnumerable<ListenerAction>> OfListenerAsync(
        string listener,
        CancellationToken cancellationToken
    )
    {
        var asked = new DescribeListenersRequest { ListenerArns = [listener] };
        var answer = await elb.Value.DescribeListenersAsync(asked, cancellationToken);
        return (answer.Listeners ?? []).SelectMany(one => one.DefaultActions ?? []);
    }

    /// <summary>A forward to one group may stand beside the list, or in place of it.</summary>
    private static IEnumerable<(string Group, int Weight)> WeightsOf(ListenerAction action) =>
        action.ForwardConfig?.TargetGroups is { Count: > 0 } several
            ? several.Select(one => (one.TargetGroupArn, one.Weight ?? 1))
        : action.TargetGroupArn is { } one ? [(one, 1)]
        : [];
}

using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Observers;

/// <summary>The targets of a target group by state (DescribeTargetHealth).</summary>
public sealed class LoadBalancerTargets(IAmazonElasticLoadBalancingV2 elb)
{
    public async Task<TargetCounts> TargetsAsync(OperatedService service, CancellationToken cancellationToken)
    {
        var answer = await elb.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = service.TargetGroupArn },
            cancellationToken
        );
        var states = (answer.TargetHealthDescriptions ?? []).ConvertAll(target => target.TargetHealth.State);
        return new TargetCounts(
            states.Count(state => state == TargetHealthStateEnum.Healthy),
            states.Count(state =>
                state == TargetHealthStateEnum.Unhealthy || state == TargetHealthStateEnum.Unavailable
            ),
            states.Count(state => state == TargetHealthStateEnum.Initial),
            states.Count(state =>
                state == TargetHealthStateEnum.Draining || state == TargetHealthStateEnum.UnhealthyDraining
            )
        )
        {
            Unused = states.Count(state => state == TargetHealthStateEnum.Unused),
        };
    }
}

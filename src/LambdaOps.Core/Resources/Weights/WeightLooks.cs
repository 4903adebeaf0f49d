namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a rule that splits the traffic of two services.</summary>
public static class WeightLooks
{
    /// <summary>Its weights, and who would get the requests.</summary>
    public static Look<RuleWeights> Rule { get; } =
        new("rule weights", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetHealth")
        {
            IsAbout = static target => target is OperatedService { TrafficRule: not null },
        };

    extension(Evidence seen)
    {
        /// <summary>The weights of the service's rule, and the targets of both groups.</summary>
        public Fact<RuleWeights> Weights => seen.Of(Rule);
    }
}

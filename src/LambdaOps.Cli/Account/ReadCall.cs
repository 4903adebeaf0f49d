using System.Collections.Immutable;

namespace LambdaOps.Cli.Account;

/// <summary>An operation that reads an account, and how its pages hang together.</summary>
/// <param name="Service">The name of the service's model: "ecs", "elbv2", "cloudwatch", …</param>
/// <param name="Items">Where the answer's items are, members separated by dots; empty for an answer as a whole.</param>
/// <param name="NextIn">The input member that asks for the next page.</param>
/// <param name="NextOut">The output member that names it.</param>
public sealed record ReadCall(
    string Service,
    string Operation,
    string Items = "",
    string? NextIn = null,
    string? NextOut = null
)
{
    public static readonly ReadCall GetCallerIdentity = new("sts", "GetCallerIdentity");

    public static readonly ReadCall ListClusters = new("ecs", "ListClusters", "clusterArns", "nextToken", "nextToken");

    public static readonly ReadCall ListServices = new("ecs", "ListServices", "serviceArns", "nextToken", "nextToken");

    public static readonly ReadCall DescribeServices = new("ecs", "DescribeServices", "services");

    public static readonly ReadCall DescribeTaskDefinition = new("ecs", "DescribeTaskDefinition");

    public static readonly ReadCall DescribeTargetGroups = new(
        "elbv2",
        "DescribeTargetGroups",
        "TargetGroups",
        "Marker",
        "NextMarker"
    );

    public static readonly ReadCall DescribeLoadBalancers = new(
        "elbv2",
        "DescribeLoadBalancers",
        "LoadBalancers",
        "Marker",
        "NextMarker"
    );

    public static readonly ReadCall DescribeListeners = new(
        "elbv2",
        "DescribeListeners",
        "Listeners",
        "Marker",
        "NextMarker"
    );

    public static readonly ReadCall DescribeRules = new("elbv2", "DescribeRules", "Rules", "Marker", "NextMarker");

    public static readonly ReadCall DescribeScalableTargets = new(
        "application-autoscaling",
        "DescribeScalableTargets",
        "ScalableTargets",
        "NextToken",
        "NextToken"
    );

    public static readonly ReadCall MetricAlarms = new(
        "cloudwatch",
        "DescribeAlarms",
        "MetricAlarms",
        "NextToken",
        "NextToken"
    );

    public static readonly ReadCall CompositeAlarms = MetricAlarms with { Items = "CompositeAlarms" };

    public static readonly ReadCall ListTables = new(
        "dynamodb",
        "ListTables",
        "TableNames",
        "ExclusiveStartTableName",
        "LastEvaluatedTableName"
    );

    public static readonly ReadCall ListRolePolicies = new(
        "iam",
        "ListRolePolicies",
        "PolicyNames",
        "Marker",
        "Marker"
    );

    public static readonly ReadCall GetRolePolicy = new("iam", "GetRolePolicy");

    public static readonly ReadCall ListAttachedRolePolicies = new(
        "iam",
        "ListAttachedRolePolicies",
        "AttachedPolicies",
        "Marker",
        "Marker"
    );

    public static readonly ReadCall GetPolicy = new("iam", "GetPolicy");

    public static readonly ReadCall GetPolicyVersion = new("iam", "GetPolicyVersion");

    public static readonly ReadCall ListDistributions = new(
        "cloudfront",
        "ListDistributions",
        "DistributionList.Items",
        "Marker",
        "DistributionList.NextMarker"
    );

    public static readonly ReadCall GetDistributionConfig = new("cloudfront", "GetDistributionConfig");

    public static readonly ReadCall ListBuckets = new("s3", "ListBuckets", "Buckets");

    public static readonly ReadCall HeadObject = new("s3", "HeadObject");

    /// <summary>All that there are; none of them changes anything.</summary>
    public static ImmutableArray<ReadCall> All { get; } =
    [
        GetCallerIdentity,
        ListClusters,
        ListServices,
        DescribeServices,
        DescribeTaskDefinition,
        DescribeTargetGroups,
        DescribeLoadBalancers,
        DescribeListeners,
        DescribeRules,
        DescribeScalableTargets,
        MetricAlarms,
        ListTables,
        ListRolePolicies,
        GetRolePolicy,
        ListAttachedRolePolicies,
        GetPolicy,
        GetPolicyVersion,
        ListDistributions,
        GetDistributionConfig,
        ListBuckets,
        HeadObject,
    ];

    /// <summary>The permission that it needs, as an IAM policy names it.</summary>
    public string Permission =>
        (Service, Operation) switch
        {
            ("s3", "HeadObject") => "s3:GetObject",
            ("s3", "ListBuckets") => "s3:ListAllMyBuckets",
            ("elbv2", _) => $"elasticloadbalancing:{Operation}",
            _ => $"{Service}:{Operation}",
        };

    /// <summary>What is not known without it, as a question.</summary>
    public string Tells =>
        Service switch
        {
            "sts" => "which account is it",
            "ecs" => "which ECS services are there, and what do their tasks need",
            "elbv2" => "which load balancers lead to the services, and by which names",
            "application-autoscaling" => "does anything scale the services",
            "cloudwatch" => "which alarms are there",
            "dynamodb" or "iam" => "which tables do the services need",
            "cloudfront" => "which sites are there",
            "s3" => "where are the maintenance pages",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public override string ToString() => Permission;
}

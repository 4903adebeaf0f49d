using System.Collections.Immutable;
using LambdaOps.Cli.Account;

namespace LambdaOps.Cli.Tests.Account;

/// <summary>An account with two services behind one load balancer, a site, and alarms.</summary>
internal static class SomeAccount
{
    public const string WebGroup = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/aa11";
    public const string ApiGroup = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/bb22";
    private const string BalancerArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/cc33";

    public static AccountSnapshot Account { get; } =
        new("123456789012", "eu-west-1")
        {
            Services =
            [
                new("shop", "web", 3, [new(WebGroup, null)], "/shop/web", ["sessions"]),
                new("shop", "api", 4, [new(ApiGroup, null)], null, []),
            ],
            TargetGroups = [new(WebGroup, "/healthz", [BalancerArn]), new(ApiGroup, "/api/health", [BalancerArn])],
            Balancers =
            [
                new(
                    BalancerArn,
                    "shop-1.eu-west-1.elb.amazonaws.com",
                    "application",
                    [
                        new(WebGroup, "http", 8080, null),
                        new(ApiGroup, "http", 80, null),
                        new(ApiGroup, "https", 443, "api.example.com"),
                    ]
                ),
            ],
            Scaling = [new("service/shop/web", 2, 9)],
            Tables = ["sessions", "orders"],
            Sites = [new("E1", ["www.example.com"], "shop-site", "www/", "index.html")],
            Alarms =
            [
                Alarm(
                    "web-5xx",
                    "AWS/ApplicationELB",
                    "HTTPCode_Target_5XX_Count",
                    ("TargetGroup", "targetgroup/web/aa11")
                ),
                Alarm("web-hosts", "AWS/ApplicationELB", "HealthyHostCount", ("TargetGroup", "targetgroup/web/aa11")),
                Alarm("api-slow", "AWS/ApplicationELB", "TargetResponseTime", ("TargetGroup", "targetgroup/api/bb22")),
                Alarm("api-cpu", "AWS/ECS", "CPUUtilization", ("ClusterName", "shop"), ("ServiceName", "api")),
                Alarm("shop-errors", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", ("LoadBalancer", "app/shop/cc33")),
                Alarm("billing", "AWS/Billing", "EstimatedCharges"),
                Alarm("TargetTracking-service/shop/web-AlarmHigh-1", "AWS/ECS", "CPUUtilization"),
                new("web-down", true, ["topic"], [], "ALARM(\"web-5xx\") AND ALARM(\"web-hosts\")"),
            ],
            MaintenancePages = [("shop-maintenance", "maintenance.html")],
        };

    public static FoundAlarm Alarm(
        string name,
        string ns,
        string metric,
        params ReadOnlySpan<(string Name, string Value)> dimensions
    )
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (key, value) in dimensions)
        {
            all.Add(key, value);
        }

        return new(name, true, ["topic"], [new(ns, metric, all.ToImmutable())], null);
    }
}

using Amazon.CloudWatch;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using EcsLoadBalancer = Amazon.ECS.Model.LoadBalancer;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Which target groups count for a service, by what ECS and the listener's rule say.</summary>
public sealed class ServiceTargetGroupsTests
{
    private const string Region = "ap-northeast-1:123456789012";
    private const string Rule = $"arn:aws:elasticloadbalancing:{Region}:listener-rule/app/lb/1/2/3";
    private const string Listener = $"arn:aws:elasticloadbalancing:{Region}:listener/net/lb/1/2";
    private const string Two = $"arn:aws:elasticloadbalancing:{Region}:targetgroup/two/22";
    private const string Third = $"arn:aws:elasticloadbalancing:{Region}:targetgroup/third/33";
    private static readonly string s_own = WiredAccount.Service.TargetGroupArn;

    [Theory]
    [InlineData("one group", 1)]
    [InlineData("the second serves", 2)]
    [InlineData("both serve", 3)]
    [InlineData("a weight that is left out counts as one", 3)]
    [InlineData("a rule that forwards to one", 2)]
    [InlineData("a network load balancer's listener", 2)]
    [InlineData("a network load balancer's listener with weights", 3)]
    [InlineData("the estate's group is the second", 1)]
    [InlineData("another load balancer is not asked", 1)]
    [InlineData("the estate's group was replaced", 4)]
    [InlineData("no load balancer", 1)]
    public async Task Targets_AreThoseOfTheGroupsThatServe(string what, int healthy)
    {
        var (balancers, rule) = Case(what);

        var seen = await LookAsync(balancers, rule);

        Assert.Equal(healthy, Assert.IsType<Fact<TargetCounts>.Known>(seen).Value.Healthy);
    }

    [Fact]
    public async Task Targets_AreUnknownWhereTheRuleSendsNothing()
    {
        var seen = await LookAsync([Shifting(s_own, Two)], [(Third, 100), (Two, 0)]);

        Assert.Contains(
            "sends no request to a target group of the service",
            Assert.IsType<Fact<TargetCounts>.Missing>(seen).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OneLook_DescribesTheServiceOnce()
    {
        using var ecs = new Services([Plain(s_own)]);
        var services = new ServiceDescriptions(new(ecs));
        using var elb = new Balancing([]);
        var table = new LookTable(
            new LoadBalancingOnAws(services, new(elb), new(NoMetrics)).Looks,
            new ServicesOnAws(services, new(ecs)).Looks
        );

        foreach (var expected in new[] { 1, 2 })
        {
            var at = Now();
            await Task.WhenAll(
                table.LookAsync(LoadBalancingLooks.Targets, at, default),
                table.LookAsync(ServiceLooks.State, at, default)
            );
            Assert.Equal(expected, ecs.Calls);
        }
    }

    [Fact]
    public async Task Targets_AreUnknownWhereTheListenerLeadsElsewhere()
    {
        var seen = await LookAsync([Shifting(s_own, Two, Listener)], [(Third, -1)]);

        Assert.Contains(
            $"{Listener} sends no request",
            Assert.IsType<Fact<TargetCounts>.Missing>(seen).Reason,
            StringComparison.Ordinal
        );
    }

    /// <summary>The estate's group, which may well be there and empty, says nothing of such a service.</summary>
    [Fact]
    public async Task Targets_OfServiceConnectAloneAreUnknown()
    {
        var seen = await LookAsync([], [], connects: true);

        Assert.Equal(
            "the service has Service Connect and no load balancer: no target group says which of its tasks serve",
            Assert.IsType<Fact<TargetCounts>.Missing>(seen).Reason
        );
    }

    [Fact]
    public async Task Targets_OfServiceConnectBesideALoadBalancerAreItsGroups() =>
        Assert.IsType<Fact<TargetCounts>.Known>(await LookAsync([Plain(s_own)], [], connects: true));

    private static (List<EcsLoadBalancer> Balancers, (string, int?)[] Rule) Case(string what) =>
        what switch
        {
            "one group" => ([Plain(s_own)], []),
            "the second serves" => ([Shifting(s_own, Two)], [(s_own, 0), (Two, 100)]),
            "both serve" => ([Shifting(s_own, Two)], [(s_own, 90), (Two, 10)]),
            "a weight that is left out counts as one" => ([Shifting(s_own, Two)], [(s_own, 1), (Two, null)]),
            "a rule that forwards to one" => ([Shifting(s_own, Two)], [(Two, -1)]),
            "a network load balancer's listener" => ([Shifting(s_own, Two, Listener)], [(Two, -1)]),
            "a network load balancer's listener with weights" => (
                [Shifting(s_own, Two, Listener)],
                [(s_own, 90), (Two, 10)]
            ),
            "the estate's group is the second" => ([Shifting(Two, s_own)], [(Two, 0), (s_own, 100)]),
            "another load balancer is not asked" => ([Plain(Third), Plain(s_own)], []),
            "the estate's group was replaced" => ([Plain(Third)], []),
            "no load balancer" => ([], []),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no case"),
        };

    private static EcsLoadBalancer Plain(string group) => new() { TargetGroupArn = group };

    private static EcsLoadBalancer Shifting(string group, string other, string rule = Rule) =>
        new()
        {
            TargetGroupArn = group,
            AdvancedConfiguration = new AdvancedConfiguration
            {
                AlternateTargetGroupArn = other,
                ProductionListenerRule = rule,
            },
        };

    private static async Task<Fact<TargetCounts>> LookAsync(
        List<EcsLoadBalancer> balancers,
        (string Group, int? Weight)[] rule,
        bool connects = false
    )
    {
        using var ecs = new Services(balancers, connects);
        using var elb = new Balancing(rule);
        var look = new LoadBalancingOnAws(new ServiceDescriptions(new(ecs)), new(elb), new(NoMetrics)).Looks.Single(
            call => call.Look == LoadBalancingLooks.Targets
        );
        try
        {
            return (Fact<TargetCounts>)await look.AskAsync(Now(), default);
        }
        catch (NotObservableException unknown)
        {
            return Fact.Missing<TargetCounts>(unknown.Message);
        }
    }

    private static LookAt Now()
    {
        var now = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        return new LookAt(WiredAccount.Estate, WiredAccount.Service, new IncidentId("one"), null, now, now);
    }

    private static IAmazonCloudWatch NoMetrics() => throw new InvalidOperationException("targets have no metrics");

    private sealed class Services(List<EcsLoadBalancer> balancers, bool connects = false)
        : AmazonECSClient(new AnonymousAWSCredentials(), Amazon.RegionEndpoint.APNortheast1)
    {
        public int Calls { get; private set; }

        public override async Task<DescribeServicesResponse> DescribeServicesAsync(
            DescribeServicesRequest request,
            CancellationToken cancellationToken = default
        )
        {
            Calls++;
            await Task.Yield();
            return new DescribeServicesResponse
            {
                Services =
                [
                    new Service
                    {
                        ServiceName = request.Services[0],
                        LoadBalancers = balancers,
                        Deployments =
                        [
                            new Deployment
                            {
                                ServiceConnectConfiguration = new ServiceConnectConfiguration { Enabled = connects },
                            },
                        ],
                    },
                ],
            };
        }
    }

    /// <summary>One healthy target in the estate's group, two in the second, four in the third.</summary>
    private sealed class Balancing((string Group, int? Weight)[] rule)
        : AmazonElasticLoadBalancingV2Client(new AnonymousAWSCredentials(), Amazon.RegionEndpoint.APNortheast1)
    {
        public override Task<DescribeRulesResponse> DescribeRulesAsync(
            DescribeRulesRequest request,
            CancellationToken cancellationToken = default
        )
        {
            Assert.Equal([Rule], request.RuleArns);
            return Task.FromResult(
                new DescribeRulesResponse
                {
                    Rules = [new Amazon.ElasticLoadBalancingV2.Model.Rule { RuleArn = Rule, Actions = [Action] }],
                }
            );
        }

        public override Task<DescribeListenersResponse> DescribeListenersAsync(
            DescribeListenersRequest request,
            CancellationToken cancellationToken = default
        )
        {
            Assert.Equal([Listener], request.ListenerArns);
            return Task.FromResult(
                new DescribeListenersResponse
                {
                    Listeners =
                    [
                        new Amazon.ElasticLoadBalancingV2.Model.Listener
                        {
                            ListenerArn = Listener,
                            DefaultActions = [Action],
                        },
                    ],
                }
            );
        }

        private Amazon.ElasticLoadBalancingV2.Model.Action Action =>
            rule is [var (only, weight)] && weight < 0
                ? new() { TargetGroupArn = only }
                : new()
                {
                    ForwardConfig = new ForwardActionConfig
                    {
                        TargetGroups =
                        [
                            .. rule.Select(one => new TargetGroupTuple
                            {
                                TargetGroupArn = one.Group,
                                Weight = one.Weight,
                            }),
                        ],
                    },
                };

        public override Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(
            DescribeTargetHealthRequest request,
            CancellationToken cancellationToken = default
        )
        {
            var count =
                request.TargetGroupArn == s_own ? 1
                : request.TargetGroupArn == Two ? 2
                : 4;
            return Task.FromResult(
                new DescribeTargetHealthResponse
                {
                    TargetHealthDescriptions =
                    [
                        .. Enumerable.Repeat(
                            new TargetHealthDescription
                            {
                                TargetHealth = new TargetHealth { State = TargetHealthStateEnum.Healthy },
                            },
                            count
                        ),
                    ],
                }
            );
        }
    }
}

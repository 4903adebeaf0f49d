using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>Two services take turns behind one rule: its weights are moved from gate to gate.</summary>
public class OwnShiftTests
{
    private const string Rule =
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener-rule/app/alb/1a/2b/3c";

    private const string OtherGroup =
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api-blue/0123";

    private static readonly RolloutPolicy s_policy = RolloutPolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1a",
        TrafficRule = new TrafficRule(Rule, OtherGroup),
        Settings = Some.Service.Settings.With(new Setting<RolloutPolicy>(Mode.Act, s_policy)),
    };

    private static readonly TargetCounts s_healthy = new(5, 0, 0, 0);

    private static readonly int[] s_shares = [10, 50, 100];

    private static readonly ServiceState s_deploying = Some.Steady with
    {
        Deployments = [Some.Deployment() with { Rollout = RolloutState.InProgress }],
    };

    private static readonly TargetCounts s_none = new(0, 0, 0, 0);

    private static readonly RuleWeights s_before = new(0, 100, s_healthy, s_healthy);

    private static readonly Incident s_asked = (
        Some.Incident with
        {
            Remedy = RolloutProcedure.ProcedureName,
        }
    ).WantRollout(new RolloutRequest(RolloutWish.Shift), Some.Now);

    [Fact]
    public void Shift_BeginsAtTheFirstGate()
    {
        Assert.Equal(Step(0, 10), Change(Decide(s_asked, s_before)));
        Assert.Equal(Step(0, 10), Change(Decide(s_asked, s_before with { Other = 7 })));
        Assert.True(s_asked.IsRequest);
    }

    public static TheoryData<string> Reasons =>
        [
            "trafficRule",
            "40 % of it already",
            "for 301 s",
            "nothing to go back to",
            "fewer than its floor",
            "not healthy, or",
            "default rule",
            "a deployment is in progress",
            "alarms are active",
            "the service is not healthy",
        ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Preflight_SaysWhyNot(string because)
    {
        var (weights, seen, service) = because switch
        {
            "trafficRule" => (null, Fine, s_service with { TrafficRule = null }),
            "40 % of it already" => (s_before with { Own = 40, Other = 60 }, Fine, s_service),
            "for 301 s" => (s_before with { StickyFor = TimeSpan.FromSeconds(301) }, Fine, s_service),
            "nothing to go back to" => (s_before with { OtherTargets = new(0, 3, 0, 0) }, Fine, s_service),
            "fewer than its floor" => (s_before with { OwnTargets = new(1, 0, 0, 0) }, Fine, s_service),
            "not healthy, or" => (s_before with { OwnTargets = new(4, 1, 0, 0) }, Fine, s_service),
            "default rule" => (s_before with { Unfit = "it is its listener's default rule" }, Fine, s_service),
            "a deployment is in progress" => (s_before, Fine.Shows(ServiceLooks.State, s_deploying), s_service),
            "alarms are active" => (s_before, Fine.Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"])), s_service),
            _ => (s_before, Fine.Shows(HealthUrlLooks.Probe, Some.FailedProbe), s_service),
        };

        var decision = new RolloutProcedure().Decide(
            s_asked,
            weights is null ? seen : seen.Shows(WeightLooks.Rule, weights),
            service,
            Some.Now
        );

        Assert.Contains(because, Assert.IsType<Decision.Answer>(decision).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Sticky_ForAsLongAsAShareIsHeld_IsNone() =>
        Assert.Equal(Step(0, 10), Change(Decide(s_asked, s_before with { StickyFor = s_policy.GateFor })));

    [Theory]
    [InlineData(10, 50)]
    [InlineData(50, 100)]
    public void Gate_GoesOnByItsNumbers(int at, int next)
    {
        Assert.Equal(Step(at, next), Change(Decide(Given(at), At(at), Minutes())));
        Assert.Equal(RolloutPhase.Holding, Assert.IsType<Decision.Wait>(Decide(Given(at), At(at))).Then);
        Assert.IsType<Decision.Wait>(Decide(Given(at), At(at), Minutes(errors: 5)));
        Assert.IsType<Decision.Wait>(Decide(Given(at, since: s_policy.GateFor / 2), At(at), Minutes()));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Danger_GoesBackInOneStep(int at) =>
        Assert.Equal(Step(at, 0), Change(Decide(Given(at), At(at), Minutes(errors: 20))));

    [Fact]
    public void Danger_WithAllOfTheTraffic_GoesBackWhileItIsWatched()
    {
        Assert.Equal(Step(100, 0), Change(Decide(Given(100), At(100), Minutes(errors: 20))));
        Assert.IsType<Decision.Wait>(Decide(Given(100, since: s_policy.WatchFor / 2), At(100), Minutes()));
        Assert.IsType<Decision.Resolved>(Decide(Given(100), At(100), Minutes()));
    }

    /// <summary>A load balancer does not go on to the other group: requests get a 503.</summary>
    [Fact]
    public void EmptyGroup_GoesBack() =>
        Assert.Equal(Step(10, 0), Change(Decide(Given(10), At(10) with { OwnTargets = s_none })));

    [Fact]
    public void Back_ToAGroupThatDoesNotServe_IsOnCalls()
    {
        var nowhere = At(10) with { OtherTargets = s_none };

        Assert.IsType<Decision.Escalate>(Decide(Given(10), nowhere, Minutes(errors: 20)));
        Assert.IsType<Decision.Wait>(Decide(Given(10), nowhere, Minutes()));
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(30, 70)]
    [InlineData(0, 100)]
    [InlineData(1, 9)]
    public void WeightsOfSomeoneElse_AreLeftAlone(int own, int other)
    {
        var asked = Assert.IsType<Decision.Escalate>(
            Decide(Given(10), At(10) with { Own = own, Other = other }, Minutes(errors: 20))
        );

        Assert.Contains("someone else changed the rule's weights", asked.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sticky")]
    [InlineData("deploying")]
    [InlineData("unhealthy")]
    public void Gate_HoldsWhileItsGroupsAreNotFit(string what)
    {
        var (weights, seen) = what switch
        {
            "sticky" => (At(10) with { StickyFor = TimeSpan.FromHours(1) }, Fine),
            "deploying" => (At(10), Fine.Shows(ServiceLooks.State, s_deploying)),
            _ => (At(10) with { OwnTargets = new(4, 1, 0, 0) }, Fine),
        };
        var evidence = seen.Shows(WeightLooks.Rule, weights)
            .Shows(DeploymentLooks.NewRevision, new RevisionLoad(s_healthy, Minutes()));

        Assert.IsType<Decision.Wait>(new RolloutProcedure().Decide(Given(10), evidence, s_service, Some.Now));
    }

    [Fact]
    public void MissingWeights_ChangeNothing() =>
        Assert.IsType<Decision.Inconclusive>(
            new RolloutProcedure().Decide(
                Given(10),
                Fine.With(WeightLooks.Rule, Fact.Missing<RuleWeights>("throttled")),
                s_service,
                Some.Now
            )
        );

    /// <summary>A hold ends, however often the rule could not be read meanwhile.</summary>
    [Fact]
    public void MissingWeights_DoNotBeginTheHoldAnew()
    {
        var held = Given(10, since: s_policy.HoldAtMost);
        var unseen = new RolloutProcedure().Remember(
            held,
            Fine.With(WeightLooks.Rule, Fact.Missing<RuleWeights>("throttled")),
            s_service,
            Some.Now - TimeSpan.FromMinutes(1)
        );
        var again = new RolloutProcedure().Remember(unseen, Fine.Shows(WeightLooks.Rule, At(10)), s_service, Some.Now);

        Assert.Equal(Step(10, 0), Change(Decide(again, At(10))));
    }

    [Fact]
    public void Words_PauseAndAbort()
    {
        var paused = Given(10).WantRollout(new RolloutRequest(RolloutWish.Pause), Some.Now);
        var aborted = paused.WantRollout(new RolloutRequest(RolloutWish.Abort), Some.Now);

        Assert.IsType<Decision.Wait>(Decide(paused, At(10), Minutes()));
        Assert.Equal(Step(10, 0), Change(Decide(aborted, At(10), Minutes())));
    }

    [Fact]
    public void FreshLook_StopsWhatSomeoneElseChanged()
    {
        var step = Step(10, 50);

        Assert.Null(step.Overtaken(null, Live(At(10))));
        Assert.Contains(
            "they are 30 and 70, not 10 and 90",
            step.Overtaken(null, Live(At(10) with { Own = 30, Other = 70 }))
        );
        Assert.Equal("another group", step.Overtaken(null, Live(At(10) with { Unfit = "another group" })));
        Assert.Same(WeightLooks.Rule, Assert.Single(step.Rereads));
    }

    [Theory]
    [InlineData(10, 50, 5, 0, 5, null)]
    [InlineData(10, 50, 4, 1, 5, "of its group are healthy")]
    [InlineData(10, 50, 0, 0, 5, "of its group are healthy")]
    [InlineData(10, 50, 5, 0, 0, "no target of the other group")]
    [InlineData(50, 100, 5, 0, 0, null)]
    [InlineData(10, 0, 0, 5, 5, null)]
    [InlineData(10, 0, 5, 0, 0, "no target of the other group")]
    public void Guard_GivesNoWeightToAGroupThatDoesNotServe(
        int from,
        int to,
        int healthy,
        int unhealthy,
        int other,
        string? because
    )
    {
        var question = new GuardQuestion(
            Step(from, to),
            Given(from),
            TargetRecord.New(Some.Target),
            Mode.Act,
            ControlSwitch.Unset,
            new RolloutProcedure().SettingFor(s_service)!,
            Live(At(from) with { OwnTargets = new(healthy, unhealthy, 0, 0), OtherTargets = new(other, 0, 0, 0) }),
            TimeSpan.FromMinutes(1),
            Some.Now
        )
        {
            Target = s_service,
        };

        var denial = new ServingGroupGuard().Check(question);

        Assert.Equal(because is null, denial is null);
        Assert.Contains(because ?? "", denial?.Because ?? "", StringComparison.Ordinal);
        Assert.NotNull(new ServingGroupGuard().Check(question with { Seen = Evidence.NotAsked }));
    }

    private static Evidence Fine =>
        Some
            .Fine.Shows(DeploymentLooks.Newest, new NativeDeployments(null))
            .Shows(DeploymentLooks.NewRevision, new RevisionLoad(s_healthy, []))
            .Shows(DeploymentLooks.Usage, TaskUsage.None)
            .Shows(AlarmLooks.Active, ActiveAlarms.None);

    private static RuleWeights At(int percent) => s_before with { Own = percent, Other = 100 - percent };

    private static Evidence Live(RuleWeights weights) => Evidence.NotAsked.Shows(WeightLooks.Rule, weights);

    private static Change.ShiftWeights Step(int from, int to) => new(Some.Target, Rule, from, to);

    private static Change Change(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;

    /// <summary>It was given that share by the gates before it, the last of them so long ago.</summary>
    private static Incident Given(int percent, TimeSpan? since = null)
    {
        var at = Some.Now - (since ?? TimeSpan.FromMinutes(10));
        int[] shares = [0, .. s_shares.Where(share => share <= percent)];
        var given = s_asked with
        {
            Attempts =
            [
                .. shares
                    .Zip(shares.Skip(1))
                    .Select(step => new Attempt(Step(step.First, step.Second), at, AttemptOutcome.Done, "")),
            ],
        };
        return new RolloutProcedure().Remember(given, Fine.Shows(WeightLooks.Rule, At(percent)), s_service, at);
    }

    private static ImmutableArray<RevisionMinute> Minutes(double errors = 0) =>
        [
            .. Enumerable
                .Range(1, 5)
                .Reverse()
                .Select(ago => new RevisionMinute(Some.Now - TimeSpan.FromMinutes(ago), 1000, errors, 0, 200)),
        ];

    private static Decision Decide(Incident incident, RuleWeights weights) => Decide(incident, weights, []);

    private static Decision Decide(Incident incident, RuleWeights weights, ImmutableArray<RevisionMinute> minutes) =>
        new RolloutProcedure()
            .Decide(
                incident,
                Fine.Shows(WeightLooks.Rule, weights)
                    .Shows(DeploymentLooks.NewRevision, new RevisionLoad(weights.OwnTargets, minutes)),
                s_service,
                Some.Now
            )
            .At(Some.Now);
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Engine.Tests;

/// <summary>ECS rolls a deployment back where its hook fails: so there is an answer, whatever happens.</summary>
public class SmokeHookTests
{
    private const string Service = "arn:aws:ecs:ap-northeast-1:123456789012:service/prod/api-service";

    private const string Deployment = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/d1";

    private static readonly HookCall s_call = new("e1", "POST_TEST_TRAFFIC_SHIFT", Deployment, Service);

    private readonly Bench _bench = new();
    private readonly FakeSmokeProbe _probe;
    private readonly FakeSmokeRuns _runs;

    public SmokeHookTests()
    {
        (_probe, _runs) = (new(_bench.Calls), new(_bench.Calls));
        Set(Mode.Act);
        _bench.World.IsUp = true;
        _bench.World.Shift = new NativeDeployment(
            Deployment,
            DeploymentCourse.InProgress,
            Bench.Start,
            FinishedAt: null,
            new RevisionInService("api:8", null, 0),
            new RevisionInService("api:7", null, 100)
        );
    }

    [Fact]
    public async Task GoodRevision_GoesOnAndTheRecordHasIt()
    {
        Assert.Equal(HookAnswer.GoOn, await AnswerAsync());

        var tested = Assert.IsType<Signal.SmokeTested>(Assert.Single(_bench.FollowUps.Pending).Signal);
        Assert.Equal((SmokeOutcome.Passed, HookReply.Succeeded), (tested.Outcome, tested.Answer));
        await _bench.StepAsync();
        Assert.Contains(_bench.Open.Lines, line => line.Text == tested.Line);
        Assert.Empty(_bench.Notifier.Sent);
    }

    [Fact]
    public async Task BrokenRevision_FailsAfterItsAttempts()
    {
        _probe.Status = 500;

        Assert.Equal(new HookAnswer(HookReply.InProgress, TimeSpan.FromSeconds(30)), await AnswerAsync());
        Assert.Empty(_bench.FollowUps.Pending);
        Assert.Equal(new HookAnswer(HookReply.Failed), await AnswerAsync());

        await _bench.StepAsync();
        Assert.Equal(NoticeKind.SmokeTested, Assert.Single(_bench.Notifier.Sent).Kind);
        Assert.Equal(RolloutProcedure.ProcedureName, _bench.Open.Remedy);
    }

    /// <summary>However often ECS asks, and whatever the revision answers by then: one answer, one line, one notice.</summary>
    [Fact]
    public async Task SameDeployment_IsAnsweredTheSameAgain()
    {
        _probe.Status = 500;
        await AnswerAsync();
        await AnswerAsync();
        await _bench.StepAsync();
        _probe.Status = 200;

        Assert.Equal(HookReply.Failed, (await AnswerAsync(s_call with { Execution = "e2" })).Status);
        Assert.Equal(HookReply.InProgress, (await AnswerFailingAsync(Deployment + "2")).Status);

        await _bench.HandleAsync(
            _bench.FollowUps.Pending.Select(one => one.Signal).OfType<Signal.SmokeTested>().Single()
        );
        Assert.Single(_bench.Notifier.Sent);
        Assert.Single(_bench.Open.Lines, line => line.Text.StartsWith("smoke test of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Mode.Observe, Mode.Act, true)]
    [InlineData(Mode.Ask, Mode.Act, true)]
    [InlineData(Mode.Act, Mode.Observe, true)]
    [InlineData(Mode.Act, Mode.Off, true)]
    [InlineData(Mode.Act, Mode.Act, false)]
    public async Task BelowAct_NothingIsHeldUp(Mode mode, Mode control, bool mayWrite)
    {
        Set(mode);
        _bench.Journal.Store.Control = new ControlSwitch(control, "on-call", "maintenance");
        _bench.MayWrite = mayWrite;
        _probe.Status = 500;

        Assert.Equal(HookAnswer.GoOn, await AnswerAsync());
        Assert.EndsWith(
            "would have answered FAILED",
            Assert.IsType<Signal.SmokeTested>(Assert.Single(_bench.FollowUps.Pending).Signal).Because,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Others =>
        new()
        {
            { "POST_TEST_TRAFFIC_SHIFT", "arn:aws:ecs:ap-northeast-1:123456789012:service/prod/other" },
            { "POST_TEST_TRAFFIC_SHIFT", "arn:aws:ecs:us-east-1:123456789012:service/prod/api-service" },
            { "POST_TEST_TRAFFIC_SHIFT", "arn:aws:ecs:ap-northeast-1:210987654321:service/prod/api-service" },
            { "POST_TEST_TRAFFIC_SHIFT", "arn:aws:ecs:ap-northeast-1:123456789012:service/stage/api-service" },
            { "POST_TEST_TRAFFIC_SHIFT", "" },
            { "TEST_TRAFFIC_SHIFT", Service },
            { "PRODUCTION_TRAFFIC_SHIFT", Service },
            { "PRE_SCALE_UP", Service },
        };

    /// <summary>Others' services, and stages that run during a rollback, or when there is nothing to ask.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public async Task Others_AreLetOnAndNotAsked(string stage, string service)
    {
        const string Group = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api/6d0ecf83";
        _bench.Estate = _bench.Estate with { Services = [_bench.Estate.Services[0] with { TargetGroupArn = Group }] };
        _probe.Status = 500;

        Assert.Equal(HookAnswer.GoOn, await AnswerAsync(s_call with { Stage = stage, ServiceArn = service }));
        Assert.Empty(_bench.Calls.Log);
    }

    [Fact]
    public async Task SwitchedOffInTheEstate_NothingIsAsked()
    {
        Set(Mode.Off);

        Assert.Equal(HookAnswer.GoOn, await AnswerAsync());
        Assert.Empty(_bench.Calls.Log);
    }

    /// <summary>An endpoint that never answers, and does not even stop: the answer comes all the same.</summary>
    [Theory]
    [InlineData(false, HookReply.Succeeded)]
    [InlineData(true, HookReply.Failed)]
    public async Task Stuck_IsAnsweredAsTheEstateChose(bool fails, HookReply answer)
    {
        Set(Mode.Act, fails);
        _probe.IsStuck = true;
        using var deadline = new CancellationTokenSource();
        var answering = Hook().AnswerAsync(s_call, deadline.Token);
        Assert.False(answering.IsCompleted);

        await deadline.CancelAsync();

        Assert.Equal(answer, (await answering).Status);
    }

    /// <summary>The policy's time is enough for all of it: the last second is for what the record has to know.</summary>
    [Theory]
    [InlineData(false, HookReply.Succeeded)]
    [InlineData(true, HookReply.Failed)]
    public async Task Stuck_IsAnsweredWithinThePolicysTime(bool fails, HookReply answer)
    {
        Set(Mode.Act, fails);
        _probe.IsStuck = true;
        var answering = Hook().AnswerAsync(s_call, default);
        _bench.Time.Advance(RolloutPolicy.Default.SmokeTestWithin - TimeSpan.FromSeconds(2));
        Assert.False(answering.IsCompleted);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(answer, (await answering).Status);
        var tested = Assert.IsType<Signal.SmokeTested>(Assert.Single(_bench.FollowUps.Pending).Signal);
        Assert.Equal((SmokeOutcome.Unable, answer), (tested.Outcome, tested.Answer));
    }

    /// <summary>What is known of the revision counts, also where the time runs out before it is written down.</summary>
    [Theory]
    [InlineData(false, 500, HookReply.Failed)]
    [InlineData(true, 200, HookReply.Succeeded)]
    public async Task StuckJournal_LosesNoVerdict(bool fails, int status, HookReply answer)
    {
        Set(Mode.Act, fails, attempts: 1);
        (_probe.Status, _runs.IsStuck) = (status, true);
        var answering = Hook().AnswerAsync(s_call, default);

        _bench.Time.Advance(RolloutPolicy.Default.SmokeTestWithin);

        Assert.Equal(answer, (await answering).Status);
    }

    /// <summary>One path was wrong before the time ran out; a right one says nothing of those that were not heard.</summary>
    [Theory]
    [InlineData(500, SmokeOutcome.Failed, HookReply.Failed)]
    [InlineData(200, SmokeOutcome.Unable, HookReply.Succeeded)]
    public async Task OnePathStuck_TheOtherCounts(int status, SmokeOutcome outcome, HookReply answer)
    {
        var service = _bench.Estate.Services[0];
        var other = service.SmokeTest!.Paths[0] with { Path = "/list" };
        _bench.Estate = _bench.Estate with
        {
            Services =
            [
                service with
                {
                    SmokeTest = service.SmokeTest with { Paths = [.. service.SmokeTest.Paths, other] },
                },
            ],
        };
        (_probe.Status, _probe.StuckPath) = (status, "/list");
        var answering = Hook().AnswerAsync(s_call, default);

        _bench.Time.Advance(RolloutPolicy.Default.SmokeTestWithin);

        Assert.Equal(answer, (await answering).Status);
        Assert.Equal(
            outcome,
            Assert.IsType<Signal.SmokeTested>(Assert.Single(_bench.FollowUps.Pending).Signal).Outcome
        );
    }

    /// <summary>The control switch was read by then.</summary>
    [Fact]
    public async Task BelowAct_NothingIsHeldUpWhenTimeRunsOut()
    {
        Set(Mode.Act, fails: true);
        _bench.Journal.Store.Control = new ControlSwitch(Mode.Observe, "on-call", "maintenance");
        _probe.IsStuck = true;
        var answering = Hook().AnswerAsync(s_call, default);

        _bench.Time.Advance(RolloutPolicy.Default.SmokeTestWithin);

        Assert.Equal(HookAnswer.GoOn, await answering);
    }

    /// <summary>Whichever call fails: an answer. What is known of the revision counts, and else what the estate says.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Failures_AreAnswered(bool fails, bool afterEffect)
    {
        const int SaveCall = 3;
        var calls = await Fault.OfEachCallAsync(
            async fault =>
            {
                var tests = new SmokeHookTests();
                tests.Set(Mode.Act, fails, attempts: 1);
                tests._bench.Calls.Fault = fault;
                var answer = await tests.AnswerAsync();
                Assert.Equal(
                    fails && fault is { Call: < SaveCall } ? HookReply.Failed : HookReply.Succeeded,
                    answer.Status
                );
                return tests._bench.Calls.Log.Count;
            },
            afterEffect,
            dies: false
        );

        Assert.Equal(5, calls);
    }

    /// <summary>Two invocations at once: the second one's answer is the first one's.</summary>
    [Fact]
    public async Task OvertakenByAnother_AnswersWhatThatOneDid()
    {
        Set(Mode.Act, attempts: 1);
        _probe.Status = 500;
        _runs.BeforeSave = () => Assert.Equal(HookReply.Failed, AnswerAsync().Result.Status);
        _probe.Status = 500;

        Assert.Equal(HookReply.Failed, (await AnswerAsync()).Status);
        Assert.Single(_bench.FollowUps.Pending.Select(one => ((Signal.SmokeTested)one.Signal).Source).Distinct());
    }

    private void Set(Mode mode, bool fails = false, int attempts = 2) =>
        _bench.Estate = _bench.Estate with
        {
            Services =
            [
                _bench.Estate.Services[0] with
                {
                    Settings = Settings.None.With(new Setting<RolloutPolicy>(mode, RolloutPolicy.Default)),
                    SmokeTest = new SmokeTest(
                        new Uri("https://green.example.com"),
                        [new SmokePath("/health", 200, "ok", TimeSpan.FromSeconds(1))],
                        TimeSpan.FromSeconds(5),
                        attempts,
                        TimeSpan.FromSeconds(30),
                        fails
                    ),
                },
            ],
        };

    private SmokeHook Hook() =>
        new(
            _bench.Estate,
            new SmokePorts(_probe, _runs, _bench.Journal, _bench.FollowUps),
            NullLogger<SmokeHook>.Instance,
            LoopOptions.Default with
            {
                MayWrite = _bench.MayWrite,
            },
            _bench.Time
        );

    private Task<HookAnswer> AnswerAsync(HookCall? call = null) => Hook().AnswerAsync(call ?? s_call, default);

    private async Task<HookAnswer> AnswerFailingAsync(string deployment)
    {
        _probe.Status = 500;
        return await AnswerAsync(s_call with { Resource = deployment });
    }
}

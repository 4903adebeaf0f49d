using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>What a person asks of a deployment, and what ECS says of one, as a record takes it in.</summary>
public class RolloutRequestTests
{
    private const string Service = "arn:aws:ecs:ap-northeast-1:123456789012:service/prod/api-service";

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Settings = Some.Service.Settings.With(new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default)),
    };

    private static readonly OperatedService s_unwatched = s_service with
    {
        Settings = s_service.Settings.With(
            new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default with { WatchEveryDeployment = false })
        ),
    };

    private static readonly Estate s_estate = new(
        "test",
        "123456789012",
        "ap-northeast-1",
        "Asia/Tokyo",
        [s_service],
        []
    );

    private static readonly NativeDeployments s_none = new(null);

    [Fact]
    public void Deploy_StartsWhatWasAskedFor() =>
        Assert.Equal(
            new Change.StartDeployment(Some.Target, "task:8"),
            Assert.IsType<Decision.Act>(Decide(Fine())).Change
        );

    [Theory]
    [InlineData("task:7", "deployed already")]
    [InlineData("arn:aws:ecs:ap-northeast-1:123456789012:task-definition/task:7", "deployed already")]
    public void Deploy_OfWhatIsThereIsAnswered(string revision, string because) =>
        Assert.Contains(
            because,
            Assert.IsType<Decision.Answer>(Decide(Fine(), revision)).Because,
            StringComparison.Ordinal
        );

    public static TheoryData<string> Preflight =>
        ["in progress", "the last deployment failed", "tasks are missing", "not healthy", "alarms are active"];

    [Theory]
    [MemberData(nameof(Preflight))]
    public void Deploy_NeedsItsPreflight(string because)
    {
        var seen = because switch
        {
            "in progress" => Fine().Shows(DeploymentLooks.Newest, new NativeDeployments(RolloutDecideTests.At(10))),
            "the last deployment failed" => Fine()
                .Shows(
                    ServiceLooks.State,
                    Some.Steady with
                    {
                        Deployments = [Some.Deployment() with { Rollout = RolloutState.Failed }],
                    }
                ),
            "tasks are missing" => Fine().Shows(ServiceLooks.State, Some.Steady with { Running = 4 }),
            "not healthy" => Fine().Shows(HealthUrlLooks.Probe, Some.FailedProbe),
            _ => Fine().Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"])),
        };

        Assert.Contains(because, Assert.IsType<Decision.Answer>(Decide(seen)).Because, StringComparison.Ordinal);
    }

    /// <summary>What a person asks for by name is not asked again in a freeze, but for a deployment.</summary>
    [Fact]
    public void Deploy_IsOfferedInAFreeze()
    {
        var asked = Asked("task:8");
        var question = new GuardQuestion(
            new Change.StartDeployment(Some.Target, "task:8"),
            asked,
            TargetRecord.New(Some.Target),
            Mode.Act,
            ControlSwitch.Unset,
            new RolloutProcedure().SettingFor(s_service)!,
            Fine(),
            TimeSpan.FromMinutes(1),
            Some.Now
        )
        {
            Target = s_service,
            Frozen = "freeze window 'new year'",
        };

        Assert.True(asked.IsRequest);
        Assert.Equal(DenialThen.AskFirst, new FreezeGuard().Check(question)?.Then);
    }

    [Fact]
    public void Hook_OpensAnIncident_AndIsADuplicateThen()
    {
        var record = TargetRecord.New(Some.Target);
        var opened = Assert.IsType<Intake.Look>(Take(record, Awaits()));

        Assert.True(opened.IsNew);
        Assert.Equal(RolloutProcedure.ProcedureName, opened.Record.Open!.Remedy);
        Assert.IsType<Intake.Ignore>(Take(opened.Record with { Open = opened.Record.Open.Await(Some.Now) }, Awaits()));
    }

    [Fact]
    public void Deployment_OpensOne_UnlessTheEstateWantsNoneWatched()
    {
        var begun = Awaits() with { Event = "SERVICE_DEPLOYMENT_IN_PROGRESS" };

        Assert.True(Assert.IsType<Intake.Look>(Take(TargetRecord.New(Some.Target), begun)).IsNew);
        Assert.IsType<Intake.Ignore>(Take(TargetRecord.New(Some.Target), begun, s_unwatched));
    }

    /// <summary>The hook still waits when the other remedy's incident is over.</summary>
    [Fact]
    public void Hook_ComesAgainWhileAnotherRemedyHasTheTarget()
    {
        var record = TargetRecord.New(Some.Target) with { Open = Some.Incident };

        var later = Assert.IsType<Intake.Later>(Take(record, Awaits()));
        Assert.Same(record, later.Record);

        var over = Assert.IsType<Intake.Look>(Take(record with { Open = null }, Awaits()));
        Assert.True(over.IsNew);
    }

    [Fact]
    public void Routing_FindsTheServiceByItsArn()
    {
        var found = Assert.IsType<Routing.Found>(Routing.Of(Awaits(), s_estate));

        Assert.Equal(s_service, found.Route.Target);
    }

    [Theory]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:service/prod/api-service")]
    [InlineData("arn:aws:ecs:ap-northeast-1:210987654321:service/prod/api-service")]
    [InlineData("arn:aws:ecs:ap-northeast-1:123456789012:service/stage/api-service")]
    [InlineData("arn:aws:ecs:ap-northeast-1:123456789012:service/prod/other")]
    [InlineData("arn:aws:ecs:ap-northeast-1:123456789012:task/prod/api-service")]
    public void Routing_KnowsNoOtherService(string arn) =>
        Assert.IsType<Routing.Unknown>(Routing.Of(Awaits() with { ServiceArn = arn }, s_estate));

    [Theory]
    [InlineData(RolloutWish.Pause, true)]
    [InlineData(RolloutWish.Resume, false)]
    [InlineData(RolloutWish.Abort, false)]
    public void Wish_IsRemembered(RolloutWish wish, bool isPaused)
    {
        var open = Some.Incident with { Remedy = RolloutProcedure.ProcedureName };
        var asked = open.WantRollout(new RolloutRequest(RolloutWish.Pause), Some.Now)
            .WantRollout(new RolloutRequest(wish), Some.Now);

        Assert.Equal(isPaused, asked.Rollout.PausedAt is not null);
        Assert.Equal(wish, asked.Rollout.Request!.Wish);
    }

    /// <summary>A deployment is not started into one that is looked after, nor by another remedy's incident.</summary>
    [Fact]
    public void Deploy_ReplacesNothing()
    {
        var running = Some.Incident with
        {
            Remedy = RolloutProcedure.ProcedureName,
            Memory = new ProcedureMemory.Rollout { Hook = "ecs-pause-1" },
        };

        Assert.Same(running, running.WantRollout(new RolloutRequest(RolloutWish.Deploy, "task:8"), Some.Now));
        Assert.Same(Some.Incident, Some.Incident.WantRollout(new RolloutRequest(RolloutWish.Abort), Some.Now));
    }

    public static TheoryData<string, RolloutRequest?, ConfigRequest?, bool> Asks =>
        new()
        {
            { "serviceUnavailable", s_deploy, null, true },
            { "serviceUnavailable", new(RolloutWish.Shift), null, true },
            { "serviceUnavailable", new(RolloutWish.Abort), null, true },
            { "serviceUnavailable", new(RolloutWish.Status), null, false },
            { "serviceUnavailable", null, new ConfigRequest("db", "v2"), true },
            { "serviceUnavailable", null, null, false },
            { "rollout", s_deploy, null, true },
            { "rollout", new(RolloutWish.Deploy, "task:7"), null, false },
            { "rollout", new(RolloutWish.Abort), null, false },
            { "rollout", new(RolloutWish.Report, Result: TestResult.Passed), null, false },
            { "rollout", null, new ConfigRequest("db", "v2"), true },
            { "configChange", null, new ConfigRequest("db", "v1"), false },
            { "configChange", null, new ConfigRequest("db", "v2"), true },
            { "configChange", s_deploy, null, true },
            { "configChange", new(RolloutWish.Pause), null, false },
        };

    private static readonly RolloutRequest s_deploy = new(RolloutWish.Deploy, "task:8");

    /// <summary>People hear of what nothing follows from: it is not carried out later either.</summary>
    [Theory]
    [MemberData(nameof(Asks))]
    public void Request_IntoAnOpenIncident(string open, RolloutRequest? rollout, ConfigRequest? config, bool isNotTaken)
    {
        var incident = Some.Incident with
        {
            Remedy = new ProcedureName(open),
            Memory = open switch
            {
                "rollout" => new ProcedureMemory.Rollout { Request = new(RolloutWish.Deploy, "task:7") },
                "configChange" => new ProcedureMemory.ConfigChange { Request = new ConfigRequest("db", "v1") },
                _ => null,
            },
        };
        var asked = new Signal.OperatorRequested(
            Some.Target,
            RolloutProcedure.ProcedureName,
            Mode.Act,
            "kim",
            "release 8"
        )
        {
            Rollout = rollout,
            Config = config,
        };

        var look = Assert.IsType<Intake.Look>(
            (TargetRecord.New(Some.Target) with { Open = incident }).Take(asked, s_route, Some.Now)
        );

        Assert.Equal(isNotTaken ? asked : null, look.NotTaken);
        Assert.Equal(isNotTaken, look.Because.StartsWith($"not carried out: {open}", StringComparison.Ordinal));
    }

    private static readonly Route s_route = new(
        s_service,
        RolloutProcedure.ProcedureName,
        Severity.P3,
        Mode.Act,
        Mode.Act
    );

    private static Signal.DeploymentChanged Awaits() => new(Service, EcsEvents.HookAwaits, "", Some.Now);

    private static Intake Take(
        TargetRecord record,
        Signal.DeploymentChanged changed,
        OperatedService? service = null
    ) => record.Take(changed, s_route with { Target = service ?? s_service }, Some.Now);

    private static Incident Asked(string revision) =>
        (Some.Incident with { Remedy = RolloutProcedure.ProcedureName, Cause = new() }).WantRollout(
            new RolloutRequest(RolloutWish.Deploy, revision),
            Some.Now
        );

    private static Evidence Fine() =>
        Some
            .Fine.Shows(DeploymentLooks.Newest, s_none)
            .Shows(DeploymentLooks.Usage, TaskUsage.None)
            .Shows(DeploymentLooks.NewRevision, new RevisionLoad(new TargetCounts(5, 0, 0, 0), []))
            .Shows(AlarmLooks.Active, ActiveAlarms.None);

    private static Decision Decide(Evidence seen, string revision = "task:8") =>
        new RolloutProcedure().Due(Asked(revision), seen, s_service, Some.Now);
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

/// <summary>Revision 8 has taken the place of 7, and a person is asked to test it.</summary>
public class PerformanceTestTests
{
    private const string Deployment = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/1";

    private const string Command = "./scripts/performance-test.sh --duration 300";

    private static readonly RolloutPolicy s_policy = RolloutPolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Settings = Some.Service.Settings.With(new Setting<RolloutPolicy>(Mode.Act, s_policy)),
        PerformanceTest = Command,
    };

    private static readonly RolloutProcedure s_procedure = new();

    private static readonly Incident s_incident = Some.Incident with
    {
        Remedy = RolloutProcedure.ProcedureName,
        Cause = new IncidentCause(),
    };

    private static readonly Incident s_asked = Remember(s_incident, Over(1));

    [Fact]
    public void Deployed_IsAskedForOnce()
    {
        Assert.Equal(new HandWork(Command, Deployment), s_procedure.AsksFor(s_incident, s_asked, s_service));
        Assert.Null(s_procedure.AsksFor(s_asked, Remember(s_asked, Over(1)), s_service));
        var next = Over(1) with { Arn = Deployment + "2" };
        Assert.NotNull(s_procedure.AsksFor(s_asked, Remember(s_asked, next), s_service));
    }

    public static TheoryData<string> Others =>
        ["runs", "late", "same again", "way back", "with on-call", "an alarm's", "no command", "rolled back"];

    /// <summary>Only a new revision is tested, and only where that is what the incident is about.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void OtherwiseNobodyIsAsked(string what)
    {
        var (deployment, service, incident) = what switch
        {
            "runs" => (Over(1) with { Course = DeploymentCourse.InProgress }, s_service, s_incident),
            "rolled back" => (Over(1) with { Course = DeploymentCourse.RolledBack }, s_service, s_incident),
            "late" => (Over(5), s_service, s_incident),
            "same again" => (Over(1) with { Source = Revision("task:8") }, s_service, s_incident),
            "way back" => (Over(1), s_service, Done(new Change.RollBack(Some.Target, "task:8"))),
            "with on-call" => (Over(1), s_service, s_incident with { Status = IncidentStatus.HandedOff }),
            "an alarm's" => (Over(1), s_service, s_incident with { Cause = Some.Incident.Cause }),
            "no command" => (Over(1), s_service with { PerformanceTest = null }, s_incident),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        var seen = s_procedure.Remember(incident, Seen(deployment), service, Some.Now);

        Assert.Null(s_procedure.AsksFor(incident, seen, service));
    }

    [Fact]
    public void Watch_WaitsForTheResult_AndNotForEver()
    {
        var late = (int)s_policy.PerformanceTestWithin.TotalMinutes;

        Assert.Contains(
            "not reported yet",
            Assert.IsType<Decision.Wait>(Decide(s_asked, Over(late - 1))).Because,
            Ordinal
        );
        Assert.Contains(
            "nobody reported",
            Assert.IsType<Decision.Resolved>(Decide(s_asked, Over(late))).Because,
            Ordinal
        );
        Assert.IsType<Decision.Resolved>(Decide(s_incident, Over(5)));
    }

    [Fact]
    public void Passed_EndsTheWatchAsUsual()
    {
        var passed = Report(s_asked, TestResult.Passed);

        Assert.IsType<Decision.Wait>(Decide(passed, Over(4)));
        Assert.Contains("test passed", Assert.IsType<Decision.Resolved>(Decide(passed, Over(5))).Because, Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(14)]
    public void Failed_IsAsAnAbort(int minutesAgo)
    {
        var act = Assert.IsType<Decision.Act>(Decide(Report(s_asked, TestResult.Failed), Over(minutesAgo)));

        Assert.Equal(new Change.RollBack(Some.Target, "task:7"), act.Change);
        Assert.Contains("performance test failed", act.Because, Ordinal);
        Assert.Equal(act.Change, Assert.IsType<Decision.Act>(Decide(Abort(s_asked), Over(minutesAgo))).Change);
    }

    /// <summary>After the watch nothing is rolled back by itself, and the person reads why.</summary>
    [Fact]
    public void FailedTooLate_IsAnswered()
    {
        Assert.Contains(
            "an operator may ask to deploy task:7",
            Assert.IsType<Decision.Answer>(Decide(Report(s_incident, TestResult.Failed), Over(5))).Because,
            Ordinal
        );
        Assert.IsType<Decision.Answer>(Decide(Report(s_incident, TestResult.Passed), Over(5)));
    }

    /// <summary>Where nothing is left to go back to, or a rollback was tried, on-call has it.</summary>
    [Fact]
    public void Failed_WithoutAWayBack_IsHandedOff() =>
        Assert.IsType<Decision.Escalate>(
            Decide(Report(s_asked, TestResult.Failed), Over(1) with { Source = Revision("task:8") })
        );

    /// <summary>It was denied for ever in mode observe, and the incident never ended.</summary>
    [Fact]
    public void Abort_ThatIsBlockedForHalfAnHour_IsAnswered()
    {
        var asked = s_asked.WantRollout(new RolloutRequest(RolloutWish.Abort), Some.Now - s_policy.BudgetFor);

        Assert.Contains(
            "not watched any more",
            Assert.IsType<Decision.Answer>(Decide(asked, Over(32))).Because,
            Ordinal
        );
    }

    /// <summary>Someone stopped the service in the moment of the deployment: that is why it does not serve.</summary>
    [Fact]
    public void Stopped_IsNoReasonToRollBack()
    {
        var incident = Done(new Change.StartDeployment(Some.Target, "task:8"));
        var seen = Seen(Over(1) with { Course = DeploymentCourse.InProgress, FinishedAt = null })
            .Shows(HealthUrlLooks.Probe, new HealthProbe(503, SaysHealthy: false, ""))
            .Shows(ServiceLooks.State, new ServiceState(0, 0, 0, "task:8", [], null));

        var handed = Assert.IsType<Decision.Escalate>(s_procedure.Decide(incident, seen, s_service, Some.Now));
        Assert.Equal((Severity.P4, true), (handed.Severity, handed.WhileStopped));
    }

    /// <summary>What a person said of one deployment is no word on the next one.</summary>
    [Fact]
    public void Abort_IsOfTheDeploymentThatWasThere()
    {
        var next = Over(1) with { CreatedAt = Some.Now + TimeSpan.FromSeconds(1), FinishedAt = null };

        Assert.IsType<Decision.Wait>(Decide(Abort(s_asked), next));
        Assert.IsType<Decision.Wait>(Decide(Abort(s_asked), next with { Course = DeploymentCourse.InProgress }));
    }

    /// <summary>Another procedure has the incident: it is a line.</summary>
    [Fact]
    public void Report_ToAnotherProcedure_IsALine()
    {
        var other = Some.Incident with { Remedy = ServiceUnavailableProcedure.ProcedureName };

        Assert.Same(other, Report(other, TestResult.Failed));
        Assert.Equal(
            "sato reports the performance test: failed: P95 doubled",
            new Signal.OperatorRequested(Some.Target, s_procedure.Name, Mode.Act, "sato", "P95 doubled")
            {
                Rollout = new RolloutRequest(RolloutWish.Report, Result: TestResult.Failed),
            }.Line
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Incident Report(Incident incident, TestResult result) =>
        incident.WantRollout(new RolloutRequest(RolloutWish.Report, Result: result), Some.Now);

    private static Incident Abort(Incident incident) =>
        incident.WantRollout(new RolloutRequest(RolloutWish.Abort), Some.Now);

    private static Incident Remember(Incident incident, NativeDeployment deployment) =>
        s_procedure.Remember(incident, Seen(deployment), s_service, Some.Now);

    private static Decision Decide(Incident incident, NativeDeployment deployment) =>
        s_procedure.Decide(incident, Seen(deployment), s_service, Some.Now);

    private static Evidence Seen(NativeDeployment deployment) =>
        RolloutDecideTests.Seen(deployment, [], new TargetCounts(5, 0, 0, 0), ActiveAlarms.None);

    private static NativeDeployment Over(int minutesAgo) =>
        new(
            Deployment,
            DeploymentCourse.Successful,
            Some.Now - TimeSpan.FromMinutes(minutesAgo + 10),
            Some.Now - TimeSpan.FromMinutes(minutesAgo),
            Revision("task:8"),
            Revision("task:7")
        );

    private static RevisionInService Revision(string definition) => new(definition, null, null);

    private static Incident Done(Change change) =>
        s_incident with
        {
            Attempts = [new Attempt(change, Some.Now - TimeSpan.FromMinutes(11), AttemptOutcome.Done, "")],
        };
}

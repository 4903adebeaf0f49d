using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>A service whose desired count is 0: somebody stopped it.</summary>
public class StoppedTests
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private static readonly Incident s_handed = Escalation.Begin(
        Some.Incident.HandedOff() with
        {
            Severity = Severity.P4,
        },
        "stopped",
        NextStep.Start,
        Some.Now,
        whileStopped: true
    );

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Service_WithDesiredZeroIsStopped(int desired, bool stopped) =>
        Assert.Equal(stopped, Stopped.Of(Some.Incident, Desired(desired), s_every) is not null);

    /// <summary>What answers is not stopped; what LambdaOps changed is no quiet night.</summary>
    [Fact]
    public void Service_ThatAnswersOrWasChangedIsNot()
    {
        Assert.Null(Stopped.Of(Some.Incident, Desired(0).With(HealthUrlLooks.Probe, Some.Fine.Health), s_every));
        Assert.Null(Stopped.Of(Some.Incident.HandedOff(), Desired(0), s_every));
        Assert.Null(Stopped.Of(Some.Incident.Tried(Some.Restart), Desired(0), s_every));
        Assert.NotNull(Stopped.Of(Some.Incident.Tried(Some.Restart, AttemptOutcome.Refused), Desired(0), s_every));
    }

    /// <summary>Started in the morning, it is looked at anew: nobody has been told of what is wrong then.</summary>
    [Fact]
    public void Incident_GoesOnWhenTheServiceIsStarted()
    {
        var later = Some.After(3600);
        var resumed = Stopped.Resume(s_handed, Desired(5), later);

        Assert.Equal(
            (IncidentStatus.Open, Phase.Opened, null, later),
            (resumed.Status, resumed.Phase, resumed.Escalation, resumed.RungSince)
        );
        Assert.Equal("the service was started with 5 tasks: open again", resumed.Lines[^1].Text);
        Assert.Same(s_handed, Stopped.Resume(s_handed, Desired(0), later));
    }

    /// <summary>What on-call has for another reason stays with them.</summary>
    [Fact]
    public void Incident_ThatOnCallHasForAnotherReasonDoesNot()
    {
        var handed = Escalation.Begin(Some.Incident.HandedOff(), "it did not help", NextStep.Causes, Some.Now);

        Assert.Same(handed, Stopped.Resume(handed, Desired(5), Some.After(3600)));
    }

    /// <summary>That it does not answer is known, however often it is seen and however many alarms say so.</summary>
    [Fact]
    public void Severity_StaysLowWhileItIsStopped()
    {
        var seen = Desired(0).Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 0, 0, 0));
        var risen = Escalation.Rise(s_handed, seen, EscalationPolicy.Default, Some.After(60));
        var record = TargetRecord.New(Some.Target) with { Open = s_handed };
        var route = new Route(Some.Service, Some.Remedy, Severity.P1, Mode.Act, Mode.Act);
        var joined = record.Take(Some.Alarm with { Arn = Some.AlarmArn + "2" }, route, Some.After(60)).Record.Open!;

        Assert.Equal((Severity.P4, Severity.P4), (risen.Severity, joined.Severity));
    }

    private static Evidence Desired(int count) =>
        Some.Down.Shows(ServiceLooks.State, Some.Steady with { Desired = count, Running = 0 });
}

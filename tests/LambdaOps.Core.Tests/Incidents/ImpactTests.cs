using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

public class ImpactTests
{
    [Fact]
    public void After_KeepsTheFirstTheLastAndTheWorst()
    {
        var impact = new Impact()
            .After(Some.Fine, Some.After(0))
            .After(Some.Down, Some.After(10))
            .After(Some.Doubtful, Some.After(20))
            .After(Some.Fine, Some.After(30));

        Assert.Equal((Some.After(10), Some.After(20)), (impact.From, impact.Until));
        Assert.Equal((2, 4), (impact.FailedProbes, impact.Probes));
        Assert.Equal((0, 5), (impact.FewestHealthy, impact.OfTargets));
    }

    /// <summary>Nothing there is not zero.</summary>
    [Fact]
    public void After_TakesNothingFromWhatIsMissing() =>
        Assert.Equal(new Impact(), new Impact().After(Evidence.NotAsked, Some.Now));

    [Fact]
    public void After_KeepsTheWorstMinute()
    {
        var impact = new Impact();
        foreach (var (errors, p95) in new (double?, double?)[] { (1, 300), (7, 1800), (null, null), (2, 400) })
        {
            var load = new LoadReading(Some.Now, 50, p95, 500, 40, 50, 100, errors, null);
            impact = impact.After(Evidence.NotAsked.Shows(LoadBalancingLooks.Load, load), Some.Now);
        }

        Assert.Equal((7, 1800), (impact.MostErrorPercent, impact.SlowestP95Ms));
        Assert.Equal((null, ImpactScope.SomeUsers), (impact.From, impact.Scope));
    }

    [Fact]
    public void Return_KeepsWhatWasLostBefore()
    {
        var incident = Some.Incident.Saw(Some.Down, Some.After(10)) with { EndedAt = Some.After(60) };

        Assert.Equal(incident.Trend.Impact, incident.Return(Some.After(100)).Trend.Impact);
    }

    [Fact]
    public void Detection_IsWhatOpenedIt()
    {
        var record = TargetRecord.New(Some.Target);
        var route = new Route(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act);
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Act, "Sato", "down?");
        var byPerson = record.Take(asked, route, Some.Now).Record;

        Assert.Equal(new(DetectionKind.Reported, "Sato"), byPerson.Open!.Cause.Detection);
        Assert.Equal(
            new(DetectionKind.Reported, "Sato"),
            byPerson.Take(Some.Alarm, route, Some.After(5)).Record.Open!.Cause.Detection
        );
        Assert.Equal(
            new(DetectionKind.Automatic, "api-5xx"),
            record.Take(Some.Alarm, route, Some.Now).Record.Open!.Cause.Detection
        );
        Assert.Equal(
            new(DetectionKind.Scheduled, "quickCheck"),
            record.Take(Some.Breach, route, Some.Now).Record.Open!.Cause.Detection
        );
    }

    /// <summary>A record of an older version says it by what stands in it.</summary>
    [Fact]
    public void Detection_OfAnOlderRecordFollowsFromIt()
    {
        var unknown = Some.Incident with { Cause = Some.Incident.Cause with { Detection = null } };
        var breach = new BreachRef("quickCheck", "p95", Some.Remedy, Some.Now, "slow");

        Assert.Equal(new(DetectionKind.Automatic, "api-5xx"), Detection.Of(unknown));
        Assert.Equal(
            new(DetectionKind.Scheduled, "quickCheck"),
            Detection.Of(
                unknown with
                {
                    Cause = new IncidentCause { Breach = breach, Breaches = [breach] },
                }
            )
        );
        Assert.Equal(DetectionKind.Reported, Detection.Of(unknown with { Cause = new IncidentCause() }).Kind);
    }
}

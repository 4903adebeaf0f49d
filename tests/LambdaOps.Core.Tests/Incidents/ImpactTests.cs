using System.Collections.Immutable;
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

    /// <summary>A table has neither health URL nor targets; a new revision has requests of its own.</summary>
    [Fact]
    public void After_KeepsWhatATableOrANewRevisionFailed()
    {
        var impact = new Impact();
        foreach (var (throttled, failed) in new[] { (5.0, 0.0), (40, 3), (0, 1) })
        {
            impact = impact.After(Evidence.NotAsked.Shows(TableLooks.Load, TableWith(throttled, failed)), Some.Now);
        }

        Assert.Equal((40, 3), (impact.MostThrottled, impact.MostSystemErrors));
        Assert.Equal(ImpactScope.SomeUsers, impact.Scope);
        Assert.Equal(ImpactScope.NotSeen, new Impact().After(CalmTable, Some.Now).Scope);

        var minutes = new RevisionMinute[] { new(Some.Now, 1000, 500, 0, 90), new(Some.After(60), 200, 7, 3, 90) };
        var revision = new RevisionLoad(new TargetCounts(1, 0, 0, 0), [.. minutes]);
        var rollout = new Impact().After(Evidence.NotAsked.Shows(DeploymentLooks.NewRevision, revision), Some.Now);
        Assert.Equal((5.0, ImpactScope.SomeUsers), (rollout.MostErrorPercentOfRevision, rollout.Scope));
    }

    private static Evidence CalmTable => Evidence.NotAsked.Shows(TableLooks.Load, TableWith(0, 0));

    private static TableLoad TableWith(double throttled, double failed) =>
        new(
            [
                new PartLoad(
                    null,
                    UnitKind.Read,
                    10,
                    throttled == 0
                        ? ImmutableSortedDictionary<ThrottleReason, double>.Empty
                        : ImmutableSortedDictionary<ThrottleReason, double>.Empty.Add(
                            ThrottleReason.KeyRange,
                            throttled
                        )
                ),
            ],
            failed
        );

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

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

public class IncidentTests
{
    /// <summary>
    /// Two requests within a second are two incidents, and neither takes the other's place in the journal.
    /// </summary>
    [Theory]
    [InlineData(null, "20260115-api-031500")]
    [InlineData("20260115-api-031459", "20260115-api-031500")]
    [InlineData("20260115-api-031500", "20260115-api-031500.2")]
    [InlineData("20260115-api-031500.2", "20260115-api-031500.3")]
    [InlineData("20260115-api-031500.x", "20260115-api-031500")]
    public void Id_IsAnotherOneInTheSameSecond(string? last, string expected)
    {
        var record = TargetRecord.New(Some.Target) with { LastId = last is null ? null : new IncidentId(last) };
        var route = new Route(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act);

        Assert.Equal(expected, record.Take(Some.Alarm, route, Some.Now).Record.Open!.Id.Value);
        Assert.Equal(new IncidentId(expected), record.End(Some.Incident with { Id = new IncidentId(expected) }).LastId);
    }

    [Fact]
    public void Saw_CountsLooksWithTheSameResult()
    {
        var incident = Some
            .Incident.Saw(Probe(healthy: false, 0), Some.Now)
            .Saw(Probe(healthy: false, 1), Some.After(1))
            .Saw(Probe(healthy: false, 2), Some.After(2));

        Assert.Equal(new HealthStreak(Healthy: false, 3, Some.Now), incident.Trend.Streak);
    }

    [Fact]
    public void Saw_StartsAnewWhenTheResultChanges()
    {
        var incident = Some
            .Incident.Saw(Probe(healthy: false, 0), Some.Now)
            .Saw(Probe(healthy: true, 9), Some.After(9));

        Assert.Equal(new HealthStreak(Healthy: true, 1, Some.After(9)), incident.Trend.Streak);
    }

    /// <summary>Health that was not seen may have been anything: a streak must not reach across it.</summary>
    [Fact]
    public void Saw_EndsTheStreakWhenHealthIsMissing()
    {
        var dark = Some.Fine.Hides(HealthUrlLooks.Probe, "dark");
        var incident = Some.Incident.Saw(Probe(healthy: true, 0), Some.Now).Saw(dark, Some.After(10));

        Assert.Null(incident.Trend.Streak);
        Assert.Equal(
            new HealthStreak(Healthy: true, 1, Some.After(20)),
            incident.Saw(Probe(healthy: true, 20), Some.After(20)).Trend.Streak
        );
    }

    [Fact]
    public void Saw_IsBlindSinceTheFirstGapUntilAllIsSeen()
    {
        var dark = Some.Fine.Hides(AlarmLooks.Own, "dark");
        var incident = Some.Incident.Saw(dark, Some.Now).Saw(dark, Some.After(10));

        Assert.Equal(Some.Now, incident.Trend.BlindSince);
        Assert.Null(incident.Saw(Some.Fine, Some.After(20)).Trend.BlindSince);
    }

    [Fact]
    public void IncidentId_IsReadableAndInUtc() =>
        Assert.Equal(
            "20260114-api-151500",
            IncidentId.For(Some.Target, new DateTimeOffset(2026, 1, 15, 0, 15, 0, TimeSpan.FromHours(9))).Value
        );

    [Fact]
    public void SignalledAt_IsTheAlarmsChangeElseTheOpening()
    {
        var alarm = new AlarmRef("api-5xx", Some.AlarmArn, Some.After(-30));

        Assert.Equal(Some.After(-30), (Some.Incident with { Cause = new IncidentCause { Alarm = alarm } }).SignalledAt);
        Assert.Equal(Some.Now, (Some.Incident with { Cause = new IncidentCause() }).SignalledAt);
    }

    private static Evidence Probe(bool healthy, int at) =>
        Some.Fine.With(
            HealthUrlLooks.Probe,
            Fact.Known(healthy ? Some.HealthyProbe : Some.FailedProbe, Some.After(at))
        );

    /// <summary>What one procedure remembers is a case of its memory, and no further member.</summary>
    [Fact]
    public void Incident_HasTwentyMembersAtMost() =>
        Assert.InRange(typeof(Incident).GetProperties().Count(member => member.CanWrite), 10, 20);
}

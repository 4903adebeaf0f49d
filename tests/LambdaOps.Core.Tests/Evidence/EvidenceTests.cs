using LambdaOps.Core.Evidence;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Evidence;

public class EvidenceTests
{
    [Theory]
    [InlineData(200, true, true)]
    [InlineData(200, false, false)]
    [InlineData(204, true, false)]
    [InlineData(503, true, false)]
    [InlineData(null, false, false)]
    public void HealthProbe_IsHealthyAt200WithTheText(int? status, bool says, bool healthy) =>
        Assert.Equal(healthy, new HealthProbe(status, says, "").Healthy);

    [Fact]
    public void HealthProbe_SaysWhatItGot() => Assert.Equal(
        ["200, healthy", "503 Service Unavailable", "200 the body lacks \"ok\"", "no answer (timed out)"],
        new[]
        {
            Some.HealthyProbe, Some.FailedProbe, new HealthProbe(200, SaysHealthy: false, "the body lacks \"ok\""),
            new HealthProbe(null, SaysHealthy: false, "timed out"),
        }.Select(probe => probe.ToString()));

    [Theory]
    [InlineData(AlarmState.Alarm, 3, 3, true)]
    [InlineData(AlarmState.Alarm, 3, 2, false)]
    [InlineData(AlarmState.Alarm, 0, 0, false)]
    [InlineData(AlarmState.Ok, 3, 3, false)]
    public void AlarmReading_AllBreachNeedsDatapoints(AlarmState state, int evaluated, int breaching, bool all) =>
        Assert.Equal(all, new AlarmReading(state, evaluated, breaching).AllBreach);

    [Fact]
    public void OlderTaskDefinition_IsTheNewestThatIsNotThePrimarys()
    {
        var state = Some.Steady with
        {
            Deployments =
            [
                Some.Deployment("task:7"), Some.Deployment("task:5", primary: false, createdAfter: -9000),
                Some.Deployment("task:6", primary: false, createdAfter: -8000),
                Some.Deployment("task:7", primary: false, createdAfter: -10),
            ],
        };

        Assert.Equal("task:6", state.OlderTaskDefinition);
        Assert.Null(Some.Steady.OlderTaskDefinition);
    }

    [Fact]
    public void Gaps_NameThePlaceAndTheReason() => Assert.Equal(
        ["target health: throttled", "alarm: gone"],
        (Some.Fine with
        {
            Targets = Fact.Missing<TargetCounts>("throttled"), Alarm = Fact.Missing<AlarmReading>("gone"),
        }).Gaps);
}

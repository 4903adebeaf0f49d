using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Resources;

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
    public void HealthProbe_SaysWhatItGot() =>
        Assert.Equal(
            ["200, healthy", "503 Service Unavailable", "200 the body lacks \"ok\"", "no answer (timed out)"],
            new[]
            {
                Some.HealthyProbe,
                Some.FailedProbe,
                new HealthProbe(200, SaysHealthy: false, "the body lacks \"ok\""),
                new HealthProbe(null, SaysHealthy: false, "timed out"),
            }.Select(probe => probe.ToString())
        );

    [Theory]
    [InlineData(AlarmState.Alarm, 3, 3, true)]
    [InlineData(AlarmState.Alarm, 3, 2, false)]
    [InlineData(AlarmState.Alarm, 0, 0, false)]
    [InlineData(AlarmState.Ok, 3, 3, false)]
    public void AlarmReading_AllBreachNeedsDatapoints(AlarmState state, int evaluated, int breaching, bool all) =>
        Assert.Equal(all, new AlarmReading(state, evaluated, breaching).AllBreach);

    /// <summary>Tasks run, and the group has none that could serve: nobody knows from that what answers.</summary>
    [Theory]
    [InlineData(5, 0, 0, 0, false)]
    [InlineData(1, 0, 5, 0, false)]
    [InlineData(1, 0, 0, 5, false)]
    [InlineData(0, 0, 0, 0, true)]
    [InlineData(0, 0, 5, 0, true)]
    [InlineData(5, 1, 0, 0, true)]
    public void EmptyTargetGroup_BesideRunningTasksIsNoKnowledge(
        int running,
        int unhealthy,
        int draining,
        int unused,
        bool known
    )
    {
        var seen = (
            Some
                .Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(0, unhealthy, 0, draining) { Unused = unused })
                .Shows(ServiceLooks.State, Some.Steady with { Running = running })
        ).WithoutContradiction();

        Assert.Equal(known, seen.Gaps.Count == 0);
        Assert.Equal(known, seen.Targets is Fact<TargetCounts>.Known);
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, 1, true)]
    [InlineData(0, 1, 1, false)]
    [InlineData(1, 0, 1, false)]
    public void Targets_AreAllStarting(int healthy, int unhealthy, int initial, bool all) =>
        Assert.Equal(all, new TargetCounts(healthy, unhealthy, initial, 3).AllStarting);

    [Theory]
    [InlineData("api:13", "api:12", true)]
    [InlineData("api:9", "api:12", false)]
    [InlineData("api:12", "api:12", false)]
    [InlineData("web:13", "api:12", false)]
    [InlineData("arn:aws:ecs:r:1:task-definition/api:100", "arn:aws:ecs:r:1:task-definition/api:99", true)]
    [InlineData("api", "api:12", false)]
    [InlineData("api:13", "", false)]
    public void Revision_IsNewerWithinItsFamily(string one, string other, bool newer) =>
        Assert.Equal(newer, TaskRevision.IsNewer(one, other));

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(301, false)]
    [InlineData(302, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(429, false)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    public void Status_TellsOfTheService(int status, bool tells) =>
        Assert.Equal(tells, HealthProbe.WhyUnknown(status, says: true) is null);

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void AlarmReading_CountsItsDatapointsForTwoMinutes(int seconds, bool all) =>
        Assert.Equal(
            all,
            new AlarmReading(AlarmState.Alarm, 3, 3)
            {
                IsOld = AlarmReading.AreOld(Some.Now, Some.After(seconds)),
            }.AllBreach
        );

    /// <summary>A parked domain, a page of the CDN, a login form: none of them is the service.</summary>
    [Theory]
    [InlineData(200, false)]
    [InlineData(204, false)]
    [InlineData(403, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void Status_WithAnotherBodyTellsOnlyOfErrors(int status, bool tells) =>
        Assert.Equal(tells, HealthProbe.WhyUnknown(status, says: false) is null);

    [Fact]
    public void OlderTaskDefinition_IsTheNewestThatIsNotThePrimarys()
    {
        var state = Some.Steady with
        {
            Deployments =
            [
                Some.Deployment("task:7"),
                Some.Deployment("task:5", primary: false, createdAfter: -9000),
                Some.Deployment("task:6", primary: false, createdAfter: -8000),
                Some.Deployment("task:7", primary: false, createdAfter: -10),
            ],
        };

        Assert.Equal("task:6", state.OlderTaskDefinition);
        Assert.Null(Some.Steady.OlderTaskDefinition);
    }

    /// <summary>Where no target is healthy, tasks that run are no proof; half an hour in which nobody replaced them is.</summary>
    [Theory]
    [InlineData(RolloutState.Completed, -700, "task:6")]
    [InlineData(RolloutState.Unknown, -700, null)]
    [InlineData(RolloutState.Unknown, -2399, null)]
    [InlineData(RolloutState.Unknown, -2400, "task:6")]
    public void OlderProvenTaskDefinition_NeedsAProof(RolloutState rollout, int createdAfter, string? proven)
    {
        var state = Some.Steady with
        {
            Deployments =
            [
                Some.Deployment("task:7", createdAfter: -600),
                Some.Deployment("task:6", rollout, primary: false, createdAfter: createdAfter),
            ],
        };

        Assert.Equal(proven, state.OlderProvenTaskDefinition);
        Assert.Equal("task:6", state.OlderTaskDefinition);
    }

    /// <summary>Someone was on the way from it to an older one, when the newest deployment came.</summary>
    [Fact]
    public void OlderTaskDefinition_IsNotWhatWasJustLeft()
    {
        var state = Some.Steady with
        {
            Deployments =
            [
                Some.Deployment("task:7", createdAfter: -60),
                Some.Deployment("task:5", RolloutState.InProgress, primary: false, createdAfter: -90),
                Some.Deployment("task:6", primary: false, createdAfter: -8000),
            ],
        };

        Assert.True(state.IsLeft("task:6"));
        Assert.False(state.IsLeft("task:5"));
        Assert.Null(state.OlderTaskDefinition);
    }

    [Fact]
    public void Gaps_NameThePlaceAndTheReason() =>
        Assert.Equal(
            ["target health: throttled", "alarm: gone"],
            (Some.Fine.Hides(LoadBalancingLooks.Targets, "throttled").Hides(AlarmLooks.Own, "gone")).Gaps
        );

    [Fact]
    public void OptionalLook_IsNoGap()
    {
        var seen = Some.Fine.Hides(LoadBalancingLooks.Targets, "throttled").Hides(SiteLooks.Shown, "dark");

        Assert.Equal(["target health: throttled"], seen.Gaps);
        Assert.Equal(["shown page: dark"], seen.Unseen);
        Assert.Empty(Some.Fine.Unseen);
    }
}

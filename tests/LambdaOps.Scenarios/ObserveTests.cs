using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>The mode after a deployment: it decides, records and notifies, and changes nothing (DESIGN 8.1).</summary>
public class ObserveTests
{
    [Fact]
    public async Task Observe_SaysWhatItWouldDoAndChangesNothing()
    {
        await using var host = await Rehearsal.HostAsync(act: false, build: null);
        var world = host.Simulation.World;
        var notices = new List<WorldEvent>();
        world.Watch(seen =>
        {
            if (seen.Kind == "notice")
            {
                notices.Add(seen);
            }
        });

        var result = await new DrillRunner(host.Simulation, host.Incidents, compiled: false).RunAsync(
            Rehearsal.Scene("hung-tasks")
        );

        Assert.Equal(DrillEnd.DidNotEnd, result.End);
        Assert.Empty(result.Actions);
        Assert.Equal(nameof(ModeGuard), Assert.Single(result.Denials).Guard);
        Assert.Contains("blocked: force a new deployment", Assert.Single(notices).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Calls, call => call.Service == "ecs" && call.Operation != "DescribeServices");
        Assert.Equal(IncidentStatus.Open, Assert.Single(host.Incidents()).Status);
        Assert.All(world.Fleet.Services, service => Assert.Single(service.DeploymentHistory));
    }

    [Fact]
    public async Task Observe_ClosesTheIncidentWhenSomebodyHealedIt()
    {
        await using var host = await Rehearsal.HostAsync(act: false, build: null);
        var drill = Rehearsal.Drill("hung-tasks") with
        {
            Script = stage =>
                stage
                    .After(0, "tasks hang", at => at.Service.HangTasks())
                    .After(600, "they recover", at => at.Service.Recover()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        };

        var result = await new DrillRunner(host.Simulation, host.Incidents, compiled: false).RunAsync(
            drill.On(host.Simulation.Options.Estate)
        );

        Assert.True(result.End == DrillEnd.Passed, result.Why);
        Assert.Single(result.Denials);
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>
/// Lambda stops a chain of ticks after about sixteen, unless the template allows it: the long drill notices.
/// </summary>
[Collection(OneAtATime.Name)]
public class LoopTests
{
    [Fact]
    public async Task LongOutage_FailsWithoutRecursiveLoop() => Failed(await RunAsync(WithoutTheProperty, build: null));

    /// <summary>The real SDK carries the trace header on, from the runtime's variable to the queue.</summary>
    [Fact]
    public async Task LongOutage_FailsWithoutRecursiveLoopOverTheWire() =>
        Failed(await RunAsync(WithoutTheProperty, Rehearsal.Processes));

    [Fact]
    public async Task LongOutage_PassesOverTheWire()
    {
        var result = await RunAsync(template => template, Rehearsal.Processes);

        Assert.True(result.End == DrillEnd.Passed, result.Why);
    }

    private static void Failed(DrillResult result)
    {
        Assert.Equal(DrillEnd.BrokeRule, result.End);
        Assert.Contains("DeadLetters", result.Why, StringComparison.Ordinal);
    }

    private static async Task<DrillResult> RunAsync(Func<string, string> shape, FunctionBuild? build)
    {
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, build, Port: null) { ShapeTemplate = shape }
        );
        return await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(
            Rehearsal.Scene("long-outage")
        );
    }

    private static string WithoutTheProperty(string template)
    {
        var document = JsonNode.Parse(template)!;
        var removed = document["Resources"]!
            .AsObject()
            .Count(one => one.Value!["Properties"]?.AsObject().Remove("RecursiveLoop") == true);
        Assert.True(removed > 0, "no function has the property");
        return document.ToJsonString();
    }
}

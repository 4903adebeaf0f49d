using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>Some drills with the functions as processes on the wire; CI plays all in turn with the published ones.</summary>
[Collection(OneAtATime.Name)]
public class WireDrillTests
{
    /// <summary>The journal, the queue, the SDK's retries and the process' death are real here.</summary>
    [Theory]
    [InlineData("hung-tasks")]
    [InlineData("answer-lost")]
    [InlineData("killed-after-acting")]
    [InlineData("total-outage")]
    [InlineData("page-up-and-down")]
    [InlineData("tick-fails")]
    public async Task Drill_PassesOverTheWire(string name)
    {
        var (result, log) = await Rehearsal.RunAsync(Rehearsal.Drill(name), seed: 7, Rehearsal.Processes);

        Assert.True(result.End == DrillEnd.Passed, $"{name}: {result.Why}\n{log}");
    }
}

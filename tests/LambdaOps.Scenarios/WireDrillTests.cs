using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>Some drills with the functions as processes on the wire; a class of its own runs beside the others.</summary>
public class WireDrillTests
{
    /// <summary>The journal, the queue, the SDK's retries and the process' death are real here.</summary>
    [Theory]
    [InlineData("hung-tasks")]
    [InlineData("bad-deployment")]
    [InlineData("answer-lost")]
    [InlineData("killed-after-acting")]
    [InlineData("overload")]
    [InlineData("slow-but-idle")]
    [InlineData("autoscaled")]
    [InlineData("total-outage")]
    [InlineData("page-up-and-down")]
    [InlineData("nobody-answers")]
    [InlineData("acknowledged")]
    [InlineData("no-write-permission")]
    [InlineData("lost-ticks")]
    [InlineData("unattended")]
    [InlineData("tick-fails")]
    public async Task Drill_PassesOverTheWire(string name)
    {
        var (result, log) = await Rehearsal.RunAsync(Rehearsal.Drill(name), seed: 7, Rehearsal.Processes);

        Assert.True(result.End == DrillEnd.Passed, $"{name}: {result.Why}\n{log}");
    }
}

using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>What carries an open incident over an update of the stack: the drill fails without it.</summary>
public class StackUpdateTests
{
    public static TheoryData<string> All =>
        [Repository.Estate, .. new[] { Estates.Two, Estates.One, Estates.Many }.Select(Estates.PathOf)];

    /// <summary>Neither an alarm nor a tick that survived does what the watchdog does here.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Incident_IsForgottenWithoutTheWatchdog(string estate)
    {
        var result = await UpdateAsync(
            estate,
            template => template.Replace("\"State\": \"ENABLED\"", "\"State\": \"DISABLED\"", StringComparison.Ordinal)
        );

        Assert.Equal(DrillEnd.DidNotEnd, result.End);
    }

    /// <summary>A logical id is a part of the table's name: another one is another table, and the record is gone.</summary>
    [Fact]
    public async Task Incident_IsGoneWithAnotherJournal()
    {
        var result = await UpdateAsync(
            Repository.Estate,
            template => template,
            before => before.Replace("JournalTable", "OldJournal", StringComparison.Ordinal)
        );

        Assert.NotEqual(DrillEnd.Passed, result.End);
    }

    private static async Task<DrillResult> UpdateAsync(
        string estate,
        Func<string, string> template,
        Func<string, string>? before = null
    )
    {
        var drill = Rehearsal.Drill("stack-update");
        var scene = (before is null ? drill : drill with { Before = older => before(drill.Before(older)) }).On(
            DrillEstate.Read(estate).Estate
        );
        var options = new HostOptions(1, estate, Act: true, Build: null, Port: null) { ShapeTemplate = template };
        await using var host = await SimulationHost.StartAsync(options.For(scene));
        return await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);
    }
}

using System.Reflection;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Scenarios;

/// <summary>src/PROCEDURES.md shows what the code does: its diagrams are made from it.</summary>
public class DiagramTests
{
    private static readonly Lazy<Task<SortedSet<(string From, string To)>>> s_ways = new(WaysAsync);

    public static TheoryData<string> Remedies => [.. AllProcedures.Remedies.Select(remedy => remedy.Name.Value)];

    [Fact]
    public async Task Procedures_ShowTheRemediesStates()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Diagrams.Path));

        var written = Diagrams.Write(file, AllProcedures.Remedies, await s_ways.Value);

        Assert.Empty(written.Changed);
        Assert.Equal(file, written.Text);
    }

    /// <summary>A phase that no drill comes to would stand in no diagram.</summary>
    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task Drills_ComeThroughEveryPhase(string remedy)
    {
        var diagram = Diagrams.Of(new ProcedureName(remedy), await s_ways.Value);

        Assert.All(
            PhasesOf(new ProcedureName(remedy)),
            phase => Assert.Contains($" --> {phase}\n", diagram + "\n", StringComparison.Ordinal)
        );
    }

    /// <summary>The same as the command's, of the drills that this project plays anyway.</summary>
    private static async Task<SortedSet<(string From, string To)>> WaysAsync()
    {
        var ways = new SortedSet<(string, string)>();
        foreach (var drill in Diagrams.DrillsOf(Estates.Read(Estates.Checkout)))
        {
            ways.UnionWith((await Rehearsal.PlayedAsync(drill.Name)).Ways);
        }

        return ways;
    }

    /// <summary>The phases that a remedy names in code, by reflection on its ...Phase class.</summary>
    private static IEnumerable<string> PhasesOf(ProcedureName remedy) =>
        typeof(Remedy)
            .Assembly.GetTypes()
            .Single(type => type.Name.Equals($"{remedy}Phase", StringComparison.OrdinalIgnoreCase))
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => ((Phase)property.GetValue(null)!).Name);
}

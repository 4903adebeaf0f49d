using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Scenarios;

/// <summary>src/PROCEDURES.md shows what the code does: its diagrams are made from it.</summary>
public class DiagramTests
{
    public static TheoryData<string> Remedies => [.. AllProcedures.Remedies.Select(remedy => remedy.Name.Value)];

    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task Procedures_ShowTheRemedysStates(string remedy)
    {
        var diagram = await Diagrams.OfAsync(new ProcedureName(remedy));
        var expected = $"<!-- sync: diagram {remedy} -->\n```mermaid\n{diagram}\n```\n<!-- /sync -->";

        Assert.True(
            File.ReadAllText(Path.Combine(Repository.Root, "src", "PROCEDURES.md"))
                .Contains(expected, StringComparison.Ordinal),
            $"src/PROCEDURES.md should have:\n{expected}"
        );
    }

    /// <summary>A phase that no drill comes to would stand in no diagram.</summary>
    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task Drills_ComeThroughEveryPhase(string remedy)
    {
        var diagram = await Diagrams.OfAsync(new ProcedureName(remedy));

        Assert.All(
            Diagrams.PhasesOf(new ProcedureName(remedy)),
            phase => Assert.Contains($" --> {phase}\n", diagram + "\n", StringComparison.Ordinal)
        );
    }
}

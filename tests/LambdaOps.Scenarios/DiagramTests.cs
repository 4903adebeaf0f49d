using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Scenarios;

/// <summary>README.md shows what the code does: its diagrams are made from it.</summary>
public class DiagramTests
{
    public static TheoryData<string> Remedies => [.. Remedy.All.Select(remedy => remedy.Name.Value)];

    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task Readme_ShowsTheRemedysStates(string remedy)
    {
        var diagram = await Diagrams.OfAsync(new RemedyName(remedy));
        var expected = $"<!-- diagram {remedy} -->\n```mermaid\n{diagram}\n```";

        Assert.True(
            File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Contains(expected, StringComparison.Ordinal),
            $"README.md should have:\n{expected}"
        );
    }

    /// <summary>A phase that no drill comes to would stand in no diagram.</summary>
    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task Drills_ComeThroughEveryPhase(string remedy)
    {
        var diagram = await Diagrams.OfAsync(new RemedyName(remedy));

        Assert.All(
            Diagrams.PhasesOf(new RemedyName(remedy)),
            phase => Assert.Contains($" --> {phase}\n", diagram + "\n", StringComparison.Ordinal)
        );
    }
}

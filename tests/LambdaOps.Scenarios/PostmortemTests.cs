using System.Text.RegularExpressions;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>src/PROOF.md says by which drills others' outages are rehearsed.</summary>
public partial class PostmortemTests
{
    [Fact]
    public async Task Table_NamesTenOutagesAndDrillsThatThereAre()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "PROOF.md"));
        var rows = file.Split("## Public postmortems")[1]
            .Split("\n## ")[0]
            .Split('\n')
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(10, rows.Count);
        Assert.All(
            rows,
            row =>
            {
                var named = Quoted()
                    .Matches(row.TrimEnd(' ', '|').Split('|')[^1])
                    .Select(match => match.Groups[1].Value);
                Assert.NotEmpty(named);
                Assert.All(named, name => Assert.NotNull(AllDrills.Find(name)));
            }
        );
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}

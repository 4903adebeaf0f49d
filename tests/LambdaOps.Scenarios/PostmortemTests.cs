using System.Text.RegularExpressions;
using LambdaOps.Campaigns;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>src/PROOF.md says by which drills others' outages, and those of what LambdaOps stands on, are rehearsed.</summary>
public partial class PostmortemTests
{
    [Fact]
    public async Task Table_NamesTenOutagesAndDrillsThatThereAre()
    {
        var rows = await Rows("## Public postmortems");

        Assert.Equal(10, rows.Count);
        Assert.All(rows, row => Assert.All(Named(row), name => Assert.NotNull(AllDrills.Find(name))));
    }

    [Fact]
    public async Task OwnGround_NamesDrillsAndFaultsThatThereAre()
    {
        var rows = await Rows("## When its own ground gives way");

        Assert.True(rows.Count >= 10, $"{rows.Count} rows");
        Assert.All(
            rows,
            row =>
                Assert.All(
                    Named(row),
                    name => Assert.True(AllDrills.Find(name) is not null || Enum.TryParse<FaultKind>(name, out _), name)
                )
        );
        Assert.All(OwnDependencyDrills.All, drill => Assert.Contains(rows, row => Named(row).Contains(drill.Name)));
    }

    /// <summary>A table's rows, without its head.</summary>
    private static async Task<List<string>> Rows(string heading)
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "PROOF.md"));
        return
        [
            .. file.Split(heading)[1]
                .Split("\n## ")[0]
                .Split('\n')
                .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
                .Skip(1)
                .TakeWhile(line => line.StartsWith('|')),
        ];
    }

    /// <summary>What the last column names.</summary>
    private static List<string> Named(string row)
    {
        List<string> named =
        [
            .. Quoted().Matches(row.TrimEnd(' ', '|').Split('|')[^1]).Select(match => match.Groups[1].Value),
        ];
        Assert.NotEmpty(named);
        return named;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}

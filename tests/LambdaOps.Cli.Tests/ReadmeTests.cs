using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

/// <summary>The drill that README.md shows is the drill that runs.</summary>
public class ReadmeTests
{
    private const string Head = "    ── total-outage  ";
    private const string Cut = " […]";

    /// <summary>In the same order, to the second or so: compiled functions may differ by one.</summary>
    [Fact]
    public async Task Readme_ShowsTheTotalOutageAsItRuns()
    {
        var ran = await CommandLine.RunAsync("drill", "total-outage", "--in-process");
        var shown = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "README.md")))
            .SkipWhile(line => !line.StartsWith(Head, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Trim())
            .ToList();
        Assert.True(shown.Count > 10, $"README.md shows {shown.Count} lines");

        var lines = new Queue<string>(ran.Output.Split('\n'));
        foreach (var line in shown)
        {
            while (lines.TryPeek(out var next) && !IsShown(next, line))
            {
                lines.Dequeue();
            }

            Assert.True(lines.Count > 0, $"README.md shows, and the drill does not:\n{line}\n{ran.Output}");
        }
    }

    private static bool IsShown(string line, string shown)
    {
        var text = shown.EndsWith(Cut, StringComparison.Ordinal) ? shown[..^Cut.Length] : shown;
        return TimeSpan.TryParse(line.Split(' ')[0], out var at)
            && line[8..].StartsWith(text[8..], StringComparison.Ordinal)
            && (at - TimeSpan.Parse(text[..8])).Duration() <= TimeSpan.FromSeconds(2);
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>sync writes what differs and nothing else; --check only says it.</summary>
public sealed class SyncTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    private string Estate => Path.Combine(_folder.FullName, "mine.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task CheckedInTemplate_NeedsNothing()
    {
        var before = File.GetLastWriteTimeUtc(Repository.Template);

        var ran = await CommandLine.RunAsync("sync");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("nothing to write", ran.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Repository.Template));
    }

    [Fact]
    public async Task Check_SaysWhatDiffersAndWritesNothing()
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["services"]![0]!["service"] = "another";
        await File.WriteAllTextAsync(Estate, estate.ToJsonString());
        var before = await File.ReadAllTextAsync(Repository.Template);

        var ran = await CommandLine.RunAsync("sync", "--check", "--estate", Estate);

        Assert.Equal((ExitCodes.Failed, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("  Resources/LatencyRole/Properties/Policies/Change\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MaintenancePageRole", ran.Output, StringComparison.Ordinal);
        Assert.Contains("run 'lambdaops sync", ran.Output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Repository.Template));
    }

    [Fact]
    public async Task BrokenEstate_IsRefused()
    {
        await File.WriteAllTextAsync(Estate, "{}");

        var ran = await CommandLine.RunAsync("sync", "--check", "--estate", Estate);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains("is not a valid estate", ran.Errors, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>sync writes what differs and nothing else; --check only says it.</summary>
public sealed class SyncTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    private string Estate => Path.Combine(_folder.FullName, "mine.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task CheckedInFiles_NeedNothing()
    {
        var before = SyncedFile.All.Select(WrittenAt).ToList();

        var ran = await CommandLine.RunAsync("sync");

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.All(SyncedFile.All, file => Assert.Contains($"{file.Path}: fits", ran.Output, StringComparison.Ordinal));
        Assert.Equal(before, SyncedFile.All.Select(WrittenAt));

        static DateTime WrittenAt(SyncedFile file) =>
            File.GetLastWriteTimeUtc(Path.Combine(Repository.Root, file.Path));
    }

    public static TheoryData<string> Files => [.. SyncedFile.All.Select(file => file.Path)];

    /// <summary>Whoever changes a procedure, a number or the estate runs 'lambdaops sync'.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void CheckedInFile_IsWhatFollows(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        var synced = Synced(path, text);

        Assert.Empty(synced.Changed);
        Assert.Equal(text, synced.Text);
    }

    /// <summary>What was broken by hand comes back, byte for byte, and it is said where.</summary>
    [Theory]
    [InlineData("estate.schema.json", "\"maximum\": 900", "\"maximum\": 901", "/policy/properties")]
    [InlineData("estate.schema.json", "\"default\": true", "\"default\": false", "/policy/properties")]
    [InlineData("estate.schema.json", "\"rollBack\",", "", "/askFirst/items/enum")]
    [InlineData("estate.schema.json", "\"maintenancePage\"", "\"gone\"", "/maintenancePage")]
    [InlineData("estate.schema.json", "\"default\": 540", "\"default\": 541", "/P4/properties/nextAfterMinutes")]
    [InlineData(
        "estate.schema.json",
        "\"maximum\": 10080",
        "\"maximum\": 1",
        "/P1/properties/acknowledgeWithinMinutes"
    )]
    [InlineData("estate.schema.json", "Default L3.", "Default L2.", "/P1/properties/nextLevel")]
    [InlineData("estate.schema.json", "\"maximum\": 60000", "\"maximum\": 1", "/p50Ms/properties/warning")]
    [InlineData("estate.schema.json", "Default 20.", "Default 21.", "/perTargetPerHour")]
    [InlineData("estate.schema.json", "\"default\": 1800", "\"default\": 1", "/reopenWithinSeconds")]
    [InlineData("README.md", "| 503s, or", "| 504s, or", "procedures")]
    [InlineData("README.md", "<!-- sync: procedures -->", "<!-- sync: procedures -->\n| of mine |", "procedures")]
    public void Sync_RestoresWhatFollows(string path, string text, string broken, string place)
    {
        var whole = File.ReadAllText(Path.Combine(Repository.Root, path));
        Assert.Contains(text, whole, StringComparison.Ordinal);

        var synced = Synced(path, whole.Replace(text, broken, StringComparison.Ordinal));

        Assert.Contains(synced.Changed, changed => changed.Contains(place, StringComparison.Ordinal));
        Assert.Empty(Synced(path, synced.Text).Changed);
        if (place != "/maintenancePage")
        {
            Assert.Equal(whole, synced.Text);
        }
    }

    [Fact]
    public void FileWithoutTheMarkers_IsRefusedInOneSentence() =>
        Assert.Contains(
            "found no part '<!-- sync: procedures --> … <!-- /sync -->', expected one to write to",
            Assert.Throws<UsageException>(() => Synced("README.md", "# Mine\n")).Message,
            StringComparison.Ordinal
        );

    private static SyncedText Synced(string path, string text) =>
        SyncedFile.All.Single(file => file.Path == path).Write(text, DrillEstate.Read(Repository.Estate).Estate);

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

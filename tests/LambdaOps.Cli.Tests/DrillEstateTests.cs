using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ServiceUnavailable;

namespace LambdaOps.Cli.Tests;

public sealed class DrillEstateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true, Mode.Act)]
    [InlineData(false, Mode.Observe)]
    public void Drill_PutsNamedRemediesInAct(bool act, Mode mode)
    {
        var estate = DrillEstate.Load(Repository.Estate, act).Estate;

        Assert.Equal(mode, estate.Services[0].ServiceUnavailable!.Mode);
        Assert.Null(estate.Services[1].ServiceUnavailable);
    }

    [Fact]
    public void Functions_GetUrlsAtTheSimulatorAndNothingElseChanged()
    {
        var path = Path.Combine(_folder.FullName, "estate.json");
        DrillEstate.Load(Repository.Estate, act: false).WriteFor("http://127.0.0.1:4566", 4567, path);
        var (before, after) = (
            JsonNode.Parse(File.ReadAllText(Repository.Estate))!,
            JsonNode.Parse(File.ReadAllText(path))!
        );

        Assert.IsType<EstateReading.Valid>(EstateReader.Read(after.ToJsonString()));
        foreach (var (was, now) in before["services"]!.AsArray().Zip(after["services"]!.AsArray()))
        {
            var url = new Uri((string)was!["health"]!["url"]!);
            Assert.Equal($"http://127.0.0.1:4566/_sites/{url.Host}{url.PathAndQuery}", (string?)now!["health"]!["url"]);
            now["health"]!["url"] = was["health"]!["url"]!.DeepClone();
            if (was["smokeTest"] is { } test)
            {
                url = new Uri((string)test["endpoint"]!);
                Assert.Equal($"http://127.0.0.1:4566/_sites/{url.Host}/", (string?)now["smokeTest"]!["endpoint"]);
                now["smokeTest"]!["endpoint"] = test["endpoint"]!.DeepClone();
            }
        }

        // Hosts of URLs that lead to the simulator now are named, so that their certificates are looked at there.
        var hosts = after["tlsHosts"]!.AsArray();
        Assert.Equal(
            ["xn--6wym69a.com", "api.xn--6wym69a.com", "green.xn--6wym69a.com"],
            hosts.Select(host => (string)host!["name"]!)
        );
        Assert.All(hosts, host => Assert.Equal("127.0.0.1:4567", (string?)host!["connectTo"]));
        after["tlsHosts"] = before["tlsHosts"]!.DeepClone();
        Assert.True(JsonNode.DeepEquals(before, after));
    }

    [Fact]
    public void File_ThatIsNotThereSaysWhatIsExpected() =>
        Assert.Contains(
            "found no such file, expected an estate",
            Assert
                .Throws<UsageException>(() => DrillEstate.Load(Path.Combine(_folder.FullName, "gone"), act: true))
                .Message,
            StringComparison.Ordinal
        );
}

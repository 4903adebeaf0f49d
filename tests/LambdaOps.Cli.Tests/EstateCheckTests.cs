using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

public sealed class EstateCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("\"status\":\"ok\"", false, 0)]
    [InlineData("\"status\":\"ok\"", true, 0)]
    [InlineData("ok", false, 0)]
    [InlineData("ok", true, ExitCodes.Failed)]
    public async Task Warning_IsAFailureWithStrictOnly(string contains, bool strict, int code)
    {
        var path = await WriteAsync(estate =>
        {
            foreach (var service in estate["services"]!.AsArray())
            {
                service!["health"]!["contains"] = contains;
            }
        });
        var ran = await CommandLine.RunAsync([
            "estate",
            "check",
            path,
            .. strict ? ["--strict"] : Array.Empty<string>(),
        ]);

        Assert.Equal((code, ""), (ran.ExitCode, ran.Errors));
        Assert.Equal(
            contains == "ok",
            ran.Output.Contains("  warning: $.services[0].health.contains: \"ok\"", StringComparison.Ordinal)
        );
        Assert.Equal(contains == "ok", ran.Output.Contains("warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Contradictions_AreAllNamedAtOnce()
    {
        var path = await WriteAsync(estate =>
        {
            estate["region"] = "ap-northeast-9";
            estate["account"] = "210987654321";
            estate["services"]![1]!["service"] = "api-service";
        });
        var ran = await CommandLine.RunAsync("estate", "check", path);

        Assert.Equal((ExitCodes.Usage, ""), (ran.ExitCode, ran.Output));
        Assert.Contains("is not a valid estate, 4 error(s):\n", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("$.region: found \"ap-northeast-9\"", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("$.services[1].service: found \"api-service\"", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("$.services[1].targetGroupArn: found", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_AsksEachUrlOnceAndFailsWhenOneIsUnhealthy()
    {
        using var well = new WebServer("200 OK", "{\"status\":\"ok\"}");
        using var ill = new WebServer("200 OK", "starting");
        var both = await WriteAsync(estate => SetUrls(estate, well.Url, ill.Url));
        var failed = await CommandLine.RunAsync("estate", "check", both, "--probe");
        var one = await WriteAsync(estate => SetUrls(estate, well.Url, well.Url));
        var passed = await CommandLine.RunAsync("estate", "check", one, "--probe");

        Assert.Equal((ExitCodes.Failed, ""), (failed.ExitCode, failed.Errors));
        Assert.Contains($"  api-service: healthy: {well.Url}\n", failed.Output, StringComparison.Ordinal);
        Assert.Contains($"  websocket-service: NOT HEALTHY: {ill.Url}\n", failed.Output, StringComparison.Ordinal);
        Assert.Contains("    answer: answered 200 with another body", failed.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (passed.ExitCode, passed.Errors));
        Assert.Contains(
            $"  api-service, websocket-service: healthy: {well.Url}\n",
            passed.Output,
            StringComparison.Ordinal
        );
    }

    private static void SetUrls(JsonNode estate, Uri first, Uri second)
    {
        estate["services"]![0]!["health"]!["url"] = first.ToString();
        estate["services"]![1]!["health"]!["url"] = second.ToString();
    }

    private async Task<string> WriteAsync(Action<JsonNode> change)
    {
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        change(estate);
        var path = Path.Combine(_folder.FullName, "estate.json");
        await File.WriteAllTextAsync(path, estate.ToJsonString());
        return path;
    }
}

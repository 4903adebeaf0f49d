using System.Text;
using System.Text.Json;
using LambdaOps.Aws.Metrics;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Metrics;

/// <summary>CloudWatch's embedded metric format: what CloudWatch Logs asks of a line to make metrics of it.</summary>
public class EmfMetricsTests
{
    private static readonly string[] s_units = ["Seconds", "Count"];

    private static readonly Denial s_denial = new(new ModeGuard(), "mode is 'Observe'", DenialThen.KeepWatching);

    [Fact]
    public void EveryMetric_IsOneValidLine()
    {
        var lines = Lines(metrics =>
        {
            metrics.IncidentOpened(Samples.Target, Samples.Remedy);
            metrics.ActionTaken(Samples.Target, Samples.Remedy, new Change.ForceNewDeployment(Samples.Target));
            metrics.ActionDenied(Samples.Target, Samples.Remedy, s_denial);
            metrics.FirstAction(Samples.Target, Samples.Remedy, TimeSpan.FromSeconds(1.5));
            metrics.Recovered(Samples.Target, Samples.Remedy, TimeSpan.FromMinutes(2));
        });

        Assert.Equal(
            ["IncidentsOpened 1", "Actions 1", "Denials 1", "TimeToFirstAction 1.5", "TimeToRecovery 120"],
            lines.Select(Check)
        );
    }

    [Fact]
    public void ActionAndGuard_ArePropertiesToSearchFor()
    {
        var lines = Lines(metrics =>
        {
            metrics.ActionTaken(Samples.Target, Samples.Remedy, new Change.ForceNewDeployment(Samples.Target));
            metrics.ActionDenied(Samples.Target, Samples.Remedy, s_denial);
        });

        Assert.Equal("ForceNewDeployment", lines[0].GetProperty("action").GetString());
        Assert.Equal("ModeGuard", lines[1].GetProperty("guard").GetString());
    }

    /// <summary>
    /// Every name that the metadata refers to stands in the line itself, with a value of the right type.
    /// </summary>
    private static string Check(JsonElement line)
    {
        var aws = line.GetProperty("_aws");
        Assert.Equal(Samples.Time.ToUnixTimeMilliseconds(), aws.GetProperty("Timestamp").GetInt64());
        var directive = Assert.Single(aws.GetProperty("CloudWatchMetrics").EnumerateArray().ToList());
        Assert.Equal("LambdaOps", directive.GetProperty("Namespace").GetString());
        var dimensions = Assert.Single(directive.GetProperty("Dimensions").EnumerateArray().ToList());
        Assert.Equal(["target", "remedy"], dimensions.EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(
            ("api-service", "serviceUnavailable"),
            (line.GetProperty("target").GetString(), line.GetProperty("remedy").GetString())
        );
        var metric = Assert.Single(directive.GetProperty("Metrics").EnumerateArray().ToList());
        Assert.Contains(metric.GetProperty("Unit").GetString(), s_units);
        var name = metric.GetProperty("Name").GetString()!;
        return FormattableString.Invariant($"{name} {line.GetProperty(name).GetDouble()}");
    }

    private static List<JsonElement> Lines(Action<EmfMetrics> write)
    {
        using var output = new MemoryStream();
        write(new EmfMetrics(output, new StillTime()));
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line))];
    }

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Samples.Time;
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Functions.Tests;

/// <summary>A wrong deployment says what is wrong with it: to whoever invokes the function, and in its log.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [InlineData(
        "ANNOTATIONS_HANDLER",
        "Nope",
        "environment variable ANNOTATIONS_HANDLER is 'Nope'; expected one of "
            + "ConfigChange, DataRestore, DatabaseErrors, "
    )]
    [InlineData(
        "ANNOTATIONS_HANDLER",
        "",
        "environment variable ANNOTATIONS_HANDLER is ''; expected one of "
            + "ConfigChange, DataRestore, DatabaseErrors, "
    )]
    [InlineData("LAMBDAOPS_WRITES", "yes", "environment variable LAMBDAOPS_WRITES is 'yes'; expected none or granted")]
    [InlineData(
        "LAMBDAOPS_FUNCTION",
        "typo",
        "environment variable LAMBDAOPS_FUNCTION is 'typo'; "
            + "expected one of ServiceUnavailable, Latency, TotalOutage, MaintenancePage, Rollout, DatabaseErrors, ConfigChange, "
    )]
    [InlineData(
        "LAMBDAOPS_TICK_QUEUES",
        "latency",
        "environment variable LAMBDAOPS_TICK_QUEUES: " + "found 'latency', expected a URL with one * for the function"
    )]
    [InlineData(
        "LAMBDAOPS_JOURNAL_TABLE",
        "",
        "environment variable LAMBDAOPS_JOURNAL_TABLE is not set; serverless.template sets it"
    )]
    public async Task Reason_IsTheAnswerAndInTheLog(string variable, string value, string reason)
    {
        var hosted = await Hosted.InvokeAsync(
            "ServiceUnavailableFunction",
            "{}"u8.ToArray(),
            with => with with { Variables = with.Variables.SetItem(variable, value) }
        );

        var failed = Assert.IsType<InvocationOutcome.FunctionFailed>(hosted.Outcome);
        var error = JsonNode.Parse(failed.Error)!;
        Assert.Equal("InvalidOperationException", (string?)error["errorType"]);
        var said = (string?)error["errorMessage"];
        Assert.StartsWith(reason, said, StringComparison.Ordinal);
        var line = JsonNode.Parse(Assert.Single(hosted.Log))!;
        Assert.Equal(("Critical", said), ((string?)line["level"], (string?)line["message"]));
    }

    [Theory]
    [InlineData("", "environment variable AWS_LAMBDA_RUNTIME_API is not set")]
    [InlineData("127.0.0.1:1", "environment variable ANNOTATIONS_HANDLER is 'Nope'; expected one of")]
    public async Task Program_OutsideLambdaSaysSoInASentence(string api, string reason)
    {
        var start = FunctionCommand
            .For(Hosted.Program)
            .ToStartInfo(
                new Dictionary<string, string> { ["AWS_LAMBDA_RUNTIME_API"] = api, ["ANNOTATIONS_HANDLER"] = "Nope" }
            );
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(reason, string.Concat(texts), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", string.Concat(texts), StringComparison.Ordinal);
    }

    [Fact]
    public void Handlers_AreTheFunctions() =>
        Assert.Equal(TemplateTests.MethodNames.Order(StringComparer.Ordinal), Deployment.Functions);
}

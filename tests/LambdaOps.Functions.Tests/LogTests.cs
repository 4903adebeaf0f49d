using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Functions.Tests;

/// <summary>What a function logs can be searched by its fields, whichever format Lambda is told to have.</summary>
public sealed class LogTests
{
    private static readonly Dictionary<string, string> s_unreachable = new() { ["AWS_MAX_ATTEMPTS"] = "1" };

    [Theory]
    [InlineData("JSON")]
    [InlineData("Text")]
    public async Task OwnLine_HasItsFieldsAtTheTop(string format)
    {
        var hosted = await Hosted.InvokeAsync("ServiceUnavailableFunction", OneBad(), With(format));

        Assert.IsType<InvocationOutcome.Succeeded>(hosted.Outcome);
        var line = hosted.Log.Select(Parsed).First(one => one["name"] is not null);
        Assert.Equal("Error", (string?)line["level"]);
        Assert.Equal("request-1", (string?)line["function_request_id"]);
        Assert.Equal("m-1", (string?)line["message_id"]);
        Assert.StartsWith("Message m-1 failed", (string?)line["message"], StringComparison.Ordinal);
    }

    /// <summary>Of a failed invocation, too, whose line is the runtime client's.</summary>
    [Fact]
    public async Task Line_IsOneObjectWithItsFieldsAtTheTop()
    {
        var hosted = await Hosted.InvokeAsync("ServiceUnavailableFunction", "{}"u8.ToArray(), With("JSON"));

        Assert.IsType<InvocationOutcome.FunctionFailed>(hosted.Outcome);
        var line = Parsed(Assert.Single(hosted.Log));
        Assert.Equal("Error", (string?)line["level"]);
        Assert.Equal("request-1", (string?)line["requestId"]);
        Assert.EndsWith("BadEventException", (string?)line["errorType"], StringComparison.Ordinal);
    }

    private static Func<FunctionDefinition, FunctionDefinition> With(string format) =>
        function => function with { LogFormat = format, Variables = function.Variables.AddRange(s_unreachable) };

    /// <summary>A batch of one message that cannot be read.</summary>
    private static byte[] OneBad() =>
        """{"Records":[{"messageId":"m-1","receiptHandle":"r","body":"{}","eventSource":"aws:sqs"}]}"""u8.ToArray();

    private static JsonObject Parsed(string line) => Assert.IsType<JsonObject>(JsonNode.Parse(line));
}

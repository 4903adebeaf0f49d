using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;

namespace LambdaOps.Compat.Lambda.Tests;

public sealed class TestUtilitiesTests
{
    [Fact]
    public void TestLogger_KeepsWhatWasLoggedThroughTheContext()
    {
        var context = new TestLambdaContext { AwsRequestId = "r-1" };

        context.Logger.Log("a");
        context.Logger.LogLine("b");
        context.Logger.LogWarning("c");
        context.Logger.LogError(new FormatException("d"), "e");

        var logged = ((TestLambdaLogger)context.Logger).Buffer.ToString();
        Assert.StartsWith(
            $"ab{Environment.NewLine}Warning: c{Environment.NewLine}Error: e",
            logged,
            StringComparison.Ordinal
        );
        Assert.Contains("System.FormatException: d", logged, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnLogger_NeedsOnlyTheTwoPlainMethods()
    {
        var own = new Own();

        ((ILambdaLogger)own).LogInformation("a");
        ((ILambdaLogger)own).Log(LogLevel.Error, new FormatException("c"), "b");

        Assert.Equal(["a", "b", "System.FormatException: c"], own.Lines);
    }

    private sealed class Own : ILambdaLogger
    {
        internal List<string> Lines { get; } = [];

        public void Log(string message) => LogLine(message);

        public void LogLine(string message) => Lines.Add(message);
    }
}

using System.Text.Json;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

public sealed class LogLevelLoggerWriterTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void TextLine_HasTimeRequestLevelAndMessage()
    {
        Writer("Text", null).FormattedWriteLine("Information", "scaled {Service} to {Count}", "web", 3);

        Assert.Equal($"2026-03-04T05:06:07.089Z\tid-1\tinfo\tscaled web to 3{Environment.NewLine}", _out.ToString());
    }

    [Fact]
    public void TextLine_OfAnExceptionAloneBeginsWithIt()
    {
        Writer("Text", null).FormattedWriteLine("Error", new FormatException("bad"), null!);

        Assert.Contains("\tfail\tSystem.FormatException: bad", _out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("own")]
    public void Level_ThatIsNoneIsTheLowest(string? level)
    {
        Writer("JSON", null).FormattedWriteLine(level!, "x");

        Assert.Equal("Trace", JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("level").GetString());
    }

    [Fact]
    public void JsonLine_HasTheValuesOfTheMessageAsFields()
    {
        Writer("JSON", null).FormattedWriteLine("Warning", "scaled {Service} to {Count:D2}", "web", 3);

        var line = JsonDocument.Parse(_out.ToString()).RootElement;
        Assert.Equal("2026-03-04T05:06:07.089Z", line.GetProperty("timestamp").GetString());
        Assert.Equal("Warning", line.GetProperty("level").GetString());
        Assert.Equal("id-1", line.GetProperty("requestId").GetString());
        Assert.Equal("Root=1", line.GetProperty("traceId").GetString());
        Assert.Equal("scaled web to 03", line.GetProperty("message").GetString());
        Assert.Equal("web", line.GetProperty("Service").GetString());
        Assert.Equal(3, line.GetProperty("Count").GetInt32());
        Assert.False(line.TryGetProperty("tenantId", out _));
    }

    [Fact]
    public void JsonLine_OfAnExceptionIsOneLine()
    {
        Writer("JSON", null).FormattedWriteLine("Error", new FormatException("bad\nvalue"), "failed");

        var text = Assert.Single(_out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var line = JsonDocument.Parse(text).RootElement;
        Assert.Equal("System.FormatException", line.GetProperty("errorType").GetString());
        Assert.Equal("bad\nvalue", line.GetProperty("errorMessage").GetString());
    }

    [Theory]
    [InlineData(null, "Debug", false)]
    [InlineData(null, "Information", true)]
    [InlineData("DEBUG", "Trace", false)]
    [InlineData("DEBUG", "Debug", true)]
    [InlineData("WARN", "Information", false)]
    [InlineData("WARN", "Warning", true)]
    [InlineData("FATAL", "Error", false)]
    [InlineData("FATAL", "Critical", true)]
    [InlineData("FATAL", null, true)]
    [InlineData("no level", "Debug", false)]
    public void Minimum_IsWhatLambdaSays(string? minimum, string? level, bool written)
    {
        Writer("Text", minimum).FormattedWriteLine(level!, "x");

        Assert.Equal(written, (_out.ToString() + _error).Length > 0);
    }

    [Theory]
    [InlineData("{{literal}} {A}", "{literal} 1")]
    [InlineData("{A} {B}", "1 {B}")]
    [InlineData("open {", "open {")]
    [InlineData("{}", "{}")]
    [InlineData("", "")]
    public void Message_SurvivesBracesThatAreNotHoles(string template, string expected)
    {
        Assert.Equal(expected, MessageTemplate.Fill(template, [1]));
    }

    private LogLevelLoggerWriter Writer(string? format, string? minimum)
    {
        var writer = new LogLevelLoggerWriter(_out, _error, format, minimum, new FixedTime(s_now));
        writer.SetRuntimeHeaders(new Headers());
        return writer;
    }

    private sealed class Headers : IRuntimeApiHeaders
    {
        public string AwsRequestId => "id-1";

        public string TraceId => "Root=1";

        public string TenantId => null!;
    }
}

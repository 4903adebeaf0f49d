using System.Text.Json;
using AWS.Lambda.Powertools.Logging;
using AWS.Lambda.Powertools.Logging.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Compat.Lambda.Tests.Powertools;

public sealed class PowertoolsLoggerTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, string> _environment = [];
    private readonly PowertoolsLoggerConfiguration _configuration = new() { Service = "lambdaops" };

    public void Dispose() => Logger.RemoveKeys([.. Logger.GetAllKeys().Select(k => k.Key)]);

    [Fact]
    public void Entry_HasTheFieldsOfThePackageInSnakeCase()
    {
        _environment["AWS_LAMBDA_FUNCTION_NAME"] = "f";
        _environment["AWS_LAMBDA_FUNCTION_VERSION"] = "7";
        _environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256";
        _environment["_X_AMZN_TRACE_ID"] = "Root=1-5e-aa;Parent=53;Sampled=1";

        Create().LogWarning("scaled {ServiceName} to {Count}", "web", 3);

        Assert.Equal(
            "{\"level\":\"Warning\",\"message\":\"scaled web to 3\",\"timestamp\":\"2026-03-04T05:06:07.0000000Z\","
                + "\"service\":\"lambdaops\",\"name\":\"Category\",\"function_name\":\"f\",\"function_version\":\"7\","
                + "\"function_memory_size\":256,\"xray_trace_id\":\"1-5e-aa\",\"service_name\":\"web\",\"count\":3}",
            Assert.Single(_lines)
        );
    }

    [Theory]
    [InlineData(LoggerOutputCase.SnakeCase, null, "function_name")]
    [InlineData(LoggerOutputCase.CamelCase, "PascalCase", "functionName")]
    [InlineData(LoggerOutputCase.PascalCase, null, "FunctionName")]
    [InlineData(LoggerOutputCase.Default, "camelcase", "functionName")]
    [InlineData(LoggerOutputCase.Default, "nonsense", "function_name")]
    [InlineData(LoggerOutputCase.Default, null, "function_name")]
    public void FieldNames_AreInTheChosenCase(LoggerOutputCase chosen, string? variable, string expected)
    {
        _configuration.LoggerOutputCase = chosen;
        _environment["AWS_LAMBDA_FUNCTION_NAME"] = "f";
        _environment["POWERTOOLS_LOGGER_CASE"] = variable!;

        Create().LogInformation("x");

        Assert.Equal("f", Only().GetProperty(expected).GetString());
    }

    [Fact]
    public void Exception_IsAnObjectWithItsCause()
    {
        try
        {
            throw new InvalidOperationException("outer", new FormatException("inner"));
        }
        catch (InvalidOperationException e)
        {
            Create().LogError(e, "failed");
        }

        var exception = Only().GetProperty("exception");
        Assert.Equal("System.InvalidOperationException", exception.GetProperty("type").GetString());
        Assert.Equal("outer", exception.GetProperty("message").GetString());
        Assert.Equal("LambdaOps.Compat.Lambda.Tests", exception.GetProperty("source").GetString());
        Assert.Contains(
            nameof(Exception_IsAnObjectWithItsCause),
            exception.GetProperty("stack_trace").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("inner", exception.GetProperty("inner_exception").GetProperty("message").GetString());
    }

    [Fact]
    public void AppendedKey_StaysUntilItIsRemoved()
    {
        var logger = Create();

        Logger.AppendKey("IncidentId", "i-1");
        Logger.AppendKeys([KeyValuePair.Create("function_request_id", "r-1")]);
        logger.LogInformation("one");
        Logger.RemoveKeys("IncidentId", "absent");
        logger.LogInformation("two");

        Assert.Equal(("i-1", "r-1"), (Text(0, "incident_id"), Text(0, "function_request_id")));
        Assert.Equal((null, "r-1"), (Text(1, "incident_id"), Text(1, "function_request_id")));
        Assert.Equal(["function_request_id"], Logger.GetAllKeys().Select(k => k.Key));
    }

    [Fact]
    public void AppendedKey_NeedsANameAndAValue()
    {
        Assert.Throws<ArgumentNullException>(() => Logger.AppendKey(" ", 1));
        Assert.Throws<ArgumentNullException>(() => Logger.AppendKey("k", null!));
    }

    [Fact]
    public void Precedence_IsOwnFieldsThenKeysThenFunctionThenInnerScopeThenOuterThenMessage()
    {
        _environment["AWS_LAMBDA_FUNCTION_NAME"] = "from environment";
        var logger = Create();
        Logger.AppendKey("function_name", "appended");
        Logger.AppendKey("level", "appended");
        using var outer = logger.BeginScope(new Dictionary<string, object> { ["Step"] = "outer", ["Outer"] = 1 });
        using var inner = logger.BeginScope(
            new Dictionary<string, object> { ["Step"] = "inner", ["FunctionName"] = "scope" }
        );

        logger.LogInformation("{Step} {Outer} {Level}", "message", "message", "message");

        Assert.Equal("appended", Text(0, "function_name"));
        Assert.Equal("Information", Text(0, "level"));
        Assert.Equal("inner", Text(0, "step"));
        Assert.Equal(1, Only().GetProperty("outer").GetInt32());
    }

    [Fact]
    public void Scope_EndsWithItsUse()
    {
        var logger = Create();

        using (logger.BeginScope("look at {Target}", "web"))
        {
            logger.LogInformation("in");
        }

        logger.LogInformation("out");

        Assert.Equal(("web", null), (Text(0, "target"), Text(1, "target")));
    }

    [Fact]
    public void Values_KeepTheirJsonType()
    {
        Logger.AppendKeys([
            KeyValuePair.Create<string, object>("truth", true),
            KeyValuePair.Create<string, object>("small", (byte)1),
            KeyValuePair.Create<string, object>("large", ulong.MaxValue),
            KeyValuePair.Create<string, object>("exact", 1.10m),
            KeyValuePair.Create<string, object>("ratio", 0.5),
            KeyValuePair.Create<string, object>("nan", double.NaN),
            KeyValuePair.Create<string, object>("instant", s_now.ToOffset(TimeSpan.FromHours(9))),
            KeyValuePair.Create<string, object>("date", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)),
            KeyValuePair.Create<string, object>("span", TimeSpan.FromSeconds(90)),
            KeyValuePair.Create<string, object>("kind", DayOfWeek.Friday),
            KeyValuePair.Create<string, object>("map", new Dictionary<string, object> { ["InnerName"] = 1 }),
            KeyValuePair.Create<string, object>("items", new List<string> { "a", "b" }),
            KeyValuePair.Create<string, object>("other", new Uri("https://example.com/a?b=<c>")),
        ]);

        Create().LogInformation("x");

        Assert.EndsWith(
            "\"truth\":true,\"small\":1,\"large\":18446744073709551615,\"exact\":1.10,\"ratio\":0.5,\"nan\":\"NaN\","
                + "\"instant\":\"2026-03-04T14:06:07+09:00\",\"date\":\"2026-01-02T03:04:05Z\",\"span\":\"00:01:30\","
                + "\"kind\":\"Friday\",\"map\":{\"inner_name\":1},\"items\":[\"a\",\"b\"],"
                + "\"other\":\"https://example.com/a?b=<c>\"}",
            Assert.Single(_lines),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Value_ThatHoldsItselfDoesNotHang()
    {
        var map = new Dictionary<string, object>();
        map["self"] = map;
        Logger.AppendKey("map", map);

        Create().LogInformation("x");

        Assert.Equal("x", Text(0, "message"));
    }

    [Fact]
    public void Message_OfManyLinesIsOneLine()
    {
        Create().LogInformation("one\ntwo");

        Assert.DoesNotContain('\n', Assert.Single(_lines));
        Assert.Equal("one\ntwo", Text(0, "message"));
    }

    [Theory]
    [InlineData(LogLevel.None, null, null, LogLevel.Information)]
    [InlineData(LogLevel.None, "warning", null, LogLevel.Warning)]
    [InlineData(LogLevel.Debug, "Warning", null, LogLevel.Debug)]
    [InlineData(LogLevel.Debug, "Warning", "ERROR", LogLevel.Error)]
    [InlineData(LogLevel.Error, null, "DEBUG", LogLevel.Debug)]
    public void Minimum_IsLambdasThenTheCodesThenTheEnvironments(
        LogLevel code,
        string? environment,
        string? lambda,
        LogLevel expected
    )
    {
        _configuration.MinimumLogLevel = code;
        _environment["POWERTOOLS_LOG_LEVEL"] = environment!;
        _environment["AWS_LAMBDA_LOG_LEVEL"] = lambda!;
        var logger = Create();

        foreach (var level in Enum.GetValues<LogLevel>())
        {
            logger.Log(level, "x");
        }

        Assert.Equal(
            Enum.GetValues<LogLevel>().Where(l => l >= expected && l != LogLevel.None).Select(l => l.ToString()),
            _lines.Select((_, i) => Text(i, "level"))
        );
    }

    [Theory]
    [InlineData("code", "environment", "code")]
    [InlineData(null, "environment", "environment")]
    [InlineData(null, null, "service_undefined")]
    public void Service_IsTheCodesThenTheEnvironments(string? code, string? environment, string expected)
    {
        _configuration.Service = code!;
        _environment["POWERTOOLS_SERVICE_NAME"] = environment!;

        Create().LogInformation("x");

        Assert.Equal(expected, Text(0, "service"));
    }

    [Fact]
    public void Level_IsLogLevelWhereLambdaFiltersPascalCase()
    {
        _configuration.LoggerOutputCase = LoggerOutputCase.PascalCase;
        _environment["AWS_LAMBDA_LOG_LEVEL"] = "INFO";

        Create().LogInformation("x");

        Assert.Equal("Information", Text(0, "LogLevel"));
        Assert.Null(Text(0, "Level"));
    }

    [Fact]
    public void AddPowertoolsLogger_LetsItsOwnMinimumDecide()
    {
        using var services = new ServiceCollection()
            .AddLogging(b => b.AddPowertoolsLogger(c => c.MinimumLogLevel = LogLevel.Debug))
            .BuildServiceProvider();

        var logger = services.GetRequiredService<ILogger<PowertoolsLoggerTests>>();

        Assert.True(logger.IsEnabled(LogLevel.Debug));
        Assert.False(logger.IsEnabled(LogLevel.Trace));
        Assert.True(services.GetRequiredService<ILogger>().IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public void AddPowertoolsLogger_ClearsOtherProvidersOnlyWhenAsked()
    {
        static int Count(bool clear) =>
            new ServiceCollection()
                .AddLogging(b =>
                    b.AddProvider(Microsoft.Extensions.Logging.Abstractions.NullLoggerProvider.Instance)
                        .AddPowertoolsLogger(_ => { }, clearExistingProviders: clear)
                )
                .Count(s => s.ServiceType == typeof(ILoggerProvider));

        Assert.Equal((2, 1), (Count(false), Count(true)));
    }

    private ILogger Create()
    {
        string? Read(string name) => _environment.GetValueOrDefault(name);
        var provider = new PowertoolsLoggerProvider(
            LoggerSettings.From(_configuration, Read!),
            Read!,
            _lines.Add,
            new FixedTime(s_now)
        );
        return provider.CreateLogger("Category");
    }

    private JsonElement Only() => JsonDocument.Parse(Assert.Single(_lines)).RootElement;

    private string? Text(int line, string field) =>
        JsonDocument.Parse(_lines[line]).RootElement.TryGetProperty(field, out var value) ? value.GetString() : null;
}

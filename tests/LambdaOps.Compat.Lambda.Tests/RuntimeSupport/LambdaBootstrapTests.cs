using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using LambdaOps.Compat.Lambda.Tests.Serialization;

namespace LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

[Collection(ProcessEnvironment.Name)]
public sealed class LambdaBootstrapTests : IDisposable
{
    private readonly FakeRuntimeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Response_IsThePayloadOfItsInvocation()
    {
        _api.Invoke("id-1", "{\"a\":1}");

        await RunAsync(LambdaBootstrapBuilder.Create(Echo));

        var next = _api.Exchanges[0];
        Assert.Equal(("GET", "/2018-06-01/runtime/invocation/next"), (next.Method, next.Path));
        Assert.StartsWith("aws-lambda-dotnet/", next.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("{\"a\":1}", _api.Posted("invocation/id-1/response").Text);
    }

    [Fact]
    public async Task Invocations_AreTakenOneAfterTheOther()
    {
        _api.Invoke("id-1", "1").Invoke("id-2", "2").Invoke("id-3", "3");

        await RunAsync(LambdaBootstrapBuilder.Create(Echo));

        Assert.Equal(
            ["next", "id-1:1", "next", "id-2:2", "next", "id-3:3", "next"],
            _api.Exchanges.Select(e => e.Method == "GET" ? "next" : $"{e.Path.Split('/')[^2]}:{e.Text}")
        );
    }

    [Fact]
    public async Task HandlerException_IsReportedWithItsTypeStackAndCause_AndTheNextInvocationRuns()
    {
        _api.Invoke("bad").Invoke("good", "7");

        await RunAsync(
            LambdaBootstrapBuilder.Create(
                (Stream input, ILambdaContext context) =>
                    context.AwsRequestId == "bad" ? Fail() : Task.FromResult(input)
            )
        );

        var report = _api.Posted("invocation/bad/error");
        Assert.Equal(nameof(InvalidOperationException), report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("InvalidOperationException", report.Json.GetProperty("errorType").GetString());
        Assert.Equal("outer", report.Json.GetProperty("errorMessage").GetString());
        Assert.Contains(nameof(Fail), report.Json.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("FormatException", report.Json.GetProperty("cause").GetProperty("errorType").GetString());
        Assert.Equal("inner", report.Json.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal("7", _api.Posted("invocation/good/response").Text);
    }

    [Fact]
    public async Task UnreadableEvent_FailsTheInvocationAndNotTheProcess()
    {
        _api.Invoke("bad", "{").Invoke("good", "\"x\"");

        await RunAsync(
            LambdaBootstrapBuilder.Create<string, string>((text, _) => Task.FromResult(text + "!"), Serializer())
        );

        Assert.Equal(
            "JsonSerializerException",
            _api.Posted("invocation/bad/error").Json.GetProperty("errorType").GetString()
        );
        Assert.Equal("\"x!\"", _api.Posted("invocation/good/response").Text);
    }

    [Fact]
    public async Task NoResult_IsAnEmptyResponse()
    {
        _api.Invoke("id-1");

        await RunAsync(LambdaBootstrapBuilder.Create((Stream _, ILambdaContext _) => Task.CompletedTask));

        Assert.Empty(_api.Posted("invocation/id-1/response").Body);
    }

    [Fact]
    public async Task InitializerException_IsReportedAndEndsTheRun()
    {
        _api.Invoke("never");
        var builder = LambdaBootstrapBuilder
            .Create(Echo)
            .UseBootstrapHandler(() => throw new InvalidOperationException("no table"));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(builder));

        Assert.Equal("no table", thrown.Message);
        var report = Assert.Single(_api.Exchanges);
        Assert.Equal(("POST", "/2018-06-01/runtime/init/error"), (report.Method, report.Path));
        Assert.Equal("no table", report.Json.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task InitializerFalse_EndsTheRunWithoutAnInvocation()
    {
        _api.Invoke("never");

        await RunAsync(LambdaBootstrapBuilder.Create(Echo).UseBootstrapHandler(() => Task.FromResult(false)));

        Assert.Empty(_api.Exchanges);
    }

    [Fact]
    public async Task TraceId_IsThatOfEachInvocation()
    {
        _api.Invoke("id-1", "{}", "Lambda-Runtime-Trace-Id: Root=1-a;Sampled=1").Invoke("id-2");

        await RunAsync(
            LambdaBootstrapBuilder.Create(
                (Stream _, ILambdaContext context) =>
                    AsStream(
                        string.Join(
                            '|',
                            context.TraceId,
                            Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"),
                            LambdaTraceProvider.CurrentTraceId
                        )
                    )
            )
        );

        const string Trace = "Root=1-a;Sampled=1";
        Assert.Equal($"{Trace}|{Trace}|{Trace}", _api.Posted("invocation/id-1/response").Text);
        Assert.Equal("||", _api.Posted("invocation/id-2/response").Text);
    }

    [Fact]
    public async Task Console_BecomesLogLines()
    {
        var (standard, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        Console.SetOut(written);
        Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT", "JSON");
        try
        {
            _api.Invoke("id-1");
            await RunAsync(LambdaBootstrapBuilder.Create((Stream _) => Console.WriteLine("{0} lines", 2)));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_LAMBDA_LOG_FORMAT", null);
            Console.SetOut(standard);
            Console.SetError(error);
        }

        var line = JsonDocument.Parse(written.ToString()).RootElement;
        Assert.Equal("2 lines", line.GetProperty("message").GetString());
        Assert.Equal("id-1", line.GetProperty("requestId").GetString());
        Assert.Equal("Information", line.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("/invocation/next", 500)]
    [InlineData("/id-1/response", 500)]
    [InlineData("/id-1/response", 413)]
    public async Task ApiError_EndsTheRun(string path, int status)
    {
        _api.Invoke("id-1").Invoke("never");
        _api.Answers[path] = (status, "{\"errorType\":\"Container\"}");

        var thrown = await Assert.ThrowsAsync<RuntimeApiClientException>(() =>
            RunAsync(LambdaBootstrapBuilder.Create(Echo))
        );

        Assert.Equal(status, thrown.StatusCode);
        Assert.Equal("{\"errorType\":\"Container\"}", thrown.Response);
    }

    [Fact]
    public async Task Context_CarriesTheSerializerOfItsFunction()
    {
        _api.Invoke("id-1", "\"x\"");
        var serializer = Serializer();
        ILambdaSerializer? seen = null;

        await RunAsync(
            LambdaBootstrapBuilder.Create<string>(
                (_, context) => Task.FromResult(seen = context.Serializer),
                serializer
            )
        );

        Assert.Same(serializer, seen);
    }

    private static SourceGeneratorLambdaJsonSerializer<EventsContext> Serializer() => new();

    private static Task<Stream> Echo(Stream input, ILambdaContext context) => Task.FromResult(input);

    private static Task<Stream> AsStream(string text) =>
        Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static Task<Stream> Fail() => throw new InvalidOperationException("outer", new FormatException("inner"));

    private async Task RunAsync(LambdaBootstrapBuilder builder)
    {
        using var bootstrap = builder.ConfigureOptions(o => o.RuntimeApiEndpoint = _api.Endpoint).Build();
        await bootstrap.RunAsync(_api.AllTaken);
    }
}

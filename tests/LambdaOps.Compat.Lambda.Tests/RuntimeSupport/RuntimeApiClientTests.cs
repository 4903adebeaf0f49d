using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

[Collection(ProcessEnvironment.Name)]
public sealed class RuntimeApiClientTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private readonly FakeRuntimeApi _api = new();
    private readonly HttpClient _http = LambdaBootstrap.ConstructHttpClient();

    public void Dispose()
    {
        _http.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Context_IsMadeOfHeadersAndEnvironment()
    {
        _api.Invoke(
            "id-1",
            "{}",
            $"Lambda-Runtime-Deadline-Ms: {s_now.AddSeconds(30).ToUnixTimeMilliseconds()}",
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:ap-northeast-1:123456789012:function:f:live",
            "Lambda-Runtime-Aws-Tenant-Id: blue",
            """Lambda-Runtime-Client-Context: {"client":{"app_title":"T"},"custom":{"n":1},"env":{"k":"v"}}""",
            "Lambda-Runtime-Cognito-Identity: {\"cognitoIdentityId\":\"i\",\"cognitoIdentityPoolId\":\"p\"}"
        );

        using var invocation = await Client().GetNextInvocationAsync();

        var context = invocation.LambdaContext;
        Assert.Equal("id-1", context.AwsRequestId);
        Assert.Equal(TimeSpan.FromSeconds(30), context.RemainingTime);
        Assert.Equal("arn:aws:lambda:ap-northeast-1:123456789012:function:f:live", context.InvokedFunctionArn);
        Assert.Equal("blue", context.TenantId);
        Assert.Equal(("f", "7", 256), (context.FunctionName, context.FunctionVersion, context.MemoryLimitInMB));
        Assert.Equal(("/aws/lambda/f", "2026/stream"), (context.LogGroupName, context.LogStreamName));
        Assert.Equal("T", context.ClientContext.Client.AppTitle);
        Assert.Equal(("1", "v"), (context.ClientContext.Custom["n"], context.ClientContext.Environment["k"]));
        Assert.Equal(("i", "p"), (context.Identity.IdentityId, context.Identity.IdentityPoolId));
    }

    [Fact]
    public async Task Context_HasNullForWhatWasNotSent()
    {
        _api.Invoke("id-1");

        using var invocation = await Client().GetNextInvocationAsync();

        Assert.Null(invocation.LambdaContext.ClientContext);
        Assert.Null(invocation.LambdaContext.Identity);
        Assert.Null(invocation.LambdaContext.TenantId);
        Assert.Equal(TimeSpan.Zero, invocation.LambdaContext.RemainingTime);
    }

    [Fact]
    public async Task InvocationError_OfAnAggregateHasItsCause()
    {
        await Client().ReportInvocationErrorAsync("id-1", new AggregateException(new FormatException("only")));

        var report = _api.Posted("invocation/id-1/error");
        Assert.Equal("AggregateException", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("only", report.Json.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.False(report.Json.TryGetProperty("stackTrace", out _));
    }

    [Fact]
    public async Task InvocationError_StaysBelowWhatLambdaAccepts()
    {
        var exception = new InvalidOperationException(new string('障', 100_000));
        for (var i = 0; i < 100; i++)
        {
            exception = new InvalidOperationException(exception.Message, exception);
        }

        await Client().ReportInvocationErrorAsync("id-1", exception);

        var report = _api.Posted("invocation/id-1/error");
        Assert.InRange(report.Body.Length, 1, 256 * 1024);
        Assert.StartsWith("障障", report.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializationError_MayBeATypeAlone()
    {
        await Client().ReportInitializationErrorAsync("Runtime.NoEstate");

        var report = _api.Posted("init/error");
        Assert.Equal("Runtime.NoEstate", report.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Empty(report.Body);
    }

    [Fact]
    public async Task InitializationError_HasATypeOnlyWhenOneIsGiven()
    {
        await Client().ReportInitializationErrorAsync(new FormatException("no estate"));

        Assert.DoesNotContain("Lambda-Runtime-Function-Error-Type", _api.Posted("init/error").Headers.Keys);
    }

    [Fact]
    public async Task Response_IsWhatIsLeftOfTheStream()
    {
        using var output = new MemoryStream("whole"u8.ToArray());
        output.Position = 1;

        await Client().SendResponseAsync("id-1", output);

        Assert.Equal("hole", _api.Posted("invocation/id-1/response").Text);
    }

    private RuntimeApiClient Client() =>
        new(
            _http,
            _api.Endpoint,
            new LambdaEnvironment(name =>
                name switch
                {
                    "AWS_LAMBDA_FUNCTION_NAME" => "f",
                    "AWS_LAMBDA_FUNCTION_VERSION" => "7",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" => "256",
                    "AWS_LAMBDA_LOG_GROUP_NAME" => "/aws/lambda/f",
                    "AWS_LAMBDA_LOG_STREAM_NAME" => "2026/stream",
                    _ => null,
                }
            ),
            new LogLevelLoggerWriter(TextWriter.Null, TextWriter.Null),
            new FixedTime(s_now)
        );
}

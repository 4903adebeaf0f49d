using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context of an invocation, from its headers and the function's environment.</summary>
internal sealed class LambdaContext : ILambdaContext
{
    private readonly RuntimeApiHeaders _headers;
    private readonly LambdaEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly Lazy<IClientContext> _clientContext;
    private readonly Lazy<ICognitoIdentity> _identity;

    internal LambdaContext(
        RuntimeApiHeaders headers,
        LambdaEnvironment environment,
        ILambdaLogger logger,
        TimeProvider time
    )
    {
        _headers = headers;
        _environment = environment;
        _time = time;
        Logger = logger;
        _clientContext = new(() => RuntimeSupport.ClientContext.FromJson(_headers.ClientContextJson));
        _identity = new(() => CognitoIdentity.FromJson(_headers.CognitoIdentityJson));
    }

    public string AwsRequestId => _headers.AwsRequestId;

    public IClientContext ClientContext => _clientContext.Value;

    public string FunctionName => _environment.FunctionName;

    public string FunctionVersion => _environment.FunctionVersion;

    public ICognitoIdentity Identity => _identity.Value;

    public string InvokedFunctionArn => _headers.InvokedFunctionArn;

    public ILambdaLogger Logger { get; }

    public string LogGroupName => _environment.LogGroupName;

    public string LogStreamName => _environment.LogStreamName;

    public int MemoryLimitInMB =>
        int.TryParse(_environment.FunctionMemorySize, CultureInfo.InvariantCulture, out var mb) ? mb : 0;

    public TimeSpan RemainingTime => _headers.Deadline is { } deadline ? deadline - _time.GetUtcNow() : TimeSpan.Zero;

    public string TenantId => _headers.TenantId;

    public string TraceId => _headers.TraceId;

    public ILambdaSerializer Serializer { get; internal set; }
}

/// <summary>The client context as the AWS Mobile SDK writes it.</summary>
internal sealed class ClientContext : IClientContext
{
    public IDictionary<string, string> Environment { get; private init; }

    public IClientApplication Client { get; private init; }

    public IDictionary<string, string> Custom { get; private init; }

    internal static ClientContext FromJson(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new ClientContext
        {
            Environment = Strings(root, "env"),
            Custom = Strings(root, "custom"),
            Client =
                root.ValueKind == JsonValueKind.Object && root.TryGetProperty("client", out var client)
                    ? ClientApplication.FromJson(client)
                    : null,
        };
    }

    private static Dictionary<string, string> Strings(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var map)
        && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString())
            : [];
}

/// <summary>The client part of a client context.</summary>
internal sealed class ClientApplication : IClientApplication
{
    public string AppPackageName { get; private init; }

    public string AppTitle { get; private init; }

    public string AppVersionCode { get; private init; }

    public string AppVersionName { get; private init; }

    public string InstallationId { get; private init; }

    internal static ClientApplication FromJson(JsonElement client) =>
        client.ValueKind != JsonValueKind.Object
            ? null
            : new ClientApplication
            {
                AppPackageName = Text(client, "app_package_name"),
                AppTitle = Text(client, "app_title"),
                AppVersionCode = Text(client, "app_version_code"),
                AppVersionName = Text(client, "app_version_name"),
                InstallationId = Text(client, "installation_id"),
            };

    private static string Text(JsonElement client, string name) =>
        client.TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>The Cognito identity as the Runtime API writes it.</summary>
internal sealed class CognitoIdentity : ICognitoIdentity
{
    public string IdentityId { get; private init; }

    public string IdentityPoolId { get; private init; }

    internal static CognitoIdentity FromJson(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return new CognitoIdentity
        {
            IdentityId = Text(document.RootElement, "cognitoIdentityId"),
            IdentityPoolId = Text(document.RootElement, "cognitoIdentityPoolId"),
        };
    }

    private static string Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value.ToString() : null;
}

/// <summary>What Lambda tells a function about itself, read once when the process starts.</summary>
public class LambdaEnvironment
{
    private const string TraceIdVariable = "_X_AMZN_TRACE_ID";

    private readonly Func<string, string> _read;

    public LambdaEnvironment()
        : this(Environment.GetEnvironmentVariable) { }

    internal LambdaEnvironment(Func<string, string> read)
    {
        _read = read;
        FunctionMemorySize = read("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        FunctionName = read("AWS_LAMBDA_FUNCTION_NAME");
        FunctionVersion = read("AWS_LAMBDA_FUNCTION_VERSION");
        LogGroupName = read("AWS_LAMBDA_LOG_GROUP_NAME");
        LogStreamName = read("AWS_LAMBDA_LOG_STREAM_NAME");
        RuntimeServerHostAndPort = read("AWS_LAMBDA_RUNTIME_API");
        Handler = read("_HANDLER");
        ExecutionEnvironment = read("AWS_EXECUTION_ENV");
    }

    public string FunctionMemorySize { get; }

    public string FunctionName { get; }

    public string FunctionVersion { get; }

    public string LogGroupName { get; }

    public string LogStreamName { get; }

    public string RuntimeServerHostAndPort { get; }

    public string Handler { get; }

    /// <summary>The trace header of the invocation that runs now.</summary>
    public string XAmznTraceId => _read(TraceIdVariable);

    public string ExecutionEnvironment { get; }

    internal static void SetXAmznTraceId(string traceId) =>
        Environment.SetEnvironmentVariable(TraceIdVariable, traceId);
}

using System.Globalization;
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

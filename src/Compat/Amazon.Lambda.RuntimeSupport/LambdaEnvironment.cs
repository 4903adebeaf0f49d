namespace Amazon.Lambda.RuntimeSupport;

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

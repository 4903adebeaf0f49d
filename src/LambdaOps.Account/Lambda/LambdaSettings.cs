using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// How the simulated Lambda keeps time. Virtual spans are of the world's clock, real ones of the machine's.
/// </summary>
public sealed record LambdaSettings
{
    public const int DefaultAccountConcurrency = 1000;

    /// <summary>Invocations of all functions that may run at the same (virtual) time; AWS's usual quota.</summary>
    public int AccountConcurrency { get; init; } = DefaultAccountConcurrency;

    /// <summary>
    /// Virtual: how long every invocation lasts. The clock stands still while the function really runs.
    /// </summary>
    public TimeSpan ModelledDuration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Virtual: Lambda's waits before the first and the second retry of an asynchronous event.</summary>
    public ImmutableArray<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120)];

    /// <summary>Virtual: an environment that was idle longer is gone, and the next invocation starts cold.</summary>
    public TimeSpan WarmFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A function is ended after so many times its timeout in real time: a busy machine is not its fault.
    /// </summary>
    public double RealTimeFactor { get; init; } = 4;

    /// <summary>Real: what a cold start may take on top.</summary>
    public TimeSpan InitAllowance { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Real: how long an ended environment may take to be gone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The environment variables that Lambda gives a function's process.</summary>
public static class FunctionVariables
{
    /// <param name="endpoint">The AWS endpoint, such as https://127.0.0.1:4566.</param>
    /// <param name="roots">A PEM file with the roots that it trusts; null for the package's own.</param>
    public static IReadOnlyDictionary<string, string> For(
        EnvironmentOrder order,
        string taskRoot,
        string endpoint,
        string? roots = null
    )
    {
        var function = order.Function;
        var region = function.Arn.Split(':') is [_, _, _, { Length: > 0 } named, ..] ? named : "us-east-1";
        var variables = new Dictionary<string, string>(function.Variables)
        {
            ["_HANDLER"] = function.Handler,
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = LambdaService.Latest,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemoryMegabytes.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_FORMAT"] = function.LogFormat,
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = function.LogGroup,
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = $"[{LambdaService.Latest}]",
            ["AWS_EXECUTION_ENV"] = "AWS_Lambda_provided.al2023",
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            ["AWS_ACCESS_KEY_ID"] = order.Credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = order.Credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = order.Credentials.SessionToken,
            ["LAMBDA_TASK_ROOT"] = taskRoot,
            ["TZ"] = ":UTC",
            ["LANG"] = "en_US.UTF-8",
        };
        // What Lambda does not set, and the function's own configuration may not take away.
        variables["AWS_ENDPOINT_URL"] = endpoint;
        if (roots is not null)
        {
            variables["SSL_CERT_FILE"] = roots;
        }

        return variables;
    }
}

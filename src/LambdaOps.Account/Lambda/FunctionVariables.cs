using System.Globalization;

namespace LambdaOps.Account.Lambda;

/// <summary>The environment variables that Lambda gives a function's process.</summary>
public static class FunctionVariables
{
    /// <param name="endpoint">The AWS endpoint, such as https://127.0.0.1:4566.</param>
    public static IReadOnlyDictionary<string, string> For(EnvironmentOrder order, string taskRoot, string endpoint)
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
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.Name}",
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
        // The one variable that Lambda does not set, and that the function's own configuration may not take away.
        variables["AWS_ENDPOINT_URL"] = endpoint;
        return variables;
    }
}

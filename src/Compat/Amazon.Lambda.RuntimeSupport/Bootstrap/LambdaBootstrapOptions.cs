namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Settings that otherwise come from the function's environment.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Host and port of the Runtime API; AWS_LAMBDA_RUNTIME_API when it is null.</summary>
    public string RuntimeApiEndpoint { get; set; }
}

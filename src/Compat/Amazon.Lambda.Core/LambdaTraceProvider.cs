namespace Amazon.Lambda.Core;

/// <summary>Where code without an <see cref="ILambdaContext"/> finds the current invocation's trace id.</summary>
public class LambdaTraceProvider
{
    /// <summary>The X-Ray trace header of the invocation that runs now, or null.</summary>
    public static string CurrentTraceId => Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
}

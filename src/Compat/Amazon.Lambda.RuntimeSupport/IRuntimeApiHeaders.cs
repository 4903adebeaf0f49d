namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What the log needs of an invocation's headers.</summary>
public interface IRuntimeApiHeaders
{
    string AwsRequestId { get; }

    string TraceId { get; }

    string TenantId { get; }
}

using Amazon.Runtime.Internal;

namespace LambdaOps.Compat;

/// <summary>Names a service to AWSSDK.Core; no operation is renamed in user agents.</summary>
internal sealed class ServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId { get; } = serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
}

using LambdaOps.Compat;

namespace Amazon.CloudWatch;

/// <summary>What Amazon CloudWatch's service model says of the wire.</summary>
internal static class AmazonCloudWatchProtocol
{
    internal static readonly JsonService Instance = new(
        "Amazon.CloudWatch",
        "GraniteServiceVersion20100801",
        "1.0",
        "2010-08-01",
        QueryCompatible: true
    );
}

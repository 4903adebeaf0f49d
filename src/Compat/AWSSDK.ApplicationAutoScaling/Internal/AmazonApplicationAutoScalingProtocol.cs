using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling;

/// <summary>What Application Auto Scaling's service model says of the wire.</summary>
internal static class AmazonApplicationAutoScalingProtocol
{
    internal static readonly JsonService Instance = new(
        "Amazon.ApplicationAutoScaling",
        "AnyScaleFrontendService",
        "1.1",
        "2016-02-06"
    );
}

using LambdaOps.Compat;

namespace Amazon.CloudFront;

/// <summary>What Amazon CloudFront's service model says of the wire.</summary>
internal static class AmazonCloudFrontProtocol
{
    internal static readonly RestXmlService Instance = new(
        "Amazon.CloudFront",
        "http://cloudfront.amazonaws.com/doc/2020-05-31/",
        "2020-05-31",
        why => new AmazonCloudFrontException(why)
    );
}

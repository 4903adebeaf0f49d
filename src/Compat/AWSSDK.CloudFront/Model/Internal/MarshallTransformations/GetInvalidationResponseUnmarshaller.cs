using System.Xml.Linq;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class GetInvalidationResponseUnmarshaller
{
    internal static readonly RestXmlOperationUnmarshaller Instance = new("Invalidation", Read, ToException);

    private static GetInvalidationResponse Read(XElement xml, IWebResponseData _) =>
        new() { Invalidation = InvalidationUnmarshaller.Read(xml) };

    private static AmazonCloudFrontException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDenied" => new AccessDeniedException(error),
            "NoSuchDistribution" => new NoSuchDistributionException(error),
            "NoSuchInvalidation" => new NoSuchInvalidationException(error),
            _ => new AmazonCloudFrontException(error),
        };
}

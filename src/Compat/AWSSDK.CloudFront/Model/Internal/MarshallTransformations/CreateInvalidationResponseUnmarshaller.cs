using System.Xml.Linq;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class CreateInvalidationResponseUnmarshaller
{
    internal static readonly RestXmlOperationUnmarshaller Instance = new("Invalidation", Read, ToException);

    private static CreateInvalidationResponse Read(XElement xml, IWebResponseData headers) =>
        new() { Location = headers.Header("Location"), Invalidation = InvalidationUnmarshaller.Read(xml) };

    private static AmazonCloudFrontException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "AccessDenied" => new AccessDeniedException(error),
            "BatchTooLarge" => new BatchTooLargeException(error),
            "InconsistentQuantities" => new InconsistentQuantitiesException(error),
            "InvalidArgument" => new InvalidArgumentException(error),
            "MissingBody" => new MissingBodyException(error),
            "NoSuchDistribution" => new NoSuchDistributionException(error),
            "TooManyInvalidationsInProgress" => new TooManyInvalidationsInProgressException(error),
            _ => new AmazonCloudFrontException(error),
        };
}

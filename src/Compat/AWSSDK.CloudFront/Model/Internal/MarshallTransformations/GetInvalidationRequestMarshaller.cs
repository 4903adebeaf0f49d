using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class GetInvalidationRequestMarshaller
{
    internal static readonly RestXmlRequestMarshaller<GetInvalidationRequest> Instance = new(
        AmazonCloudFrontProtocol.Instance,
        "GET",
        "/2020-05-31/distribution/{DistributionId}/invalidation/{Id}",
        Write
    );

    private static void Write(RestXmlWriter rest, GetInvalidationRequest request)
    {
        rest.Path("DistributionId", request.DistributionId);
        rest.Path("Id", request.Id);
    }
}

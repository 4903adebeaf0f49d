using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class CreateInvalidationRequestMarshaller
{
    internal static readonly RestXmlRequestMarshaller<CreateInvalidationRequest> Instance = new(
        AmazonCloudFrontProtocol.Instance,
        "POST",
        "/2020-05-31/distribution/{DistributionId}/invalidation",
        Write
    );

    private static void Write(RestXmlWriter rest, CreateInvalidationRequest request)
    {
        rest.Path("DistributionId", request.DistributionId);
        rest.Payload("InvalidationBatch", request.InvalidationBatch, InvalidationBatchMarshaller.Write);
    }
}

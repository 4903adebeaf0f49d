using LambdaOps.Compat;

namespace Amazon.SimpleNotificationService.Model.Internal.MarshallTransformations;

internal static class PublishRequestMarshaller
{
    internal static readonly QueryRequestMarshaller<PublishRequest> Instance = new(
        AmazonSimpleNotificationServiceProtocol.Instance,
        "Publish",
        Write
    );

    private static void Write(QueryWriter query, PublishRequest request)
    {
        query.Member("TopicArn", request.TopicArn);
        query.Member("TargetArn", request.TargetArn);
        query.Member("PhoneNumber", request.PhoneNumber);
        query.Member("Message", request.Message);
        query.Member("Subject", request.Subject);
        query.Member("MessageStructure", request.MessageStructure);
        query.Member(
            "MessageAttributes",
            request.MessageAttributes,
            "Name",
            "Value",
            MessageAttributeValueMarshaller.Write
        );
        query.Member("MessageDeduplicationId", request.MessageDeduplicationId);
        query.Member("MessageGroupId", request.MessageGroupId);
    }
}

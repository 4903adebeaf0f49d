using LambdaOps.Compat;

namespace Amazon.SimpleNotificationService.Model.Internal.MarshallTransformations;

internal static class MessageAttributeValueMarshaller
{
    internal static void Write(QueryWriter query, MessageAttributeValue value)
    {
        query.Member("DataType", value.DataType);
        query.Member("StringValue", value.StringValue);
        query.Member("BinaryValue", value.BinaryValue);
    }
}

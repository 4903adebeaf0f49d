using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class InvalidationBatchMarshaller
{
    internal static void Write(XElement xml, InvalidationBatch value)
    {
        xml.Member("Paths", value.Paths, PathsMarshaller.Write);
        xml.Member("CallerReference", value.CallerReference);
    }
}

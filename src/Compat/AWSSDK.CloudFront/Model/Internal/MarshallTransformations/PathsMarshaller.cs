using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class PathsMarshaller
{
    internal static void Write(XElement xml, Paths value)
    {
        xml.Member("Quantity", value.Quantity);
        xml.Member("Items", value.Items, "Path");
    }
}

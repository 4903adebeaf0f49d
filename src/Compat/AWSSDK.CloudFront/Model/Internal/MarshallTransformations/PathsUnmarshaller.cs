using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class PathsUnmarshaller
{
    internal static Paths Read(XElement xml) =>
        new() { Quantity = xml.Int("Quantity"), Items = xml.List("Items", XmlReading.AsString, "Path") };
}

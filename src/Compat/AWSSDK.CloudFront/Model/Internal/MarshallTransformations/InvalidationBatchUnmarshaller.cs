using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class InvalidationBatchUnmarshaller
{
    internal static InvalidationBatch Read(XElement xml) =>
        new()
        {
            Paths = xml.Structure("Paths", PathsUnmarshaller.Read),
            CallerReference = xml.String("CallerReference"),
        };
}

using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.CloudFront.Model.Internal.MarshallTransformations;

internal static class InvalidationUnmarshaller
{
    internal static Invalidation Read(XElement xml) =>
        new()
        {
            Id = xml.String("Id"),
            Status = xml.String("Status"),
            CreateTime = xml.Time("CreateTime"),
            InvalidationBatch = xml.Structure("InvalidationBatch", InvalidationBatchUnmarshaller.Read),
        };
}

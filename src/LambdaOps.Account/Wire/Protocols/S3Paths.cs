using System.Net;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>What S3 does otherwise than the rest of rest-xml: buckets in host names, names of root elements.</summary>
internal static class S3Paths
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>The path with the bucket in it, also when the bucket came in the host name.</summary>
    public static string PathOf(ServiceModel service, WireRequest request) =>
        service.Name == "s3" && BucketInHost(request.Header("Host") ?? "") is { } bucket
            ? $"/{bucket}{request.RawPath}"
            : request.RawPath;

    public static string RootOf(OperationModel operation) =>
        (operation.Service.Name, operation.Name) switch
        {
            ("s3", "ListObjectsV2" or "ListObjects") => "ListBucketResult",
            ("s3", "ListBuckets") => "ListAllMyBucketsResult",
            ("s3", "CreateMultipartUpload") => "InitiateMultipartUploadResult",
            ("s3", "CompleteMultipartUpload") => "CompleteMultipartUploadResult",
            ("s3", "ListParts") => "ListPartsResult",
            ("s3", "ListMultipartUploads") => "ListMultipartUploadsResult",
            ("s3", "ListObjectVersions") => "ListVersionsResult",
            ("s3", "DeleteObjects") => "DeleteResult",
            ("s3", "GetBucketVersioning") => "VersioningConfiguration",
            ("s3", "GetBucketLifecycleConfiguration") => "LifecycleConfiguration",
            _ => operation.Output!.Name,
        };

    /// <summary>The one answer that is a root element with a text instead of members; null for all others.</summary>
    public static (string Root, string Text)? TextRootOf(OperationModel operation, JsonObject output) =>
        (operation.Service.Name, operation.Name) == ("s3", "GetBucketLocation")
            ? ("LocationConstraint", (string?)output["LocationConstraint"] ?? "")
            : null;

    /// <summary>The namespace of answers' root elements; CloudFront's model has it at its requests only.</summary>
    public static string? NamespaceOf(ServiceModel service) =>
        service.Name switch
        {
            "s3" => Namespace,
            "cloudfront" => $"http://cloudfront.amazonaws.com/doc/{service.ApiVersion}/",
            "route53" => $"https://route53.amazonaws.com/doc/{service.ApiVersion}/",
            _ => service.XmlNamespace,
        };

    private static string? BucketInHost(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        if (IPAddress.TryParse(name.Trim('[', ']'), out _))
        {
            return null;
        }

        foreach (var ending in (string[])[".s3.localhost", ".localhost", ".s3."])
        {
            var at =
                ending == ".s3." ? name.IndexOf(ending, StringComparison.OrdinalIgnoreCase)
                : name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name.Length - ending.Length
                : -1;
            if (at > 0)
            {
                return name[..at] == "s3" ? null : name[..at];
            }
        }

        return null;
    }
}

/// <summary>S3's own form of errors.</summary>
internal static class S3Errors
{
    public static WireAnswer Write(
        ServiceModel service,
        OperationModel? operation,
        ServiceFault fault,
        string requestId
    )
    {
        var facts = ErrorFacts.Of(service, fault);
        if (facts.Status == 304 || operation?.HttpMethod == "HEAD")
        {
            return new(facts.Status, null, null);
        }

        var body = XmlShapes.Document(xml =>
        {
            xml.WriteStartElement("Error");
            xml.WriteElementString("Code", facts.Code);
            xml.WriteElementString("Message", fault.Message);
            foreach (var (name, value) in fault.Details ?? [])
            {
                xml.WriteElementString(name, (string)value!);
            }

            xml.WriteElementString("RequestId", requestId);
            xml.WriteElementString("HostId", "simulator");
            xml.WriteEndElement();
        });
        return new(facts.Status, "application/xml", body);
    }
}

using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Wire;

/// <summary>Which service and which protocol a request means.</summary>
internal static class ServiceFinder
{
    private const string FormType = "application/x-www-form-urlencoded";
    private static readonly JsonProtocol s_json = new();
    private static readonly QueryProtocol s_query = new();
    private static readonly Ec2Protocol s_ec2 = new();
    private static readonly CborProtocol s_cbor = new();
    private static readonly RestProtocol s_restXml = new(isXml: true);
    private static readonly RestProtocol s_restJson = new(isXml: false);

    /// <summary>
    /// In whose form an error is answered when the service is not known; STS takes every plain caller.
    /// </summary>
    public static ServiceModel Fallback { get; } = ServiceModels.Embedded.Named("sts") ?? ServiceModels.Embedded.All[0];

    /// <summary>In whose form an error is answered before the service is known; URLs are presigned for S3.</summary>
    public static ServiceModel FormOf(WireRequest request) =>
        request.Header("Authorization") is null && Presigned.IsIn(request)
            ? ServiceModels.Embedded.Named("s3") ?? Fallback
            : Fallback;

    public static ServiceModel ServiceOf(WireRequest request, SigV4? signature)
    {
        if (signature is not null)
        {
            return ServiceModels.Embedded.SignedAs(signature.Service)
                ?? AbsentServices.SignedAs(signature.Service)
                ?? throw new ServiceFault("InvalidAction", $"The simulator has no service '{signature.Service}'.");
        }

        return Unsigned(request);
    }

    /// <summary>As the request is written, as far as the service knows that protocol.</summary>
    public static IProtocol ProtocolOf(ServiceModel service, WireRequest request) =>
        service.Protocol switch
        {
            "rest-xml" => s_restXml,
            "rest-json" => s_restJson,
            "ec2" => s_ec2,
            _ when request.Header("smithy-protocol") == "rpc-v2-cbor" && Knows(service, "smithy-rpc-v2-cbor") => s_cbor,
            _ when request.Header("X-Amz-Target") is not null && Knows(service, "json") => s_json,
            _ when IsForm(request) && Knows(service, "query") => s_query,
            "json" => s_json,
            _ => s_query,
        };

    private static bool Knows(ServiceModel service, string protocol) => service.Protocols.Contains(protocol);

    private static bool IsForm(WireRequest request) =>
        request.Method == "GET"
        || request.Header("Content-Type")?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Only to answer the missing signature in the service's own form.</summary>
    private static ServiceModel Unsigned(WireRequest request)
    {
        var models = ServiceModels.Embedded;
        if (request.Header("X-Amz-Target") is { } target)
        {
            return models.Targeted(target.Split('.')[0]) ?? Fallback;
        }

        if (CborProtocol.OperationNameIn(request.RawPath) is { } named)
        {
            return models.All.FirstOrDefault(m => m.OperationNamed(named) is not null) ?? Fallback;
        }

        if (request.Method == "POST" && IsForm(request))
        {
            var form = QueryProtocol.FormOf(request).ToList();
            var version = QueryProtocol.Value(form, "Version") ?? "";
            return models.WithVersion(version, QueryProtocol.Value(form, "Action") ?? "") ?? Fallback;
        }

        var name = request.RawPath switch
        {
            var path when path.StartsWith("/2015-03-31/", StringComparison.Ordinal) => "lambda",
            var path when path.StartsWith("/2013-04-01/", StringComparison.Ordinal) => "route53",
            var path when path.StartsWith("/2020-05-31/", StringComparison.Ordinal) => "cloudfront",
            _ => "s3",
        };
        return models.Named(name) ?? Fallback;
    }
}

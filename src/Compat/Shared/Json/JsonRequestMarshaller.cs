using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace LambdaOps.Compat;

/// <summary>Makes the HTTP request of one operation of an awsJson service.</summary>
internal sealed class JsonRequestMarshaller<TRequest>(
    JsonService service,
    string operation,
    Action<Utf8JsonWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new PooledContentStream();
        var request = new DefaultRequest(input, service.Namespace)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            ContentStream = body,
        };
        request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
        request.Headers["Content-Type"] = $"application/x-amz-json-{service.JsonVersion}";
        request.Headers["x-amz-api-version"] = service.ApiVersion;
        if (service.QueryCompatible)
            request.Headers["x-amzn-query-mode"] = "true";

        using var json = new Utf8JsonWriter(body.BufferWriter);
        json.WriteStartObject();
        writeMembers(json, (TRequest)input);
        json.WriteEndObject();
        json.Flush();
        return request;
    }
}

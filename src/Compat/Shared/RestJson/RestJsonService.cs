using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>What every request of one rest-json service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.Backup</c>.</param>
/// <param name="ApiVersion">The service model's date.</param>
/// <param name="Refuse">Makes the service's exception for a request that cannot be sent.</param>
internal sealed record RestJsonService(
    string Namespace,
    string ApiVersion,
    Func<string, AmazonServiceException> Refuse
);

/// <summary>Makes the HTTP request of one operation of a rest-json service.</summary>
/// <param name="service">What is the same for all operations.</param>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The address, with a <c>{name}</c> for each member that is part of it.</param>
/// <param name="hasBody">Whether any member is neither in the address nor in the query string.</param>
/// <param name="writeMembers">Writes the members to where each belongs.</param>
internal sealed class RestJsonRequestMarshaller<TRequest>(
    RestJsonService service,
    string method,
    string path,
    bool hasBody,
    Action<RestJsonWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace)
        {
            HttpMethod = method,
            ResourcePath = path,
            UseQueryString = true,
        };
        request.Headers["x-amz-api-version"] = service.ApiVersion;
        if (!hasBody)
        {
            writeMembers(new RestJsonWriter(service, request, null), (TRequest)input);
            return request;
        }

        var body = new PooledContentStream();
        request.ContentStream = body;
        request.Headers["Content-Type"] = "application/json";
        using var json = new Utf8JsonWriter(body.BufferWriter);
        json.WriteStartObject();
        writeMembers(new RestJsonWriter(service, request, json), (TRequest)input);
        json.WriteEndObject();
        json.Flush();
        return request;
    }
}

/// <summary>Writes a request's members to its address and its body. One that is null is not written.</summary>
/// <param name="body">Null where the operation has none.</param>
internal sealed class RestJsonWriter(RestJsonService service, IRequest request, Utf8JsonWriter body)
    : RestRequestWriter(request, service.Refuse)
{
    internal Utf8JsonWriter Body => body;
}

using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

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
internal readonly struct RestJsonWriter(RestJsonService service, IRequest request, Utf8JsonWriter body)
{
    internal Utf8JsonWriter Body => body;

    /// <summary>A member of the path. Without it the request would go elsewhere, so it is refused.</summary>
    internal void Path(string name, string value)
    {
        if (string.IsNullOrEmpty(value))
            throw service.Refuse($"{name} is part of the address and not set.");
        request.AddPathResource($"{{{name}}}", value);
    }

    internal void Query(string name, string value)
    {
        if (value != null)
            request.Parameters.Add(name, value);
    }

    internal void Query(string name, ConstantClass value) => Query(name, value?.Value);

    internal void Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    internal void Query(string name, bool? value) =>
        Query(
            name,
            value switch
            {
                true => "true",
                false => "false",
                null => null,
            }
        );

    /// <summary>ISO 8601 in UTC, with milliseconds where there are any.</summary>
    internal void Query(string name, DateTime? value) =>
        Query(name, value is { } set ? StringUtils.FromDateTimeToISO8601WithOptionalMs(set) : null);
}

using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Util;

namespace LambdaOps.Compat;

/// <summary>Writes the members of a request of rest-xml or rest-json that stand in its address.</summary>
/// <param name="refuse">Makes the service's exception for a request that cannot be sent.</param>
internal abstract class RestRequestWriter(IRequest request, Func<string, AmazonServiceException> refuse)
{
    private protected IRequest Request { get; } = request;

    /// <summary>A member of the path. Without it the request would go elsewhere, so it is refused.</summary>
    internal void Path(string name, string value)
    {
        if (string.IsNullOrEmpty(value))
            throw refuse($"{name} is part of the address and not set.");
        Request.AddPathResource($"{{{name}}}", value);
    }

    /// <summary>A member of the query string. One that is null is not written.</summary>
    internal void Query(string name, string value)
    {
        if (value == null)
            return;
        Request.UseQueryString = true;
        Request.Parameters.Add(name, value);
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

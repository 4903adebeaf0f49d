using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace LambdaOps.Compat;

/// <summary>What every request of one query service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.SimpleNotificationService</c>.</param>
/// <param name="ApiVersion">The Version parameter: the service model's date.</param>
internal sealed record QueryService(string Namespace, string ApiVersion);

/// <summary>Makes the HTTP request of one operation of a query service.</summary>
internal sealed class QueryRequestMarshaller<TRequest>(
    QueryService service,
    string operation,
    Action<QueryWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace) { HttpMethod = "POST" };
        request.Parameters.Add("Action", operation);
        request.Parameters.Add("Version", service.ApiVersion);
        writeMembers(new QueryWriter(request.Parameters, ""), (TRequest)input);
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
        return request;
    }
}

/// <summary>Reads the answer to one operation of a query service: the result is inside of a wrapper.</summary>
/// <param name="resultWrapper">The element that holds the result.</param>
/// <param name="read">Makes the response of that element.</param>
/// <param name="toException">Makes the exception for an error code.</param>
internal sealed class QueryOperationUnmarshaller(
    string resultWrapper,
    Func<XElement, AmazonWebServiceResponse> read,
    Func<string, ErrorResponse, AmazonServiceException> toException
) : XmlOperationUnmarshaller(resultWrapper, toException)
{
    private readonly string _resultWrapper = resultWrapper;

    protected override AmazonWebServiceResponse Read(XElement answer, IWebResponseData headers)
    {
        var response = read(answer.Child(_resultWrapper) ?? throw new XmlException($"There is no {_resultWrapper}."));
        response.ResponseMetadata = new ResponseMetadata
        {
            RequestId = answer.Child("ResponseMetadata")?.String("RequestId"),
        };
        return response;
    }
}

/// <summary>Writes members as query parameters. A member that is null is not written.</summary>
/// <param name="parameters">Where parameters go.</param>
/// <param name="prefix">The path of the structure that is being written, with its last dot.</param>
internal readonly struct QueryWriter(IDictionary<string, string> parameters, string prefix)
{
    internal void Member(string name, string value)
    {
        if (value != null)
            parameters.Add(prefix + name, value);
    }

    internal void Member(string name, int? value) => Member(name, value?.ToString(CultureInfo.InvariantCulture));

    internal void Member(string name, bool? value) =>
        Member(name, value is { } flag ? (flag ? "true" : "false") : null);

    internal void Member<T>(string name, T value, Action<QueryWriter, T> write)
        where T : class
    {
        if (value != null)
            write(Within(name), value);
    }

    internal void Member(string name, MemoryStream value)
    {
        if (value != null)
            Member(name, Convert.ToBase64String(value.ToArray()));
    }

    /// <summary>A list that is there but empty is told as such: it can mean something else than none.</summary>
    internal void Member(string name, List<string> values)
    {
        if (values is { Count: 0 })
            Member(name, "");
        for (var i = 0; i < values?.Count; i++)
            Member($"{name}.member.{i + 1}", values[i]);
    }

    internal void Member<T>(string name, List<T> values, Action<QueryWriter, T> write)
    {
        if (values is { Count: 0 })
            Member(name, "");
        for (var i = 0; i < values?.Count; i++)
            write(Within($"{name}.member.{i + 1}"), values[i]);
    }

    internal void Member<T>(
        string name,
        Dictionary<string, T> map,
        string keyName,
        string valueName,
        Action<QueryWriter, T> write
    )
    {
        if (map == null)
            return;
        var index = 0;
        foreach (var (key, value) in map)
        {
            var entry = Within($"{name}.entry.{++index}");
            entry.Member(keyName, key);
            write(entry.Within(valueName), value);
        }
    }

    private QueryWriter Within(string name) => new(parameters, prefix + name + ".");
}

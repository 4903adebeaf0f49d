using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>What every request of one rest-xml service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.CloudFront</c>.</param>
/// <param name="XmlNamespace">What the elements of a body are in.</param>
/// <param name="ApiVersion">The service model's date.</param>
/// <param name="Refuse">Makes the service's exception for a request that cannot be sent.</param>
internal sealed record RestXmlService(
    string Namespace,
    XNamespace XmlNamespace,
    string ApiVersion,
    Func<string, AmazonServiceException> Refuse
);

/// <summary>Makes the HTTP request of one operation of a rest-xml service.</summary>
/// <param name="service">What is the same for all operations.</param>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The address, with a <c>{Name}</c> for each member that is part of it.</param>
/// <param name="writeMembers">Writes the members to where each belongs.</param>
internal sealed class RestXmlRequestMarshaller<TRequest>(
    RestXmlService service,
    string method,
    string path,
    Action<RestXmlWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace) { HttpMethod = method, ResourcePath = path };
        request.Headers["x-amz-api-version"] = service.ApiVersion;
        writeMembers(new RestXmlWriter(service, request), (TRequest)input);
        return request;
    }
}

/// <summary>Reads the answer to one operation of a rest-xml service: a member is the body, others headers.</summary>
/// <param name="payload">The element that is the body.</param>
/// <param name="read">Makes the response of that element and the headers.</param>
/// <param name="toException">Makes the exception for an error code.</param>
internal sealed class RestXmlOperationUnmarshaller(
    string payload,
    Func<XElement, IWebResponseData, AmazonWebServiceResponse> read,
    Func<string, ErrorResponse, AmazonServiceException> toException
) : XmlOperationUnmarshaller(payload, toException)
{
    private readonly string _payload = payload;

    protected override AmazonWebServiceResponse Read(XElement answer, IWebResponseData headers) =>
        answer.Name.LocalName == _payload
            ? read(answer, headers)
            : throw new XmlException($"The answer is {answer.Name.LocalName}, not {_payload}.");
}

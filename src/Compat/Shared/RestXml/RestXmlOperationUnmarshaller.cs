using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

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

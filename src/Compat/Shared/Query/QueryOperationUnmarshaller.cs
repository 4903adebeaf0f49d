using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

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

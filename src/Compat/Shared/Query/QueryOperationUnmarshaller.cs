using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>Reads the answer to one operation of a query service, be it a result or an error.</summary>
/// <param name="resultWrapper">The element that holds the result.</param>
/// <param name="read">Makes the response of that element.</param>
/// <param name="toException">Makes the exception for an error code.</param>
internal sealed class QueryOperationUnmarshaller(
    string resultWrapper,
    Func<XElement, AmazonWebServiceResponse> read,
    Func<string, ErrorResponse, AmazonServiceException> toException)
    : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        try
        {
            using var reader = XmlReader.Create(input.Stream);
            return Read(XElement.Load(reader));
        }
        catch (Exception failure) when (failure is XmlException or FormatException)
        {
            throw new AmazonUnmarshallingException(null, resultWrapper, failure, input.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        return toException(error.Code, error);
    }

    private AmazonWebServiceResponse Read(XElement answer)
    {
        var response = read(answer.Child(resultWrapper) ?? throw new XmlException($"There is no {resultWrapper}."));
        response.ResponseMetadata = new ResponseMetadata
        {
            RequestId = answer.Child("ResponseMetadata")?.String("RequestId"),
        };
        return response;
    }
}

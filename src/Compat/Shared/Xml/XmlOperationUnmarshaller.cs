using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>Reads the answer to one operation of a service that answers in XML, be it a result or an error.</summary>
/// <param name="result">The element that holds the result.</param>
/// <param name="toException">Makes the exception for an error code.</param>
internal abstract class XmlOperationUnmarshaller(
    string result,
    Func<string, ErrorResponse, AmazonServiceException> toException
) : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        try
        {
            using var reader = XmlReader.Create(input.Stream);
            return Read(XElement.Load(reader), input.ResponseData);
        }
        catch (Exception failure) when (failure is XmlException or FormatException)
        {
            throw new AmazonUnmarshallingException(null, result, failure, input.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        return toException(error.Code, error);
    }

    protected abstract AmazonWebServiceResponse Read(XElement answer, IWebResponseData headers);
}

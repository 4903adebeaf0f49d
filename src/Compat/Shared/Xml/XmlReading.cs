using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>Reads members of XML results. A member that is absent is null.</summary>
internal static class XmlReading
{
    private const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    internal static string String(this XElement xml, string name) => xml.Child(name)?.Value;

    internal static int? Int(this XElement xml, string name) =>
        xml.Child(name) is { } child ? int.Parse(child.Value, CultureInfo.InvariantCulture) : null;

    internal static long? Long(this XElement xml, string name) =>
        xml.Child(name) is { } child ? long.Parse(child.Value, CultureInfo.InvariantCulture) : null;

    internal static bool? Bool(this XElement xml, string name) =>
        xml.Child(name) is { } child ? bool.Parse(child.Value) : null;

    internal static DateTime? Time(this XElement xml, string name) =>
        xml.Child(name) is { } child ? DateTime.Parse(child.Value, CultureInfo.InvariantCulture, Utc) : null;

    internal static MemoryStream Blob(this XElement xml, string name) =>
        xml.Child(name) is { } child ? new MemoryStream(Convert.FromBase64String(child.Value)) : null;

    internal static T Structure<T>(this XElement xml, string name, Func<XElement, T> read)
        where T : class => xml.Child(name) is { } child ? read(child) : null;

    internal static List<T> List<T>(this XElement xml, string name, Func<XElement, T> read, string itemName = "member")
    {
        if (xml.Child(name) is not { } child)
            return null;
        var list = new List<T>();
        foreach (var item in child.Elements())
            if (item.Name.LocalName == itemName)
                list.Add(read(item));
        return list;
    }

    internal static string AsString(XElement xml) => xml.Value;

    /// <summary>By local name: the namespace is the service's and says nothing more.</summary>
    internal static XElement Child(this XElement xml, string name)
    {
        foreach (var child in xml.Elements())
            if (child.Name.LocalName == name)
                return child;
        return null;
    }
}

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

/// <summary>Reads members that come as headers. A member that is absent is null.</summary>
internal static class HeaderReading
{
    internal static string Header(this IWebResponseData headers, string name) =>
        headers.IsHeaderPresent(name) ? headers.GetHeaderValue(name) : null;
}

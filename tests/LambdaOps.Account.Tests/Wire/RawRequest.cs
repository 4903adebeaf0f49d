using System.Net.Http.Headers;
using System.Text;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>Requests byte by byte: what SDKs of another age send, and what none would.</summary>
internal static class RawRequest
{
    public const string FormType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>With a signature that nobody verifies, for a service by its signing name.</summary>
    public static HttpRequestMessage To(Uri url, string signedAs, HttpMethod? method = null, byte[]? body = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, url)
        {
            Content = body is null ? null : new ByteArrayContent(body),
        };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(signedAs));
        return request;
    }

    /// <summary>A call in the query protocol.</summary>
    public static HttpRequestMessage Form(Uri url, string signedAs, string form) =>
        To(url, signedAs, body: Encoding.UTF8.GetBytes(form)).Typed(FormType);

    public static HttpRequestMessage Typed(this HttpRequestMessage request, string contentType)
    {
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return request;
    }

    public static HttpRequestMessage With(this HttpRequestMessage request, string header, string value)
    {
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    public static string Authorization(string service) =>
        "AWS4-HMAC-SHA256 Credential=AKIDSOMEONE/20310203/ap-northeast-1/"
        + $"{service}/aws4_request, SignedHeaders=host, Signature=00";
}

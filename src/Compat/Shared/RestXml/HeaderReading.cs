using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>Reads members that come as headers. A member that is absent is null.</summary>
internal static class HeaderReading
{
    internal static string Header(this IWebResponseData headers, string name) =>
        headers.IsHeaderPresent(name) ? headers.GetHeaderValue(name) : null;
}

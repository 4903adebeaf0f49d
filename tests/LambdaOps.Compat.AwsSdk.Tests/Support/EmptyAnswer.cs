using System.Net;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>A success that says nothing.</summary>
internal static class EmptyAnswer
{
    public static Answer To(CompatService service, string operation) => new(HttpStatusCode.OK, service.IsJson
        ? "{}"
        : $"<{operation}Response><{operation}Result/></{operation}Response>");
}

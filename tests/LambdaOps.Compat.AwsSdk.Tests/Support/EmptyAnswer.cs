namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>A success that says nothing.</summary>
internal static class EmptyAnswer
{
    public static Answer To(CompatService service, string operation) =>
        new(
            service.Model.Success(operation),
            service.Protocol switch
            {
                WireProtocol.Json => "{}",
                WireProtocol.Query => $"<{operation}Response><{operation}Result/></{operation}Response>",
                _ => $"<{service.Model.Output(operation).Payload}/>",
            }
        );
}

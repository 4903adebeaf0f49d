using System.Formats.Cbor;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Smithy's RPC v2 in CBOR, which new SDKs and command lines speak with CloudWatch.</summary>
public sealed class CborProtocol : IProtocol
{
    private const string ContentType = "application/cbor";
    private static readonly KeyValuePair<string, string> s_marker = new("smithy-protocol", "rpc-v2-cbor");

    /// <summary>/service/{service id}/operation/{name}, perhaps below a prefix.</summary>
    public static string? OperationNameIn(string rawPath)
    {
        var parts = rawPath.Split('/');
        return parts is [.., "service", _, "operation", var name] ? name : null;
    }

    public OperationModel OperationOf(ServiceModel service, WireRequest request)
    {
        var name = OperationNameIn(request.RawPath) ?? "";
        return service.OperationNamed(name)
            ?? throw new ServiceFault("UnknownOperationException", $"The simulator knows no operation '{name}'.", 404);
    }

    public JsonObject ReadInput(OperationModel operation, WireRequest request)
    {
        if (operation.Input is null || request.Body.Length == 0)
        {
            return [];
        }

        try
        {
            return (JsonObject)CborShapes.Read(new CborReader(request.Body), operation.Input, "");
        }
        catch (Exception malformed)
            when (malformed is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new ServiceFault("SerializationException", $"The body is not the CBOR expected: {malformed.Message}");
        }
    }

    public WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId)
    {
        if (operation.Output is null)
        {
            return new(operation.SuccessStatus, null, null, [s_marker]);
        }

        var writer = new CborWriter();
        CborShapes.Write(writer, output, operation.Output);
        return new(operation.SuccessStatus, ContentType, writer.Encode(), [s_marker]);
    }

    public WireAnswer WriteError(ServiceModel service, OperationModel? operation, ServiceFault fault, string requestId)
    {
        var facts = ErrorFacts.Of(service, fault);
        var message = facts.Shape?.Members.FirstOrDefault(m => m.Name is "message" or "Message")?.Name ?? "message";
        var writer = new CborWriter();
        writer.WriteStartMap(null);
        writer.WriteTextString("__type");
        writer.WriteTextString($"com.amazonaws.{service.Name}#{fault.Code}");
        writer.WriteTextString(message);
        writer.WriteTextString(fault.Message);
        foreach (var (name, value) in facts.Shape is null ? [] : fault.Details ?? [])
        {
            writer.WriteTextString(name);
            CborShapes.Write(writer, value!, facts.Shape!.MemberNamed(name)!.Shape);
        }

        writer.WriteEndMap();
        List<KeyValuePair<string, string>> headers = [s_marker];
        if (service.IsQueryCompatible)
        {
            headers.Add(QueryErrors.Header(facts));
        }

        return new(facts.Status, ContentType, writer.Encode(), headers);
    }
}

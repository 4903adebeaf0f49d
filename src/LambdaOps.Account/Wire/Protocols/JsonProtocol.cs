using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>awsJson 1.0 and 1.1: the operation in X-Amz-Target, JSON in the body.</summary>
public sealed class JsonProtocol : IProtocol
{
    public OperationModel OperationOf(ServiceModel service, WireRequest request)
    {
        var target = request.Header("X-Amz-Target") ?? "";
        var dot = target.LastIndexOf('.');
        var isOurs = dot > 0 && target[..dot] == service.TargetPrefix;
        return (isOurs ? service.OperationNamed(target[(dot + 1)..]) : null)
            ?? throw new ServiceFault("UnknownOperationException", $"The simulator knows no operation '{target}'.");
    }

    public JsonObject ReadInput(OperationModel operation, WireRequest request)
    {
        if (operation.Input is null || request.Body.Length == 0)
        {
            return [];
        }

        return (JsonObject)JsonShapes.Read(Parse(request.Body), operation.Input, "");
    }

    public WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId)
    {
        var body = operation.Output is null ? new JsonObject() : JsonShapes.Write(output, operation.Output);
        return new(operation.SuccessStatus, ContentType(operation.Service), StrictJson.BytesOf(body));
    }

    public WireAnswer WriteError(ServiceModel service, OperationModel? operation, ServiceFault fault, string requestId)
    {
        var facts = ErrorFacts.Of(service, fault);
        var body = ErrorBody(facts, fault);
        body.Insert(0, "__type", TypeOf(service, facts, fault));
        var answer = new WireAnswer(facts.Status, ContentType(service), StrictJson.BytesOf(body));
        return service.IsQueryCompatible ? answer with { Headers = [QueryErrors.Header(facts)] } : answer;
    }

    internal static JsonNode Parse(byte[] body)
    {
        try
        {
            return StrictJson.Parse(body) ?? throw new ServiceFault("SerializationException", "The body is null");
        }
        catch (JsonException malformed)
        {
            throw new ServiceFault("SerializationException", $"The body is not JSON: {malformed.Message}");
        }
    }

    /// <summary>The error's members: what the service told, under the names that its model has.</summary>
    internal static JsonObject ErrorBody(ErrorFacts facts, ServiceFault fault)
    {
        var message = facts.Shape?.Members.FirstOrDefault(m => m.Name is "message" or "Message")?.WireName ?? "message";
        var body = new JsonObject { [message] = fault.Message };
        if (fault.Details is not null && facts.Shape is not null)
        {
            foreach (var (name, value) in (JsonObject)JsonShapes.Write(fault.Details, facts.Shape))
            {
                body[name] = value!.DeepClone();
            }
        }

        return body;
    }

    private static string TypeOf(ServiceModel service, ErrorFacts facts, ServiceFault fault) =>
        service.Name switch
        {
            "dynamodb" when fault.Code == "ValidationException" => "com.amazon.coral.validate#ValidationException",
            "dynamodb" when facts.Shape is null => $"com.amazon.coral.service#{fault.Code}",
            "dynamodb" => $"com.amazonaws.dynamodb.v20120810#{fault.Code}",
            "sqs" when facts.Shape is null => $"com.amazon.coral.service#{fault.Code}",
            "sqs" => $"com.amazonaws.sqs#{fault.Code}",
            _ => fault.Code,
        };

    private static string ContentType(ServiceModel service) => $"application/x-amz-json-{service.JsonVersion}";
}

/// <summary>Services that once spoke query tell the old code beside the new one, for old clients' handlers.</summary>
internal static class QueryErrors
{
    public static KeyValuePair<string, string> Header(ErrorFacts facts) =>
        new("x-amzn-query-error", $"{facts.Code};{(facts.IsSender ? "Sender" : "Receiver")}");
}

using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Wire;

/// <summary>Lambda's Invoke between the model's members and the records that the function host knows.</summary>
internal static class InvokeCalls
{
    private const int MostLogBytes = 4096;

    public static InvokeCall Read(JsonObject input, string caller)
    {
        var (function, qualifier) = NameOf((string)input["FunctionName"]!);
        var type = (string?)input["InvocationType"] switch
        {
            null or "RequestResponse" => InvocationType.RequestResponse,
            "Event" => InvocationType.Event,
            "DryRun" => InvocationType.DryRun,
            _ => throw new UnreachableException("The model names the types."),
        };
        return new InvokeCall(
            function,
            (string?)input["Qualifier"] ?? qualifier,
            input["Payload"] is { } payload ? Nodes.BytesOf(payload) : [],
            type,
            (string?)input["LogType"] == "Tail",
            (string?)input["ClientContext"],
            caller
        );
    }

    public static JsonObject Write(InvokeAnswer answer, bool wantsLogTail)
    {
        var output = new JsonObject
        {
            ["StatusCode"] = answer.StatusCode,
            ["Payload"] = Nodes.Bytes(answer.Payload),
            ["FunctionError"] = answer.FunctionError,
        };
        if (answer.StatusCode == 200)
        {
            output["ExecutedVersion"] = answer.Version;
        }

        if (wantsLogTail && answer.LogTail is not null)
        {
            var log = Encoding.UTF8.GetBytes(answer.LogTail);
            output["LogResult"] = Convert.ToBase64String(log[Math.Max(0, log.Length - MostLogBytes)..]);
        }

        return output;
    }

    /// <summary>A name, name:qualifier, account:function:name, or an ARN with or without a qualifier.</summary>
    private static (string Function, string? Qualifier) NameOf(string given)
    {
        var parts = given.Split(':');
        var at = Array.IndexOf(parts, "function");
        var name = at < 0 ? parts : parts[(at + 1)..];
        return (name[0], name.Length > 1 ? name[1] : null);
    }
}

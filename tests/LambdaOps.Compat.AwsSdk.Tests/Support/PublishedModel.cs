using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>AWS's published model of one service, with the SDK's rules for names on top.</summary>
public sealed class PublishedModel
{
    private readonly JsonNode _root;

    private PublishedModel(JsonNode root) => _root = root;

    public static PublishedModel Load(string file) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Models", file)))!);

    public string Metadata(string name) => _root["metadata"]![name]!.GetValue<string>();

    public string? SigningName => _root["metadata"]!["signingName"]?.GetValue<string>();

    /// <summary>What the elements of requests and answers are in.</summary>
    public string XmlNamespace =>
        _root["metadata"]!["xmlNamespace"]?.GetValue<string>()
        ?? _root["shapes"]!
            .AsObject()
            .SelectMany(shape => shape.Value!["members"]?.AsObject() ?? [])
            .Select(member => member.Value!["xmlNamespace"]?["uri"]!.GetValue<string>())
            .FirstOrDefault(uri => uri != null)
        ?? "";

    public string Method(string operation) => Operation(operation)["http"]!["method"]!.GetValue<string>();

    public string RequestUri(string operation) => Operation(operation)["http"]!["requestUri"]!.GetValue<string>();

    public HttpStatusCode Success(string operation) =>
        (HttpStatusCode)(Operation(operation)["http"]!["responseCode"]?.GetValue<int>() ?? 200);

    public JsonNode Operation(string name) => _root["operations"]![name]!;

    public IEnumerable<string> OperationNames => _root["operations"]!.AsObject().Select(operation => operation.Key);

    public IEnumerable<string> ShapeNames => _root["shapes"]!.AsObject().Select(shape => shape.Key);

    public PublishedShape Shape(string name) => new(this, name, _root["shapes"]![name]!);

    /// <summary>Where the model has none, the SDK has a request without members.</summary>
    public PublishedShape Input(string operation) =>
        Operation(operation)["input"] is { } input
            ? Shape(input["shape"]!.GetValue<string>())
            : new(this, operation + "Request", new JsonObject { ["type"] = "structure" });

    /// <summary>Where the model has none, the SDK has a response without members.</summary>
    public PublishedShape Output(string operation) =>
        Operation(operation)["output"] is { } output
            ? Shape(output["shape"]!.GetValue<string>())
            : new(this, operation + "Response", new JsonObject { ["type"] = "structure" });

    public IEnumerable<PublishedShape> Errors(string operation) =>
        (Operation(operation)["errors"]?.AsArray() ?? []).Select(error => Shape(error!["shape"]!.GetValue<string>()));

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>One shape of a model.</summary>
public sealed class PublishedShape(PublishedModel model, string name, JsonNode node)
{
    public string Name { get; } = name;

    public string Type => node["type"]!.GetValue<string>();

    public string[] Enum => node["enum"]?.AsArray().Select(value => value!.GetValue<string>()).ToArray() ?? [];

    public string[] Required => node["required"]?.AsArray().Select(value => value!.GetValue<string>()).ToArray() ?? [];

    public bool IsException => node["exception"] != null;

    public string ErrorCode => node["error"]?["code"]?.GetValue<string>() ?? Name;

    public IEnumerable<KeyValuePair<string, PublishedShape>> Members =>
        (node["members"]?.AsObject() ?? []).Select(member => KeyValuePair.Create(member.Key, Target(member.Value!)));

    /// <summary>The member that is the body, where the protocol has such.</summary>
    public string? Payload => node["payload"]?.GetValue<string>();

    /// <summary>The members that are at one place of the message, with their names there.</summary>
    public IEnumerable<(string Member, string WireName)> Located(string place) =>
        (node["members"]?.AsObject() ?? [])
            .Where(member => member.Value!["location"]?.GetValue<string>() == place)
            .Select(member => (member.Key, member.Value!["locationName"]!.GetValue<string>()));

    /// <summary>The member's name in a body.</summary>
    public string WireName(string member) =>
        node["members"]![member] is { } facts && facts["location"] is null && facts["locationName"] is { } name
            ? name.GetValue<string>()
            : member;

    public PublishedShape Member(string name) => Target(node["members"]![name]!);

    public string ItemName => node["member"]!["locationName"]?.GetValue<string>() ?? "member";

    public PublishedShape Item => Target(node["member"]!);

    public PublishedShape Key => Target(node["key"]!);

    public PublishedShape Value => Target(node["value"]!);

    public string KeyName => node["key"]!["locationName"]?.GetValue<string>() ?? "key";

    public string ValueName => node["value"]!["locationName"]?.GetValue<string>() ?? "value";

    /// <summary>The exception's name in the SDK: a fault is an exception, and every exception says so.</summary>
    public string ExceptionName
    {
        get
        {
            if (Name.EndsWith("Exception", StringComparison.Ordinal))
            {
                return Name;
            }

            var stem = Name.EndsWith("Fault", StringComparison.Ordinal) ? Name[..^"Fault".Length] : Name;
            return stem + "Exception";
        }
    }

    /// <summary>What an exception carries beyond its message.</summary>
    public IEnumerable<KeyValuePair<string, PublishedShape>> ErrorMembers =>
        Members.Where(member => !member.Key.Equals("message", StringComparison.OrdinalIgnoreCase));

    private PublishedShape Target(JsonNode reference) => model.Shape(reference["shape"]!.GetValue<string>());
}

/// <summary>The protocol that a Compat client speaks; a service may offer others besides.</summary>
public enum WireProtocol
{
    Json,
    Query,
    RestXml,
    RestJson,
}

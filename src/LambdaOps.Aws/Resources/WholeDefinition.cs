using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// A task definition as ECS wrote it. It is registered again member by member as it stands: what the client has no type
/// for, or what ECS adds one day, would else be missing in the next revision without anybody noticing.
/// </summary>
/// <param name="answer">The body of DescribeTaskDefinition, with its tags.</param>
internal sealed class WholeDefinition(JsonObject answer)
{
    /// <summary>Members that ECS adds to what was registered.</summary>
    internal static ImmutableHashSet<string> ReadOnly { get; } =
    [
        "taskDefinitionArn",
        "revision",
        "status",
        "requiresAttributes",
        "compatibilities",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt",
    ];

    /// <summary>Members that RegisterTaskDefinition takes, without the tags.</summary>
    internal static ImmutableHashSet<string> Registered { get; } =
    [
        "family",
        "taskRoleArn",
        "executionRoleArn",
        "networkMode",
        "containerDefinitions",
        "volumes",
        "placementConstraints",
        "requiresCompatibilities",
        "cpu",
        "memory",
        "pidMode",
        "ipcMode",
        "proxyConfiguration",
        "inferenceAccelerators",
        "ephemeralStorage",
        "runtimePlatform",
        "enableFaultInjection",
    ];

    private static readonly string[] s_roles = ["taskRoleArn", "executionRoleArn"];

    private readonly JsonObject _definition = answer["taskDefinition"]!.AsObject();

    public DefinitionState State =>
        new(
            (string)_definition["taskDefinitionArn"]!,
            [
                .. Uses(_definition)
                    .Select(use => new SecretUse(
                        use.Container,
                        (string)use.One["name"]!,
                        (string)use.One["valueFrom"]!
                    )),
            ],
            [.. s_roles.Select(member => (string?)_definition[member]).OfType<string>().Distinct()],
            RestOf()
        )
        {
            Unknown = _definition
                .Select(member => member.Key)
                .FirstOrDefault(name => !ReadOnly.Contains(name) && !Registered.Contains(name)),
        };

    /// <summary>The images of its containers.</summary>
    public IEnumerable<string> Images =>
        (_definition["containerDefinitions"] as JsonArray ?? [])
            .Select(container => (string?)container?["image"])
            .OfType<string>()
            .Distinct();

    /// <summary>The body of RegisterTaskDefinition: the same with one version of that secret wherever it is taken.</summary>
    public byte[] Pinned(string secretArn, string version)
    {
        var body = Copy();
        foreach (var (_, one) in Uses(body).Where(use => SecretUse.IsOf((string)use.One["valueFrom"]!, secretArn)))
        {
            one["valueFrom"] = SecretUse.Pinned((string)one["valueFrom"]!, version);
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private JsonObject Copy()
    {
        var copy = _definition.DeepClone().AsObject();
        foreach (var member in ReadOnly)
        {
            copy.Remove(member);
        }

        if (answer["tags"] is JsonArray { Count: > 0 } tags)
        {
            copy["tags"] = tags.DeepClone();
        }

        return copy;
    }

    /// <summary>A digest, as what it says besides may be as secret as people made it.</summary>
    private string RestOf()
    {
        var rest = Copy();
        rest.Remove("tags");
        foreach (var (_, one) in Uses(rest))
        {
            one["valueFrom"] = "";
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Ordered(rest).ToJsonString())));
    }

    /// <summary>ECS promises no order of members.</summary>
    internal static JsonNode Ordered(JsonNode node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member =>
                        KeyValuePair.Create(member.Key, member.Value is { } value ? Ordered(value) : null)
                    )
            ),
            JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Ordered(item))]),
            _ => node.DeepClone(),
        };

    /// <summary>Environment variables, and options of log drivers.</summary>
    private static IEnumerable<(string Container, JsonObject One)> Uses(JsonObject definition) =>
        from container in definition["containerDefinitions"]!.AsArray().OfType<JsonObject>()
        from one in Items(container["secrets"]).Concat(Items(container["logConfiguration"]?["secretOptions"]))
        select ((string)container["name"]!, one);

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}

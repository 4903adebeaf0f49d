using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>One statement of a role: what it allows on what the estate names.</summary>
/// <param name="Resources">
/// ARNs with CloudFormation's pseudo parameters, as Fn::Sub takes them; "*" where IAM knows no resource.
/// </param>
public sealed record Grant(string Sid, ImmutableArray<string> Actions, ImmutableArray<string> Resources)
{
    /// <summary>Condition keys of the request and their only value.</summary>
    public ImmutableArray<(string Key, string Value)> Only { get; init; } = [];

    public JsonObject ToStatement()
    {
        var statement = new JsonObject
        {
            [nameof(Sid)] = Sid,
            ["Effect"] = "Allow",
            ["Action"] = OneOrMany(Actions.Select(action => (JsonNode)action)),
            ["Resource"] = OneOrMany(Resources.Select(Resource)),
        };
        if (!Only.IsEmpty)
        {
            statement["Condition"] = new JsonObject
            {
                ["StringEquals"] = new JsonObject([
                    .. Only.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)),
                ]),
            };
        }

        return statement;
    }

    private static JsonNode Resource(string resource) =>
        resource.Contains("${", StringComparison.Ordinal) ? new JsonObject { ["Fn::Sub"] = resource } : resource;

    private static JsonNode OneOrMany(IEnumerable<JsonNode> values)
    {
        JsonNode[] all = [.. values];
        return all is [var only] ? only : new JsonArray([.. all]);
    }
}

/// <summary>What the role of a procedure's function may do outside its own stack.</summary>
/// <param name="Look">Always allowed.</param>
/// <param name="Change">Allowed while the stack is deployed with WritePermissions=granted.</param>
public sealed record ProcedureGrants(ImmutableArray<Grant> Look, ImmutableArray<Grant> Change)
{
    /// <summary>Whether it works on pages in S3, which may be encrypted with keys of their own.</summary>
    public bool TouchesPages { get; init; }
}

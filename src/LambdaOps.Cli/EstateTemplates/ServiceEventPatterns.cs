using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// EventBridge patterns for what starts a remedy by an event of ECS: the clusters of the services that name it. What
/// another service of a cluster does arrives, too, and is not looked at.
/// </summary>
public static class ServiceEventPatterns
{
    public static ImmutableArray<JsonObject> Of(Remedy remedy, Estate estate)
    {
        var clusters = estate
            .Services.Where(service => remedy.SettingFor(service) is not null)
            .Select(service => service.Cluster)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return clusters.Count == 0
            ? []
            :
            [
                .. from trigger in remedy.Triggers.OfType<Trigger.ByEvent>()
                from some in clusters.Chunk(Most)
                select Pattern(trigger, some),
            ];
    }

    /// <summary>A cluster's name may have 255 characters, and a pattern 2,048.</summary>
    private const int Most = 6;

    /// <summary>The service's ARN, or its deployment's: an event names the one or the other.</summary>
    private static JsonObject Pattern(Trigger.ByEvent trigger, string[] clusters) =>
        new()
        {
            ["source"] = new JsonArray(trigger.Source),
            ["detail-type"] = new JsonArray([.. trigger.DetailTypes.Select(type => JsonValue.Create(type))]),
            ["resources"] = new JsonArray([
                .. clusters.Select(cluster => new JsonObject { ["wildcard"] = $"arn:*:ecs:*:service*/{cluster}/*" }),
            ]),
        };
}

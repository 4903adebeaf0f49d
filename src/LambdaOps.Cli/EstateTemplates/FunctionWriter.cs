using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// Writes each function's resources into the template. Where a role or function stands already, only what follows from
/// the procedures is set in it: the generator's members, the estate's policies and what people added stay. So do
/// descriptions that people wrote.
/// </summary>
internal sealed class FunctionWriter(TemplateText template, TextChanges changes)
{
    private static readonly ImmutableArray<string> s_descriptions = ["AlarmDescription", "Description"];

    /// <param name="functions">In their order in the template.</param>
    public void Write(ImmutableArray<FunctionResources> functions)
    {
        var (topic, last) = ("TopicKey", "LoopPolicy");
        foreach (var function in functions)
        {
            var own = $"{function.Name}AlarmTopic";
            changes.SetIf(function.AnswersAlarms, $"Resources/{own}", function.AlarmTopic(), topic);
            topic = function.AnswersAlarms ? own : topic;
            foreach (var (logicalId, resource) in function.All())
            {
                Write(function, logicalId, resource, last);
                last = resource is null ? last : logicalId;
            }
        }
    }

    private void Write(FunctionResources function, string logicalId, JsonObject? resource, string after)
    {
        var place = $"Resources/{logicalId}";
        if (resource is null)
        {
            changes.Change(place, () => template.Remove(place));
            return;
        }

        if (template.At(place) is not JsonObject stands)
        {
            changes.Set(place, WithoutNulls(resource), after);
            return;
        }

        switch ((string?)resource["Type"])
        {
            case "AWS::Serverless::Function":
                WriteCondition(function, place);
                WriteSettings(function, place, stands);
                break;
            case "AWS::IAM::Role" when resource["Properties"]!["ManagedPolicyArns"] is not null:
                WriteCondition(function, place);
                WriteRole(place, resource);
                break;
            default:
                KeepDescriptions((JsonObject)stands["Properties"]!, (JsonObject)resource["Properties"]!);
                changes.Set(place, resource);
                break;
        }
    }

    private void WriteCondition(FunctionResources function, string place) =>
        changes.SetIf(function.Condition is not null, $"{place}/Condition", function.Condition ?? "", after: "Type");

    private void WriteSettings(FunctionResources function, string place, JsonObject stands)
    {
        foreach (var (member, value) in function.Settings())
        {
            var path = $"{place}/Properties/{member}";
            if (value is null)
            {
                changes.Change(path, () => template.Remove(path));
            }
            else if (!s_descriptions.Contains(member) || stands["Properties"]![member] is null)
            {
                WriteParents(place, member);
                changes.Set(path, value);
            }
        }
    }

    private void WriteParents(string place, string member)
    {
        var path = $"{place}/Properties";
        foreach (var part in member.Split('/')[..^1])
        {
            path += $"/{part}";
            if (template.At(path) is null)
            {
                changes.Set(path, new JsonObject());
            }
        }
    }

    private void WriteRole(string place, JsonObject role)
    {
        var policies = $"{place}/Properties/Policies";
        foreach (var (member, value) in (JsonObject)role["Properties"]!)
        {
            if (member == "Policies")
            {
                var behind = ((JsonArray)template.At(policies)!).Count;
                changes.SetPolicy(policies, "Own", behind, value![0]!.DeepClone());
            }
            else
            {
                changes.Set($"{place}/Properties/{member}", value!.DeepClone());
            }
        }
    }

    private static void KeepDescriptions(JsonObject stands, JsonObject written)
    {
        foreach (var member in s_descriptions)
        {
            if (written.ContainsKey(member) && stands[member] is { } kept)
            {
                written[member] = kept.DeepClone();
            }
        }
    }

    /// <summary>Null is what a resource must not have.</summary>
    private static JsonObject WithoutNulls(JsonObject value)
    {
        foreach (var (member, inner) in value.ToList())
        {
            if (inner is JsonObject deeper)
            {
                WithoutNulls(deeper);
            }
            else if (inner is null)
            {
                value.Remove(member);
            }
        }

        return value;
    }
}

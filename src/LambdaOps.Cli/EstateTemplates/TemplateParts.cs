using System.Text.Json.Nodes;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>What resources of the template are put together from.</summary>
internal static class TemplateParts
{
    /// <summary>An alarm about LambdaOps itself goes straight to people, and they hear when it is over.</summary>
    public static JsonObject Alarm(JsonObject properties)
    {
        properties["AlarmActions"] = new JsonArray(Ref("L1Topic"));
        properties["OKActions"] = new JsonArray(Ref("L1Topic"));
        return Resource("AWS::CloudWatch::Alarm", properties);
    }

    public static JsonObject Resource(string type, JsonObject properties, string? whenGone = null)
    {
        properties["Tags"] = new JsonArray(new JsonObject { ["Key"] = "application", ["Value"] = "lambdaops" });
        var resource = new JsonObject { ["Type"] = type };
        if (whenGone is not null)
        {
            resource["DeletionPolicy"] = whenGone;
            resource["UpdateReplacePolicy"] = whenGone;
        }

        resource["Properties"] = properties;
        return resource;
    }

    /// <summary>The same resource, only where the condition holds; null is always.</summary>
    public static JsonObject Only(string? condition, JsonObject resource)
    {
        if (condition is not null)
        {
            resource.Insert(1, "Condition", condition);
        }

        return resource;
    }

    public static JsonObject Event(string type, JsonObject properties) =>
        new() { ["Type"] = type, ["Properties"] = properties };

    public static JsonArray Dimension(string dimension, JsonNode value) =>
        new(new JsonObject { ["Name"] = dimension, ["Value"] = value });

    public static JsonObject Policy(params ReadOnlySpan<JsonNode> statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    public static JsonObject Allow(string sid, JsonNode action, JsonNode resource) =>
        new()
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Action"] = action,
            ["Resource"] = resource,
        };

    public static JsonObject Ref(string name) => new() { ["Ref"] = name };

    public static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    public static JsonObject ArnOf(string resource) => new() { ["Fn::GetAtt"] = new JsonArray(resource, "Arn") };

    public static JsonNode IfAny(string? condition, JsonNode then) => condition is null ? then : If(condition, then);

    public static JsonObject If(string condition, JsonNode then) =>
        new() { ["Fn::If"] = new JsonArray(condition, then, Ref("AWS::NoValue")) };
}

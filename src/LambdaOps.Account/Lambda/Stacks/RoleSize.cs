using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>How long a role's inline policies get, at the most: IAM counts their characters without white space.</summary>
public static class RoleSize
{
    /// <summary>Of all inline policies of one role together.</summary>
    public const int Limit = 10_240;

    /// <summary>Of one managed policy.</summary>
    public const int ManagedLimit = 6_144;

    /// <summary>An ARN, or a list of three, that only a deployment knows.</summary>
    private const int LongestReference = 120;

    /// <param name="policies">A role's Policies, with the intrinsic functions of the template.</param>
    public static int Of(JsonArray policies) => policies.Sum(policy => Document(policy)?.ToJsonString().Length ?? 0);

    private static JsonNode? Document(JsonNode? policy) =>
        Longest(policy) is JsonObject resolved ? resolved["PolicyDocument"] : null;

    private static JsonNode? Longest(JsonNode? node) =>
        node switch
        {
            JsonObject fields when fields.Count == 1 => fields.First() switch
            {
                ("Fn::Sub", JsonValue text) => Resolved(text.GetValue<string>()),
                ("Fn::If", JsonArray choice) => choice.Skip(1).Select(Longest).MaxBy(Length),
                ("Ref" or "Fn::GetAtt" or "Fn::Split", _) => new string('x', LongestReference),
                _ => Fields(fields),
            },
            JsonObject fields => Fields(fields),
            JsonArray list => new JsonArray([.. list.Select(Longest)]),
            _ => node?.DeepClone(),
        };

    private static JsonObject Fields(JsonObject fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Key, Longest(field.Value)))]);

    private static int Length(JsonNode? node) => node?.ToJsonString().Length ?? 0;

    /// <summary>With the longest partition and region that there are.</summary>
    private static string Resolved(string text) =>
        new StringBuilder(text)
            .Replace("${AWS::Partition}", "aws-iso-b")
            .Replace("${AWS::Region}", "ap-southeast-1")
            .Replace("${AWS::AccountId}", 123456789012.ToString(CultureInfo.InvariantCulture))
            .ToString();
}

using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Requests by address, query string and a body in JSON, answers in JSON.</summary>
internal sealed class SdkRestJsonProtocol(SdkClient client) : SdkJsonProtocol(client)
{
    private static readonly HashSet<string> s_asText = ["string", "integer", "boolean", "timestamp"];

    public override (string Type, IEnumerable<string> Arguments) Service =>
        (
            "RestJsonService",
            [
                SdkNames.Literal(Client.Namespace),
                SdkNames.Literal(Client.Model.Metadata("apiVersion")!),
                $"why => new Amazon{Client.Stem}Exception(why)",
            ]
        );

    public override (string Type, string Name) RequestWriter => ("RestJsonWriter", "rest");

    public override (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation) =>
        (
            $"RestJsonRequestMarshaller<{operation.Name}Request>",
            [
                SdkNames.Literal(operation.Method),
                SdkNames.Literal(operation.RequestUri),
                operation.Input!.Members.Any(member => member.Location is null) ? "true" : "false",
            ]
        );

    public override bool KnowsEmptyAnswers => false;

    public override string WriteOfRequest(SdkShape request, SdkMember member, string value) =>
        member.Location is { } place
            ? $"rest.{(place == "uri" ? "Path" : "Query")}({SdkNames.Literal(member.WireName)}, {value});"
            : WriteTo("rest.Body", member, value);

    public override string? WhyNot(SdkShape parent, SdkMember member)
    {
        if (Client.Operations.All(operation => operation.Input != parent))
        {
            return base.WhyNot(parent, member);
        }

        return member.Location switch
        {
            null => null,
            "uri" when member.Target is { Type: "string", IsEnumeration: false } => null,
            "querystring" when s_asText.Contains(member.Target.Type) => null,
            _ => $"it is a {member.Target.Type} in the {member.Location}",
        };
    }
}

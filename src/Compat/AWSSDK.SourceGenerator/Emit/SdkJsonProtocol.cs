using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>awsJson 1.0 and 1.1.</summary>
internal class SdkJsonProtocol(SdkClient client) : SdkProtocol(client)
{
    public override IReadOnlyList<string> Usings => ["System.Text.Json"];

    public override (string Type, IEnumerable<string> Arguments) Service =>
        (
            "JsonService",
            [
                SdkNames.Literal(Client.Namespace),
                SdkNames.Literal(Client.Model.Metadata("targetPrefix")!),
                SdkNames.Literal(Client.Model.Metadata("jsonVersion")!),
                SdkNames.Literal(Client.Model.Metadata("apiVersion")!),
                .. Client.Model.IsQueryCompatible ? ["QueryCompatible: true"] : Array.Empty<string>(),
            ]
        );

    public override (string Type, string Name) Writer => ("Utf8JsonWriter", "json");

    public override (string Type, string Name) Reader => ("JsonElement", "json");

    public override (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation) =>
        ($"JsonRequestMarshaller<{operation.Name}Request>", [SdkNames.Literal(operation.Name)]);

    public override (string Type, IEnumerable<string> Arguments) ResponseUnmarshaller(Operation operation) =>
        (operation.HasOutput ? "JsonOperationUnmarshaller" : "EmptyAnswerUnmarshaller", []);

    public override bool KnowsEmptyAnswers => true;

    public override string? FormOfTimesRead => "iso8601";

    public override string Write(SdkMember member, string value) => WriteTo("json", member, value);

    /// <param name="json">The expression of the writer.</param>
    protected string WriteTo(string json, SdkMember member, string value)
    {
        var target = member.Target;
        var structure = target.Type switch
        {
            "structure" => target,
            "list" when target.Item.Target.IsStructure => target.Item.Target,
            "map" when target.Value.Target.IsStructure => target.Value.Target,
            _ => null,
        };
        var write = structure is null ? "" : ", " + Marshaller(structure);
        return $"{json}.Member({SdkNames.Literal(member.WireName)}, {value}{write});";
    }

    public override string Read(SdkMember member)
    {
        var name = SdkNames.Literal(member.WireName);
        return member.Target.Type switch
        {
            "structure" => $"json.Structure({name}, {Unmarshaller(member.Target)})",
            "list" => $"json.List({name}, {Item(member.Target.Item.Target)})",
            "map" => $"json.Map({name}, {Item(member.Target.Value.Target)})",
            _ => $"json.{Scalar(member.Target)}({name})",
        };
    }

    /// <summary>An error comes by its shape's name, or by the code that it had in the query protocol.</summary>
    public override IEnumerable<string> Codes(SdkShape error) =>
        Client.Model.IsQueryCompatible ? [.. new[] { error.Name, error.ErrorCode }.Distinct()] : [error.Name];

    private string Item(SdkShape shape) =>
        shape.Type switch
        {
            "structure" => Unmarshaller(shape),
            "list" => $"item => JsonReading.AsList(item, {Item(shape.Item.Target)})",
            _ => "JsonReading.As" + Scalar(shape),
        };

    private static string Scalar(SdkShape shape) =>
        shape.Type switch
        {
            "string" => "String",
            "integer" => "Int",
            "long" => "Long",
            "double" => "Double",
            "boolean" => "Bool",
            "timestamp" => "Time",
            _ => throw new NotSupportedException($"{shape.Name} is a {shape.Type}"),
        };
}

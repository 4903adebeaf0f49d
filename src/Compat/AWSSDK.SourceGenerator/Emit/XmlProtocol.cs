using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>What the protocols that answer in XML have in common.</summary>
internal abstract class XmlProtocol(SdkClient client) : Protocol(client)
{
    public override IReadOnlyList<string> Usings => ["System.Xml.Linq"];

    public override (string Type, string Name) Reader => ("XElement", "xml");

    public override string Read(Member member)
    {
        var (target, name) = (member.Target, Names.Literal(member.WireName));
        return target.Type switch
        {
            "structure" => $"xml.Structure({name}, {Unmarshaller(target)})",
            "list" => $"xml.List({name}, {Item(target.Item.Target)}{ItemName(target)})",
            "string" => $"xml.String({name})",
            "integer" => $"xml.Int({name})",
            "boolean" => $"xml.Bool({name})",
            "timestamp" => $"xml.Time({name})",
            _ => throw new NotSupportedException($"{target.Name} is a {target.Type}"),
        };
    }

    public override string? WhyNot(Shape parent, Member member) =>
        member.Is("flattened") || member.Target.IsFlattened ? "it is flattened"
        : member.Is("xmlAttribute") ? "it is an XML attribute"
        : base.WhyNot(parent, member);

    private static string ItemName(Shape list) =>
        list.Item is { Name: var usual, WireName: var name } && name != usual ? ", " + Names.Literal(name) : "";

    private string Item(Shape shape) =>
        shape.Type switch
        {
            "structure" => Unmarshaller(shape),
            "string" => "XmlReading.AsString",
            _ => throw new NotSupportedException($"{shape.Name} is a {shape.Type}"),
        };
}

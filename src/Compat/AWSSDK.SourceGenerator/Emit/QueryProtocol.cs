using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Requests as forms, answers in XML.</summary>
internal sealed class QueryProtocol(SdkClient client) : XmlProtocol(client)
{
    public override (string Type, IEnumerable<string> Arguments) Service =>
        ("QueryService", [Names.Literal(Client.Namespace), Names.Literal(Client.Model.Metadata("apiVersion")!)]);

    public override (string Type, string Name) Writer => ("QueryWriter", "query");

    public override (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation) =>
        ($"QueryRequestMarshaller<{operation.Name}Request>", [Names.Literal(operation.Name)]);

    public override (string Type, IEnumerable<string> Arguments) ResponseUnmarshaller(Operation operation) =>
        ("QueryOperationUnmarshaller", [Names.Literal(operation.ResultWrapper)]);

    public override string Write(Member member, string value)
    {
        var (target, name) = (member.Target, Names.Literal(member.WireName));
        return target.Type switch
        {
            "list" when target.Item.Target.IsStructure =>
                $"query.Member({name}, {value}, {Marshaller(target.Item.Target)});",
            "map" =>
                $"query.Member({name}, {value}, {Names.Literal(target.Key.WireName)}, {Names.Literal(target.Value.WireName)}, {Marshaller(target.Value.Target)});",
            _ => $"query.Member({name}, {value});",
        };
    }

    public override string? WhyNot(Shape parent, Member member) =>
        Client.Written.ContainsKey(parent) && member.Target is { Type: "list", Item.WireName: not "member" }
            ? $"its items are named {member.Target.Item.WireName}"
            : base.WhyNot(parent, member);
}

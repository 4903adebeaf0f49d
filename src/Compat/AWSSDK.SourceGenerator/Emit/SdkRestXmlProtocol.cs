using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Requests and answers by address, headers and XML.</summary>
internal sealed class SdkRestXmlProtocol(SdkClient client) : SdkXmlProtocol(client)
{
    public override IReadOnlyList<string> Usings => [.. base.Usings, "Amazon.Runtime.Internal.Transform"];

    public override (string Type, IEnumerable<string> Arguments) Service =>
        (
            "RestXmlService",
            [
                SdkNames.Literal(Client.Namespace),
                SdkNames.Literal(XmlNamespace),
                SdkNames.Literal(Client.Model.Metadata("apiVersion")!),
                $"why => new Amazon{Client.Stem}Exception(why)",
            ]
        );

    public override (string Type, string Name) Writer => ("XElement", "xml");

    public override (string Type, string Name) RequestWriter => ("RestXmlWriter", "rest");

    public override string ResponseReader => "XElement xml, IWebResponseData headers";

    /// <summary>What the elements of a body are in; all bodies of a service are in the same.</summary>
    private string XmlNamespace =>
        Client.Model.Metadata("xmlNamespace")
        ?? Client
            .Operations.Select(operation => operation.Input?.Payload?.XmlNamespace)
            .FirstOrDefault(uri => uri is not null)
        ?? "";

    public override (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation) =>
        (
            $"RestXmlRequestMarshaller<{operation.Name}Request>",
            [SdkNames.Literal(operation.Method), SdkNames.Literal(operation.RequestUri)]
        );

    public override (string Type, IEnumerable<string> Arguments) ResponseUnmarshaller(Operation operation) =>
        (
            "RestXmlOperationUnmarshaller",
            [SdkNames.Literal(operation.Output!.Payload?.WireName ?? operation.Output.Name)]
        );

    public override string Write(SdkMember member, string value)
    {
        var (target, name) = (member.Target, SdkNames.Literal(member.WireName));
        return target.Type switch
        {
            "structure" => $"xml.Member({name}, {value}, {Marshaller(target)});",
            "list" => $"xml.Member({name}, {value}, {SdkNames.Literal(target.Item.WireName)});",
            _ => $"xml.Member({name}, {value});",
        };
    }

    public override string WriteOfRequest(SdkShape request, SdkMember member, string value) =>
        member.Location switch
        {
            "uri" => $"rest.Path({SdkNames.Literal(member.WireName)}, {value});",
            "querystring" => $"rest.Query({SdkNames.Literal(member.WireName)}, {value});",
            _ => $"rest.Payload({SdkNames.Literal(member.WireName)}, {value}, {Marshaller(member.Target)});",
        };

    public override string ReadOfResponse(SdkShape response, SdkMember member) =>
        member.Location == "header" ? $"headers.Header({SdkNames.Literal(member.WireName)})"
        : response.Payload is null ? Read(member)
        : $"{Unmarshaller(member.Target)}(xml)";

    public override string? WhyNot(SdkShape parent, SdkMember member)
    {
        var isRequest = Client.Operations.Any(operation => operation.Input == parent);
        var isResponse = Client.Operations.Any(operation => operation.Output == parent);
        if (!isRequest && !isResponse)
        {
            return base.WhyNot(parent, member);
        }

        if (member.Location is null && isResponse && parent.Payload is null)
        {
            return base.WhyNot(parent, member);
        }

        if (member.Location is null)
        {
            return member.Name == parent.Payload?.Name && member.Target.IsStructure ? null : "it is not the whole body";
        }

        if (isRequest && member is { Location: "querystring", Target.Type: "string" or "integer" or "boolean" })
        {
            return null;
        }

        var where = isRequest ? "uri" : "header";
        return member.Location == where && member.Target is { Type: "string", IsEnumeration: false }
            ? null
            : $"it is a {member.Target.Type} in the {member.Location}";
    }
}

/// <summary>What the protocols that answer in XML have in common.</summary>
internal abstract class SdkXmlProtocol(SdkClient client) : SdkProtocol(client)
{
    public override IReadOnlyList<string> Usings => ["System.Xml.Linq"];

    public override (string Type, string Name) Reader => ("XElement", "xml");

    public override string Read(SdkMember member)
    {
        var (target, name) = (member.Target, SdkNames.Literal(member.WireName));
        return target.Type switch
        {
            "structure" => $"xml.Structure({name}, {Unmarshaller(target)})",
            "list" => $"xml.List({name}, {Item(target.Item.Target)}{ItemName(target)})",
            "string" => $"xml.String({name})",
            "integer" => $"xml.Int({name})",
            "long" => $"xml.Long({name})",
            "boolean" => $"xml.Bool({name})",
            "timestamp" => $"xml.Time({name})",
            "blob" => $"xml.Blob({name})",
            _ => throw new NotSupportedException($"{target.Name} is a {target.Type}"),
        };
    }

    public override string? WhyNot(SdkShape parent, SdkMember member) =>
        member.Is("flattened") || member.Target.IsFlattened ? "it is flattened"
        : member.Is("xmlAttribute") ? "it is an XML attribute"
        : base.WhyNot(parent, member);

    private static string ItemName(SdkShape list) =>
        list.Item is { Name: var usual, WireName: var name } && name != usual ? ", " + SdkNames.Literal(name) : "";

    private string Item(SdkShape shape) =>
        shape.Type switch
        {
            "structure" => Unmarshaller(shape),
            "string" => "XmlReading.AsString",
            _ => throw new NotSupportedException($"{shape.Name} is a {shape.Type}"),
        };
}

/// <summary>Requests as forms, answers in XML.</summary>
internal sealed class SdkQueryProtocol(SdkClient client) : SdkXmlProtocol(client)
{
    public override (string Type, IEnumerable<string> Arguments) Service =>
        ("QueryService", [SdkNames.Literal(Client.Namespace), SdkNames.Literal(Client.Model.Metadata("apiVersion")!)]);

    public override bool KnowsEmptyRequests => true;

    public override (string Type, string Name) Writer => ("QueryWriter", "query");

    public override (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation) =>
        ($"QueryRequestMarshaller<{operation.Name}Request>", [SdkNames.Literal(operation.Name)]);

    public override (string Type, IEnumerable<string> Arguments) ResponseUnmarshaller(Operation operation) =>
        ("QueryOperationUnmarshaller", [SdkNames.Literal(operation.ResultWrapper)]);

    public override string Write(SdkMember member, string value)
    {
        var (target, name) = (member.Target, SdkNames.Literal(member.WireName));
        return target.Type switch
        {
            "structure" => $"query.Member({name}, {value}, {Marshaller(target)});",
            "list" when target.Item.Target.IsStructure =>
                $"query.Member({name}, {value}, {Marshaller(target.Item.Target)});",
            "map" =>
                $"query.Member({name}, {value}, {SdkNames.Literal(target.Key.WireName)}, {SdkNames.Literal(target.Value.WireName)}, {Marshaller(target.Value.Target)});",
            _ => $"query.Member({name}, {value});",
        };
    }

    public override string? WhyNot(SdkShape parent, SdkMember member) =>
        Client.Written.ContainsKey(parent) && member.Target is { Type: "list", Item.WireName: not "member" }
            ? $"its items are named {member.Target.Item.WireName}"
            : base.WhyNot(parent, member);
}

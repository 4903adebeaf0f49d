using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Writes requests, responses, the structures in them and the enumerations, each with how it goes over the wire.</summary>
internal sealed class ModelEmitter(SdkClient client, SdkProtocol protocol)
{
    public IEnumerable<(string Name, string Text)> Files()
    {
        foreach (var enumeration in client.EnumerationNames)
        {
            yield return (SdkNames.Pascal(enumeration), Enumeration(client.Model.Shape(enumeration)));
        }

        foreach (var shape in client.Written.Keys.Union(client.Read.Keys))
        {
            var name = client.Written.TryGetValue(shape, out var written) ? written : client.Read[shape];
            yield return (name, Structure(shape, name));
        }
    }

    private string Enumeration(SdkShape shape)
    {
        var name = SdkNames.Pascal(shape.Name);
        return new Code()
            .Using("Amazon.Runtime")
            .Lines($"namespace {client.Namespace};\n")
            .Lines("/// <summary>A value that is not listed survives.</summary>")
            .Block(
                $"public class {name} : ConstantClass",
                body =>
                {
                    foreach (var value in shape.Values)
                    {
                        body.Lines(
                            $"public static readonly {name} {SdkNames.Constant(value)} = new({SdkNames.Literal(value)});"
                        );
                    }

                    body.Lines(
                        $$"""

                        public {{name}}(string value)
                            : base(value) { }

                        public static {{name}} FindValue(string value) => FindValue<{{name}}>(value);

                        public static implicit operator {{name}}(string value) => FindValue(value);
                        """
                    );
                }
            )
            .ToString();
    }

    private string Structure(SdkShape shape, string name)
    {
        var request = client.Operations.FirstOrDefault(operation => operation.Input == shape);
        var response = client.Operations.FirstOrDefault(operation => operation.Output == shape);
        var parent = (request, response) switch
        {
            ({ }, _) => $" : Amazon{client.Stem}Request",
            (_, { }) => " : AmazonWebServiceResponse",
            _ => "",
        };
        return new Code()
            .Using([
                "System",
                "System.Collections.Generic",
                "System.IO",
                .. protocol.Usings,
                "Amazon.Runtime",
                "Amazon.Runtime.Internal",
                "LambdaOps.Compat",
            ])
            .Block(
                $"namespace {client.Namespace}.Model",
                body => body.Block($"public class {name}{parent}", x => Members(x, shape))
            )
            .Block(
                $"\nnamespace {client.Namespace}.Model.Internal.MarshallTransformations",
                body =>
                {
                    if (request is not null)
                    {
                        RequestMarshaller(body, request);
                    }
                    else if (client.Written.ContainsKey(shape))
                    {
                        Marshaller(body, shape, name);
                    }

                    if (response is not null)
                    {
                        ResponseUnmarshaller(body, response);
                    }
                    else if (client.Read.ContainsKey(shape))
                    {
                        Unmarshaller(body, shape, name);
                    }
                }
            )
            .ToString();
    }

    private void Members(Code body, SdkShape shape)
    {
        foreach (var member in shape.Members.OrderBy(member => member.Property, StringComparer.Ordinal))
        {
            body.Lines("");
            if (shape.Requires(member) && client.Written.ContainsKey(shape))
            {
                body.Lines("/// <summary>Required.</summary>");
            }

            var hides = member.Property == nameof(Equals) ? "new " : "";
            body.Lines($"public {hides}{SdkClient.Type(member.Target)} {member.Property} {{ get; set; }}");
        }
    }

    private void Marshaller(Code body, SdkShape shape, string name) =>
        body.Block(
            $"internal static class {name}Marshaller",
            type =>
                type.Block(
                    $"internal static void Write({protocol.Writer.Type} {protocol.Writer.Name}, {name} value)",
                    write =>
                    {
                        foreach (var member in shape.Members)
                        {
                            write.Lines(protocol.Write(member, "value." + member.Property));
                        }
                    }
                )
        );

    private void Unmarshaller(Code body, SdkShape shape, string name) =>
        body.Block(
            $"\ninternal static class {name}Unmarshaller",
            type =>
                type.Block(
                    $"internal static {name} Read({protocol.Reader.Type} {protocol.Reader.Name}) => new()",
                    read => Initializers(read, shape, protocol.Read),
                    "};"
                )
        );

    private void RequestMarshaller(Code body, Operation operation)
    {
        var (type, arguments) = protocol.RequestMarshaller(operation);
        var all = string.Join(", ", [$"Amazon{client.Stem}Protocol.Instance", .. arguments, "Write"]);
        body.Block(
            $"internal static class {operation.Name}RequestMarshaller",
            marshaller =>
                marshaller
                    .Lines($"internal static readonly {type} Instance = new({all});\n")
                    .Block(
                        $"private static void Write({protocol.RequestWriter.Type} {protocol.RequestWriter.Name}, {operation.Name}Request request)",
                        write =>
                        {
                            foreach (var member in operation.Input!.Members)
                            {
                                write.Lines(
                                    protocol.WriteOfRequest(operation.Input, member, "request." + member.Property)
                                );
                            }
                        }
                    )
        );
    }

    private void ResponseUnmarshaller(Code body, Operation operation)
    {
        var (type, arguments) = protocol.ResponseUnmarshaller(operation);
        var exception = $"Amazon{client.Stem}Exception";
        var detailed = operation.Errors.Where(error => error.ErrorMembers.Any()).ToList();
        string[] readers = detailed.Count > 0 ? ["Read", "ToException", "ReadErrorMembers"] : ["Read", "ToException"];
        body.Block(
            $"internal static class {operation.Name}ResponseUnmarshaller",
            unmarshaller =>
            {
                unmarshaller
                    .Lines(
                        $"internal static readonly {type} Instance = new({string.Join(", ", arguments.Concat(readers))});\n"
                    )
                    .Block(
                        $"private static {operation.Name}Response Read({protocol.ResponseReader}) => new()",
                        read =>
                            Initializers(
                                read,
                                operation.Output!,
                                member => protocol.ReadOfResponse(operation.Output!, member)
                            ),
                        "};"
                    )
                    .Block(
                        $"\nprivate static {exception} ToException(string name, ErrorResponse error) => name switch",
                        arms =>
                        {
                            foreach (var error in operation.Errors)
                            {
                                var codes = string.Join(" or ", protocol.Codes(error).Select(SdkNames.Literal));
                                arms.Lines($"{codes} => new {SdkNames.Exception(error.Name)}(error),");
                            }

                            arms.Lines($"_ => new {exception}(error),");
                        },
                        "};"
                    );
                if (detailed.Count > 0)
                {
                    ErrorMembers(unmarshaller, detailed);
                }
            }
        );
    }

    private void ErrorMembers(Code body, IEnumerable<SdkShape> errors) =>
        body.Block(
            $"\nprivate static void ReadErrorMembers(AmazonServiceException exception, {protocol.Reader.Type} {protocol.Reader.Name})",
            read =>
            {
                foreach (var error in errors)
                {
                    read.Block(
                        $"if (exception is {SdkNames.Exception(error.Name)} x{error.Name})",
                        members =>
                        {
                            foreach (var member in error.ErrorMembers)
                            {
                                members.Lines($"x{error.Name}.{member.Property} = {protocol.Read(member)};");
                            }
                        }
                    );
                }
            }
        );

    private static void Initializers(Code body, SdkShape shape, Func<SdkMember, string> read)
    {
        foreach (var member in shape.Members)
        {
            body.Lines($"{member.Property} = {read(member)},");
        }
    }
}

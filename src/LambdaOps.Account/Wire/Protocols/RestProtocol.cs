using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>rest-xml and rest-json: the operation is in method and path, members are all over the request.</summary>
public sealed class RestProtocol(bool isXml) : IProtocol
{
    // The one query part that SDKs add to name the operation; it is not in the models.
    private const string OperationHint = "x-id";

    public OperationModel OperationOf(ServiceModel service, WireRequest request)
    {
        var path = S3Paths.PathOf(service, request);
        var found = service
            .Operations.Where(o =>
                o.HttpMethod == request.Method && new UriTemplate(o.RequestUri).Matches(path, request)
            )
            .OrderByDescending(o => HasRequiredParts(o, request))
            .ThenByDescending(o => new UriTemplate(o.RequestUri).Literals.Count)
            .ThenByDescending(o => o.Input?.Required.Count)
            .FirstOrDefault();
        return found
            ?? throw new ServiceFault(
                isXml ? "NotImplemented" : "UnknownOperationException",
                $"The simulator knows no operation of {service.Name} for {request.Method} {path}?{request.RawQuery}",
                isXml ? 501 : 404
            );
    }

    public JsonObject ReadInput(OperationModel operation, WireRequest request)
    {
        var shape = operation.Input;
        if (shape is null)
        {
            return [];
        }

        var template = new UriTemplate(operation.RequestUri);
        var labels = template.Labels(S3Paths.PathOf(operation.Service, request))!;
        var input = new JsonObject();
        RefuseUnknownQuery(operation, template, request);
        foreach (var member in shape.Members.Where(m => m.Location is not null))
        {
            if (RestParts.Read(member, labels, request) is { } value)
            {
                input.Add(member.Name, value);
            }
        }

        ReadBody(input, shape, request);
        return input;
    }

    public WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId)
    {
        var shape = operation.Output;
        if (shape is null)
        {
            return new(operation.SuccessStatus, null, null);
        }

        var (status, headers) = RestParts.Write(operation, output);
        var contentType = headers
            .FirstOrDefault(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            .Value;
        headers.RemoveAll(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        var (defaultType, body) = WriteBody(operation, shape, output);
        var hasNone = status is 204 or 304 || operation.HttpMethod == "HEAD";
        return new(status, contentType ?? defaultType, hasNone ? null : body, headers);
    }

    public WireAnswer WriteError(ServiceModel service, OperationModel? operation, ServiceFault fault, string requestId)
    {
        if (service.Name == "s3")
        {
            return S3Errors.Write(service, operation, fault, requestId);
        }

        if (isXml)
        {
            return QueryProtocol.ErrorXml(service, fault, requestId);
        }

        var facts = ErrorFacts.Of(service, fault);
        var body = JsonProtocol.ErrorBody(facts, fault);
        body["Type"] = facts.IsSender ? "User" : "Service";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        return new(facts.Status, "application/json", bytes, [new("x-amzn-ErrorType", fault.Code)]);
    }

    private void ReadBody(JsonObject input, Shape shape, WireRequest request)
    {
        if (shape.Payload is not null)
        {
            var payload = shape.MemberNamed(shape.Payload)!;
            if (ReadPayload(payload, request.Body) is { } value)
            {
                input.Add(payload.Name, value);
            }
        }
        else if (request.Body.Length > 0 && shape.Members.Any(m => m.Location is null))
        {
            var body = isXml
                ? XmlShapes.ReadStructure(XmlShapes.Parse(request.Body), shape, "")
                : (JsonObject)JsonShapes.Read(JsonProtocol.Parse(request.Body), shape, "");
            foreach (var (name, value) in body)
            {
                input[name] = value!.DeepClone();
            }
        }
    }

    private JsonNode? ReadPayload(Member payload, byte[] body) =>
        payload.Shape.Kind switch
        {
            ShapeKind.Blob => Nodes.Bytes(body),
            _ when body.Length == 0 => null,
            ShapeKind.String => JsonValue.Create(System.Text.Encoding.UTF8.GetString(body)),
            _ when isXml => XmlShapes.ReadStructure(XmlShapes.Parse(body), payload.Shape, ""),
            _ => JsonShapes.Read(JsonProtocol.Parse(body), payload.Shape, ""),
        };

    private (string? ContentType, byte[]? Body) WriteBody(OperationModel operation, Shape shape, JsonObject output)
    {
        if (shape.Payload is not null)
        {
            var payload = shape.MemberNamed(shape.Payload)!;
            return output[payload.Name] is { } value ? WritePayload(operation, payload, value) : (null, []);
        }

        if (!shape.Members.Any(m => m.Location is null))
        {
            return (null, []);
        }

        if (!isXml)
        {
            var inBody = output
                .Where(x => shape.MemberNamed(x.Key)?.Location is null && x.Value is not null)
                .Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone()));
            return (
                "application/json",
                JsonSerializer.SerializeToUtf8Bytes(JsonShapes.Write(new JsonObject(inBody), shape))
            );
        }

        return (
            "application/xml",
            XmlShapes.Document(xml =>
            {
                if (S3Paths.TextRootOf(operation, output) is var (root, text))
                {
                    xml.WriteElementString(root, S3Paths.NamespaceOf(operation.Service), text);
                    return;
                }

                xml.WriteStartElement(S3Paths.RootOf(operation), S3Paths.NamespaceOf(operation.Service));
                XmlShapes.WriteStructure(xml, output, shape);
                xml.WriteEndElement();
            })
        );
    }

    private (string? ContentType, byte[] Body) WritePayload(OperationModel operation, Member payload, JsonNode value)
    {
        var shape = payload.Shape;
        if (shape.Kind == ShapeKind.Blob)
        {
            return (isXml ? "binary/octet-stream" : "application/json", Nodes.BytesOf(value));
        }

        if (shape.Kind == ShapeKind.String)
        {
            return ("text/plain", System.Text.Encoding.UTF8.GetBytes(value.GetValue<string>()));
        }

        if (!isXml)
        {
            return ("application/json", JsonSerializer.SerializeToUtf8Bytes(JsonShapes.Write(value, shape)));
        }

        return (
            "application/xml",
            XmlShapes.Document(xml =>
            {
                xml.WriteStartElement(payload.WireName, S3Paths.NamespaceOf(operation.Service));
                XmlShapes.WriteStructure(xml, value.AsObject(), shape);
                xml.WriteEndElement();
            })
        );
    }

    private void RefuseUnknownQuery(OperationModel operation, UriTemplate template, WireRequest request)
    {
        var members = operation.Input!.Members.Where(m => m.Location == "querystring").ToList();
        var takesAll = members.Any(m => m.Shape.Kind == ShapeKind.Map);
        foreach (var (name, _) in request.Query)
        {
            var isKnown =
                name == OperationHint
                || Presigned.Owns(name)
                || template.Literals.Any(l => l.Key == name)
                || members.Any(m => m.WireName == name)
                || takesAll;
            if (!isKnown)
            {
                throw new ServiceFault(
                    isXml ? "NotImplemented" : "SerializationException",
                    $"{operation.Name} has no query parameter '{name}'",
                    isXml ? 501 : 400
                );
            }
        }
    }

    private static bool HasRequiredParts(OperationModel operation, WireRequest request) =>
        operation.Input is null
        || operation.Input.Required.All(name =>
        {
            var member = operation.Input.MemberNamed(name)!;
            return member.Location switch
            {
                "header" => request.Header(member.WireName) is not null,
                "querystring" => request.QueryValue(member.WireName) is not null,
                _ => true,
            };
        });
}

using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>The members of rest requests and answers that are not in the body: path, query, headers, status.</summary>
internal static class RestParts
{
    public static JsonNode? Read(Member member, Dictionary<string, string> labels, WireRequest request) =>
        member.Location switch
        {
            "uri" => labels.TryGetValue(member.WireName, out var label)
                ? Nodes.Scalar(label, member.Shape, member.Name)
                : null,
            "querystring" => ReadQuery(member, request),
            "header" => request.Header(member.WireName) is { } text ? ReadHeader(member, text) : null,
            "headers" => ReadPrefixed(member, request),
            _ => null,
        };

    /// <summary>Status and headers; a member without a value makes no header.</summary>
    public static (int Status, List<KeyValuePair<string, string>> Headers) Write(
        OperationModel operation,
        JsonObject output
    )
    {
        var status = operation.SuccessStatus;
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in output)
        {
            var member = operation.Output!.MemberNamed(name) ?? throw OutputFault.Unknown(name, operation.Output);
            switch (member.Location)
            {
                case "statusCode" when value is not null:
                    status = int.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                    break;
                case "header" when value is not null:
                    headers.Add(new(member.WireName, HeaderText(member, value)));
                    break;
                case "headers" when value is JsonObject map:
                    headers.AddRange(
                        map.Select(x => KeyValuePair.Create(member.LocationName + x.Key, (string)x.Value!))
                    );
                    break;
            }
        }

        // The model has no status for it: part of an object is 206.
        var isPartial = output["ContentRange"] is not null && operation.Service.Name == "s3";
        return (isPartial ? 206 : status, headers);
    }

    private static string HeaderText(Member member, JsonNode value) =>
        member.Shape.Kind == ShapeKind.List
            ? string.Join(",", value.AsArray().Select(x => (string)x!))
            : Nodes.TextOf(value, member.Shape, member.TimestampFormat ?? member.Shape.TimestampFormat ?? "rfc822");

    private static JsonNode ReadHeader(Member member, string text) =>
        member.Shape.Kind == ShapeKind.List
            ? new JsonArray([
                .. text.Split(',', StringSplitOptions.TrimEntries)
                    .Select(x => Nodes.Scalar(x, member.Shape.Element!.Shape, member.Name)),
            ])
            : Nodes.Scalar(text, member.Shape, member.Name);

    private static JsonNode? ReadQuery(Member member, WireRequest request)
    {
        var shape = member.Shape;
        if (shape.Kind == ShapeKind.List)
        {
            var values = request
                .Query.Where(q => q.Key == member.WireName)
                .Select(q => Nodes.Scalar(q.Value, shape.Element!.Shape, member.Name));
            var list = new JsonArray([.. values]);
            return list.Count > 0 ? list : null;
        }

        return request.QueryValue(member.WireName) is { } text ? Nodes.Scalar(text, shape, member.Name) : null;
    }

    private static JsonObject? ReadPrefixed(Member member, WireRequest request)
    {
        var prefix = member.LocationName ?? "";
        var found = request
            .Headers.Where(h => h.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
            .Select(h =>
                KeyValuePair.Create(
                    h.Key[prefix.Length..].ToLowerInvariant(),
                    (JsonNode?)JsonValue.Create(h.Value.ToString())
                )
            );
        var map = new JsonObject(found);
        return map.Count > 0 ? map : null;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services;

/// <summary>Calls faces as the wire does, and holds every answer against AWS's service model.</summary>
internal static partial class Faces
{
    /// <summary>A list call's answer has all its pages in one, unless the input names a page or its size.</summary>
    public static JsonObject Call(this SimulatedWorld world, string service, string operation, string input)
    {
        var asked = Parsed(input);
        var answer = Page(world, service, operation, asked);
        if (asked.Any(member => NamesAPage().IsMatch(member.Key)))
        {
            return answer;
        }

        foreach (var (next, token) in s_tokens)
        {
            while (answer[next] is { } from)
            {
                var page = Page(world, service, operation, With(asked, token, from.DeepClone()));
                Append(answer, page);
                answer.Remove(next);
                if (page[next] is { } further)
                {
                    answer[next] = further.DeepClone();
                }
            }
        }

        return answer;
    }

    /// <summary>An answer's token of the next page, and the input's member for it.</summary>
    private static readonly (string Next, string Token)[] s_tokens =
    [
        ("nextToken", "nextToken"),
        ("NextToken", "NextToken"),
        ("NextMarker", "Marker"),
    ];

    [GeneratedRegex("^(max|limit|page|marker|next)", RegexOptions.IgnoreCase)]
    private static partial Regex NamesAPage();

    private static JsonObject With(JsonObject input, string member, JsonNode value)
    {
        var next = input.DeepClone().AsObject();
        next[member] = value;
        return next;
    }

    private static void Append(JsonObject answer, JsonObject page)
    {
        foreach (var (member, more) in page)
        {
            if (more is JsonArray items && answer[member] is JsonArray all)
            {
                foreach (var item in items)
                {
                    all.Add(item?.DeepClone());
                }
            }
        }
    }

    private static JsonObject Page(SimulatedWorld world, string service, string operation, JsonObject input)
    {
        var answer = world.Services.Dispatch(new ServiceCall(service, operation, input, world.Clock.Now, "tester"));
        var model = Model(service);
        if (model["operations"]![operation]!["output"]?["shape"]?.GetValue<string>() is { } shape)
        {
            Check(model["shapes"]!, shape, WithoutNulls(answer), operation);
        }

        return answer;
    }

    public static string ErrorOf(this SimulatedWorld world, string service, string operation, string input)
    {
        var fault = Assert.Throws<ServiceFault>(() => world.Call(service, operation, input));
        return fault.Code;
    }

    public static string Text(this JsonNode node, string member) => node[member]!.GetValue<string>();

    public static int Int(this JsonNode node, string member) => node[member]!.GetValue<int>();

    /// <summary>A member without a value is none on the wire.</summary>
    private static JsonObject WithoutNulls(JsonObject answer) =>
        new(answer.Where(x => x.Value is not null).Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone())));

    private static JsonObject Parsed(string input) => StrictJson.Parse(Encoding.UTF8.GetBytes(input))!.AsObject();

    private static JsonNode Model(string service)
    {
        using var stream = typeof(SimulatedWorld).Assembly.GetManifestResourceStream($"models/{service}.json")!;
        return JsonNode.Parse(stream)!;
    }

    private static void Check(JsonNode shapes, string name, JsonNode? value, string path)
    {
        var shape = shapes[name]!;
        Assert.True(value is not null, $"{path} is null");
        var kind = value.GetValueKind();
        switch (shape.Text("type"))
        {
            case "structure":
                Assert.True(kind == JsonValueKind.Object, path);
                foreach (var (member, inner) in value.AsObject())
                {
                    var known = shape["members"]![member];
                    Assert.True(known is not null, $"{path} has no {member} in the model");
                    Check(shapes, known.Text("shape"), inner, $"{path}.{member}");
                }

                break;
            case "list":
                Assert.True(kind == JsonValueKind.Array, path);
                foreach (var item in value.AsArray())
                {
                    Check(shapes, shape["member"]!.Text("shape"), item, path + "[]");
                }

                break;
            case "map":
                foreach (var (key, inner) in value.AsObject())
                {
                    Check(shapes, shape["value"]!.Text("shape"), inner, $"{path}.{key}");
                }

                break;
            case "string":
                Assert.True(kind == JsonValueKind.String, path);
                var allowed = shape["enum"]?.AsArray().Select(e => e!.GetValue<string>()).ToList();
                Assert.True(allowed?.Contains(value.GetValue<string>()) ?? true, $"{path} is {value}");
                break;
            case "timestamp":
                Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$", value.GetValue<string>());
                break;
            case "boolean":
                Assert.True(kind is JsonValueKind.True or JsonValueKind.False, path);
                break;
            default:
                Assert.True(kind == JsonValueKind.Number, path);
                break;
        }
    }
}

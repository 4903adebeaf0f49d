using System.Text.Json.Nodes;
using CsCheck;
using LambdaOps.Core.Estates;
using NJsonSchema;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class EstateReaderPropertyTests
{
    private static readonly JsonSchema s_schema = JsonSchema.FromJsonAsync(Schema).GetAwaiter().GetResult();

    private static readonly string[] s_values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1",
        "7",
        "1e400",
        "0.5",
        "\"\"",
        "\"x\"",
        "\"a b\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"act\"",
        "\"https://example.com/\"",
        "\"http://\"",
        "[]",
        "[[]]",
        "{}",
        "{\"a\":{\"a\":1}}",
        "\"*\\\\\"",
    ];

    /// <summary>Some node of the full example replaced, left out, renamed or doubled; once or a few times.</summary>
    private static readonly Gen<string> s_mutated = Gen.Select(
            Gen.Int[0, 999],
            Gen.Int[0, 3],
            Gen.Int[0, s_values.Length - 1].Select(index => s_values[index])
        )
        .List[1, 4]
        .Select(changes => changes.Aggregate(Full, Mutate));

    [Fact]
    public void Read_NeverThrowsAndAlwaysSaysWhatIsWrong() => s_mutated.Sample(HasGoodErrors);

    [Fact]
    public void Read_NeverThrowsOnAnyText() => Gen.String.Sample(HasGoodErrors);

    [Fact]
    public void Read_NeverThrowsOnADamagedFile() =>
        Gen.Select(Gen.Int[0, Full.Length - 1], Gen.Int[0, 40], Gen.String[0, 5])
            .Sample(
                (at, length, text) =>
                    HasGoodErrors(Full.Remove(at, Math.Min(length, Full.Length - at)).Insert(at, text))
            );

    [Fact]
    public void WhatTheReaderTakes_TheSchemaTakes() =>
        s_mutated.Sample(json =>
            EstateReader.Read(json) is EstateReading.Invalid || s_schema.Validate(json).Count == 0
        );

    private static bool HasGoodErrors(string json) =>
        EstateReader.Read(json) switch
        {
            EstateReading.Valid => true,
            EstateReading.Invalid { Errors: { Count: > 0 } errors } => errors.All(error =>
                error.Path.StartsWith('$') && error.Found.Length > 0 && error.Expected.Length > 0
            ),
            _ => false,
        };

    private static string Mutate(string json, (int Where, int How, string With) change)
    {
        const string Marker = "\"@here@\"";
        try
        {
            var root = Parse(json);
            var places = PlacesOf(root).ToArray();
            if (places.Length == 0)
            {
                return json;
            }

            var (parent, name, index) = places[change.Where % places.Length];
            var marker = JsonValue.Create("@here@");
            switch (parent, change.How)
            {
                case (JsonObject members, 1):
                    members.Remove(name!);
                    break;
                case (JsonObject members, 2):
                    members[name + "x"] = marker;
                    break;
                case (JsonObject members, _):
                    members[name!] = marker;
                    break;
                case (JsonArray items, 1):
                    items.RemoveAt(index);
                    break;
                case (JsonArray items, 2):
                    items.Add(items[index]?.DeepClone());
                    break;
                default:
                    parent[index] = marker;
                    break;
            }

            return root.ToJsonString(s_asIs).Replace(Marker, change.With, StringComparison.Ordinal);
        }
        catch (Exception notWalkable)
            when (notWalkable is ArgumentException or InvalidOperationException or System.Text.Json.JsonException)
        {
            return json;
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions s_asIs = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> PlacesOf(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member =>
                PlacesOf(member.Value).Prepend((node, (string?)member.Key, 0))
            ),
            JsonArray items => items.SelectMany((item, index) => PlacesOf(item).Prepend((node, (string?)null, index))),
            _ => [],
        };
}

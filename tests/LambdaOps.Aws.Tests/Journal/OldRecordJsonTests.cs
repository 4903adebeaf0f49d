using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>
/// Records as the version before procedures and resources had folders of their own wrote them, in its drills: an
/// incident that was open then is carried on. The scenarios carry them on; here nothing of them is lost.
/// </summary>
public class OldRecordJsonTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Journal", "Records");

    public static TheoryData<string> Records =>
        [.. Directory.GetFiles(s_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Records))]
    public void Record_IsWrittenAgainWithEachMember(string name)
    {
        var text = File.ReadAllText(Path.Combine(s_folder, $"{name}.json"));
        // The phase of a hand-off has another name since.
        var old = JsonNode.Parse(
            text.Replace("\"phase\":\"handedOver\"", "\"phase\":\"handedOff\"", StringComparison.Ordinal)
        )!;
        var written = old["lastActed"] is null
            ? JsonSerializer.SerializeToNode(
                JsonSerializer.Deserialize(text, JournalJson.Default.Incident)!,
                JournalJson.Default.Incident
            )
            : JsonSerializer.SerializeToNode(
                JsonSerializer.Deserialize(text, JournalJson.Default.TargetRecord)!,
                JournalJson.Default.TargetRecord
            );

        Assert.Empty(Lost(old, written, "$"));
    }

    [Fact]
    public void Lost_FindsWhatIsGoneOrSaysSomethingElse() =>
        Assert.Equal(
            ["$.a", "$.b[1].c", "$.d"],
            Lost(
                JsonNode.Parse("""{"a":1,"b":[{"c":1},{"c":null}],"d":[1]}""")!,
                JsonNode.Parse("""{"b":[{"c":1,"more":1},{}],"d":[1,2]}"""),
                "$"
            )
        );

    /// <summary>The places of the old text that the new one lacks or has otherwise; it may say more.</summary>
    private static IEnumerable<string> Lost(JsonNode? old, JsonNode? written, string place) =>
        (old, written) switch
        {
            (JsonObject all, JsonObject others) => all.SelectMany(one =>
                others.ContainsKey(one.Key)
                    ? Lost(one.Value, others[one.Key], $"{place}.{one.Key}")
                    : [$"{place}.{one.Key}"]
            ),
            (JsonArray all, JsonArray others) when all.Count == others.Count => all.SelectMany(
                (one, at) => Lost(one, others[at], $"{place}[{at}]")
            ),
            _ => JsonNode.DeepEquals(old, written) ? [] : [place],
        };
}

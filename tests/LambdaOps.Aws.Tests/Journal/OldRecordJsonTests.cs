using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Engine;

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

    /// <summary>They have no number, no detection and no impact; their reports are complete all the same.</summary>
    [Fact]
    public void Report_OfEachOldIncidentIsComplete()
    {
        var place = new NoticePlace("shop", null, "ap-northeast-1", "Asia/Tokyo");
        var incidents = Directory.GetFiles(s_folder, "*.json").SelectMany(file => In(File.ReadAllText(file))).ToList();

        Assert.True(incidents.Count >= 13, $"{incidents.Count} records have an incident");
        foreach (var culture in (string[])["en", "ja"])
        {
            var writer = new IncidentReportWriter(Notices.In(culture), place);
            Assert.All(incidents, one => Assert.Null(ReportForm.Missing(writer.Write(one, Samples.Time), one, place)));
        }
    }

    private static IEnumerable<Incident> In(string text) =>
        JsonNode.Parse(text)!["lastActed"] is null ? [JsonSerializer.Deserialize(text, JournalJson.Default.Incident)!]
        : JsonSerializer.Deserialize(text, JournalJson.Default.TargetRecord) is { } record
            ? new[] { record.Open, record.LastEnded }.OfType<Incident>()
        : [];

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

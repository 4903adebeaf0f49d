using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>Lines of a record, as versions before and after this one read and write them.</summary>
public class TimelineJsonTests
{
    private const string Plain =
        """{"at":"2026-01-15T03:15:00+00:00","kind":"Denied","text":"words","until":"2026-01-15T03:15:00+00:00","times":1}""";

    /// <summary>Each case, with its JSON: open incidents survive an update.</summary>
    public static TheoryData<EntryDetail, string> Details =>
        new()
        {
            { new EntryDetail.Intention("503 for 60 s"), """{"of":"intention","because":"503 for 60 s"}""" },
            { new EntryDetail.Result(Samples.Time), """{"of":"result","intendedAt":"2026-01-15T03:15:00+00:00"}""" },
            {
                new EntryDetail.DeniedBy("rollBack", "ModeGuard"),
                """{"of":"deniedBy","change":"rollBack","guard":"ModeGuard"}"""
            },
            { new EntryDetail.Reopening(), """{"of":"reopening"}""" },
            {
                new EntryDetail.Notification(NoticeKind.Acted, null, "rollBack api family:40"),
                """{"of":"notification","kind":"Acted","level":null,"key":"rollBack api family:40"}"""
            },
            {
                new EntryDetail.Notification(NoticeKind.HandedOff, EscalationLevel.L1, "P1")
                {
                    Failed = "no such topic",
                },
                """{"of":"notification","kind":"HandedOff","level":"L1","key":"P1","failed":"no such topic"}"""
            },
            { EntryDetail.Remark.Of("Sato", "looking"), """{"of":"remark","by":"Sato","digest":"d6dcd7ba4352a4aa"}""" },
        };

    [Theory]
    [MemberData(nameof(Details))]
    public void Detail_IsBesideWhatOlderVersionsRead(EntryDetail detail, string json)
    {
        var written = Write(
            new TimelineEntry(Samples.Time, EntryKind.Denied, "words", Samples.Time, 1) { Detail = detail }
        );

        Assert.Equal(detail, Read(written.ToJsonString()).Detail);
        var beside = written["detail"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), beside), beside.ToJsonString());
        Assert.True(written.Remove("detail"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Plain), written), written.ToJsonString());
    }

    [Fact]
    public void Details_AreAllOfThem() =>
        Assert.Equal(
            typeof(EntryDetail).GetNestedTypes().Select(type => type.Name).Order(),
            Details.Select(row => row[0].GetType().Name).Distinct().Order()
        );

    [Fact]
    public void Line_OfAnOlderVersionIsRead()
    {
        var read = Read(Plain);

        Assert.Equal(new TimelineEntry(Samples.Time, EntryKind.Denied, "words", Samples.Time, 1), read);
        Assert.Null(read.Detail);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Plain), Write(read)));
    }

    private static JsonObject Write(TimelineEntry line) =>
        JsonSerializer.SerializeToNode(Samples.Incident with { Lines = [line] }, JournalJson.Default.Incident)![
            "lines"
        ]![0]!
            .DeepClone()
            .AsObject();

    private static TimelineEntry Read(string line)
    {
        var incident = JsonSerializer.SerializeToNode(Samples.Incident, JournalJson.Default.Incident)!;
        incident["lines"] = new JsonArray(JsonNode.Parse(line));
        return Assert.Single(incident.Deserialize(JournalJson.Default.Incident)!.Lines);
    }
}

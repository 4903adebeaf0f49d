using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Journal;

public class JournalJsonTests
{
    private static readonly Gen<DateTimeOffset> s_times = Gen.Long[0, TimeSpan.TicksPerDay * 3650]
        .Select(ticks => Samples.Time.AddTicks(ticks));

    private static readonly Gen<Signal> s_signals = Gen.OneOf(
        Gen.Select(Gen.String, Gen.String, Gen.Long)
            .Select(
                (target, incident, beat) =>
                    (Signal)new Signal.TickCame(new TargetId(target), new IncidentId(incident), beat)
            ),
        Gen.Select(Gen.String, Gen.Enum<Mode>(), s_times)
            .Select(
                (text, mode, until) =>
                    (Signal)new Signal.ControlSet(mode, text, text) { Until = until, UntilTime = new TimeOnly(18, 0) }
            ),
        Gen.Select(Gen.String, Gen.String)
            .Select((line, text) => (Signal)new Signal.LineTicked(line, text, text) { RequestId = text }),
        Gen.Select(Gen.String, Gen.String, Gen.Enum<Mode>())
            .Select(
                (by, because, mode) =>
                    (Signal)
                        new Signal.OperatorRequested(Samples.Target, Samples.Remedy, mode, by, because)
                        {
                            Page = mode == Mode.Off ? null : PageRequest.Up,
                        }
            ),
        Gen.Select(Gen.String, Gen.Enum<AlarmKind>(), Gen.Enum<AlarmState>(), s_times, Gen.Enum<AlarmRoute>())
            .Select(
                (text, kind, state, at, route) =>
                    (Signal)(
                        Samples.Alarm with
                        {
                            Name = text,
                            Kind = kind,
                            State = state,
                            Previous = null,
                            ChangedAt = at,
                            Route = route,
                            Tags = ImmutableSortedDictionary<string, string>.Empty.Add(text, text),
                            LeftBy = kind == AlarmKind.Metric ? null : new IncidentId(text),
                        }
                    )
            ),
        Gen.Select(Gen.String, Gen.Enum<OperatorAnswer>())
            .Select((text, answer) => (Signal)new Signal.OperatorAnswered(Samples.Target, answer, text, text, text)),
        Gen.Select(Gen.String, Gen.Enum<Severity>(), s_times)
            .Select(
                (text, severity, at) =>
                    (Signal)
                        new Signal.BreachFound(Samples.Target, Samples.Remedy, severity, text, text, at) { Key = text }
            )
    );

    /// <summary>
    /// What lies in queues and tables of a running version is read by the next one: its form may not drift.
    /// </summary>
    [Fact]
    public void Tick_HasThisForm() =>
        Assert.Equal(
            """{"signal":"tick","target":"api-service","incident":"20260115-api-service-031501","beat":3}""",
            JsonSerializer.Serialize<Signal>(Samples.Tick, JournalJson.Default.Signal)
        );

    [Fact]
    public void Breach_HasThisForm() =>
        Assert.Equal(
            """
            {"signal":"breach","target":"api-service","remedy":"latency","severity":"P2","check":"quickCheck",
            "because":"P95 1240 ms","at":"2026-01-15T03:15:00+00:00","key":"p95 api-service"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize<Signal>(
                new Signal.BreachFound(
                    Samples.Target,
                    new ProcedureName("latency"),
                    Severity.P2,
                    "quickCheck",
                    "P95 1240 ms",
                    Samples.Time
                )
                {
                    Key = "p95 api-service",
                },
                JournalJson.Default.Signal
            )
        );

    /// <summary>A record of an incident without one is what an older version writes.</summary>
    [Fact]
    public void Incident_WithoutABreachDoesNotSaySo()
    {
        var incident = Samples.Incident with { Cause = Samples.Incident.Cause with { Breach = null, Breaches = [] } };
        var json = JsonSerializer.SerializeToNode(incident, JournalJson.Default.Incident)!;

        Assert.DoesNotContain(json.AsObject(), member => member.Key.StartsWith("breach", StringComparison.Ordinal));
        var read = JsonSerializer.Deserialize(json, JournalJson.Default.Incident)!;
        Assert.Null(read.Cause.Breach);
        Assert.Empty(read.Cause.Breaches);
    }

    private static readonly string[] s_members =
    [
        "target",
        "open",
        "lastActed",
        "alarmsSeen",
        "lastGoodTaskDefinition",
        "lastGoodAt",
        "lastEnded",
        "lastId",
        "joinedTo",
        "heldBack",
        "acts",
        "billingSwitches",
        "offTold",
    ];

    [Fact]
    public void Record_HasTheseMembers()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Samples.Record, JournalJson.Default.TargetRecord));

        Assert.Equal(s_members, json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            [
                "id",
                "target",
                "remedy",
                "severity",
                "ceiling",
                "alarm",
                "openedAt",
                "status",
                "phase",
                "streak",
                "blindSince",
                "attempts",
                "intent",
                "beat",
                "lastGoodTaskDefinition",
                "endedAt",
                "lines",
                "images",
                "probes",
                "lastGoodAt",
                "climbed",
                "rungStart",
                "rungAt",
                "wish",
                "calmSince",
                "escalation",
                "alarms",
                "returned",
                "silenced",
                "returnedAt",
                "joined",
                "joinedAt",
                "offer",
                "offers",
                "unanswered",
                "worseSince",
                "troubledSince",
                "quietSince",
                "dippedAt",
                "loweredFrom",
                "remindedAt",
                "deniedSince",
                "denials",
                "dueAt",
                "unattendedToldAt",
                "breach",
                "breaches",
                "memory",
            ],
            json.RootElement.GetProperty("open").EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            "rollBack",
            json.RootElement.GetProperty("open")
                .GetProperty("intent")
                .GetProperty("action")
                .GetProperty("action")
                .GetString()
        );
        Assert.Equal("HandedOver", json.RootElement.GetProperty("open").GetProperty("status").GetString());
    }

    [Fact]
    public void Record_ReadsBackAsItWas()
    {
        var text = JsonSerializer.Serialize(Samples.Record, JournalJson.Default.TargetRecord);
        var read = JsonSerializer.Deserialize(text, JournalJson.Default.TargetRecord)!;

        Assert.Equal(text, JsonSerializer.Serialize(read, JournalJson.Default.TargetRecord));
        var (before, after) = (Samples.Incident, read.Open!);
        Assert.Equal(before.Attempts.AsEnumerable(), after.Attempts);
        Assert.Equal(before.Lines.AsEnumerable(), after.Lines);
        Assert.Equal(before.Rung.Climbed.AsEnumerable(), after.Rung.Climbed);
        Assert.Equal(before.Clearance.Denials.AsEnumerable(), after.Clearance.Denials);
        Assert.Equal(Samples.Record.OffNotified, read.OffNotified);
        Assert.Equal(before.Escalation!.Paged.AsEnumerable(), after.Escalation!.Paged);
        Assert.Equal(before.Escalation, after.Escalation with { Paged = before.Escalation.Paged });
        Assert.Equal(
            before.Cause.Alarms.Select(one => one with { Contributor = null }),
            after.Cause.Alarms.Select(one => one with { Contributor = null })
        );
        Assert.Equal(
            before.Cause.Alarms.Select(one => one.Contributor),
            after.Cause.Alarms.Select(one => one.Contributor)
        );
        Assert.Equal(before.Cause.Breaches.AsEnumerable(), after.Cause.Breaches);
        Assert.Equal(
            before.Cause.Joined.Select(one => one with { Alarm = Plain(one.Alarm) }),
            after.Cause.Joined.Select(one => one with { Alarm = Plain(one.Alarm) })
        );
        Assert.Equal(before.Cause.Joined[0].Alarm.Tags, after.Cause.Joined[0].Alarm.Tags);
        Assert.Equal(before, SameLists(after, before));
        Assert.Equal(Samples.Record.LastEnded, SameLists(read.LastEnded!, Samples.Record.LastEnded!));
        Assert.Equal(Samples.Record.JoinedTo, read.JoinedTo);
        Assert.Equal(Samples.Record.LastActed, read.LastActed);
        Assert.Equal(Samples.Record.AlarmsSeen, read.AlarmsSeen);
    }

    /// <summary>An open incident outlives a deployment: what records say of changes is what they always said.</summary>
    /// <summary>An incident that is open during an update has the phase of the version before.</summary>
    [Theory]
    [InlineData("handedOver", "handedOff")]
    [InlineData("givingBack", "scalingIn")]
    [InlineData("puttingBack", "restoring")]
    [InlineData("saving", "backingUp")]
    [InlineData("scalingUp", "scalingOut")]
    [InlineData("watching", "watching")]
    public void Phase_IsReadByItsFormerName(string former, string name)
    {
        var text = JsonSerializer
            .Serialize(Samples.Incident with { Phase = new Phase("was") }, JournalJson.Default.Incident)
            .Replace("\"was\"", $"\"{former}\"", StringComparison.Ordinal);

        Assert.Equal(new Phase(name), JsonSerializer.Deserialize(text, JournalJson.Default.Incident)!.Phase);
    }

    [Theory]
    [InlineData("""{"action":"forceNewDeployment","target":"api"}""")]
    [InlineData("""{"action":"rollBack","target":"api","taskDefinition":"family:40"}""")]
    [InlineData("""{"action":"restartAt","target":"api","desired":2,"from":5,"definition":"family:41"}""")]
    [InlineData("""{"action":"setDesiredCount","target":"api","from":2,"to":4,"afterRestart":true}""")]
    [InlineData("""{"action":"setScalingMinimum","target":"api","from":2,"to":7}""")]
    [InlineData("""{"action":"savePage","site":"web","eTag":"e","savedKey":"key"}""")]
    [InlineData("""{"action":"publishMaintenancePage","site":"web","eTag":"e","savedKey":"key","by":"i-1"}""")]
    [InlineData("""{"action":"restorePage","site":"web","eTag":"e","original":"o","savedKey":"key"}""")]
    [InlineData(
        """{"action":"restorePage","site":"web","eTag":"e","original":"o","savedKey":"s","key":"talks.html"}"""
    )]
    [InlineData("""{"action":"invalidateSite","site":"web","reference":"r","afterRestore":true}""")]
    public void Change_StandsInRecordsAsItAlwaysDid(string text)
    {
        var change = JsonSerializer.Deserialize(text, JournalJson.Default.Change)!;
        var written = JsonSerializer.SerializeToNode(
            Samples.Incident with
            {
                Intent = new Intent(change, Samples.Time, "because"),
                Attempts = [new Attempt(change, Samples.Time, AttemptOutcome.Done, "detail")],
                Clearance = new Clearance(Mode.Act)
                {
                    Offer = new Offer("offer-1", change, "because", Samples.Time, Samples.Time),
                },
                Escalation = EscalationState.Begin(Severity.P2, "because", NextStep.Of(change), Samples.Time),
            },
            JournalJson.Default.Incident
        )!;

        Assert.All(
            [
                written["intent"]!["action"],
                written["attempts"]![0]!["action"],
                written["offer"]!["action"],
                written["escalation"]!["next"]!["action"],
            ],
            at => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), at), at?.ToJsonString())
        );
    }

    /// <summary>An escalation with nothing but what its first version must have.</summary>
    [Fact]
    public void Escalation_WithoutItsLaterMembersIsRead()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(
            JsonSerializer.Serialize(Samples.Record, JournalJson.Default.TargetRecord)
        )!;
        var escalation = json["open"]!["escalation"]!.AsObject();
        foreach (var later in new[] { "next", "paged", "acknowledged", "answerBy", "nextAt" })
        {
            Assert.True(escalation.Remove(later));
        }

        var read = JsonSerializer.Deserialize(json.ToJsonString(), JournalJson.Default.TargetRecord)!.Open!.Escalation!;

        Assert.Empty(read.Paged);
        Assert.Equal((null, null, null), (read.Level, read.Since, read.Acknowledged));
        Assert.Equal((Severity.P1, Severity.P2), (read.Severity, read.Notified));
    }

    [Fact]
    public void Incident_ReadsBackAsItWas() =>
        Gen.Select(Gen.String, s_times, Gen.Int[0, 300])
            .Sample(
                (text, at, lines) =>
                {
                    var incident = Samples.Incident with
                    {
                        Trend = new Trend(),
                        Intent = null,
                        EndedAt = null,
                        Cause = Samples.Incident.Cause with { Alarm = null },
                    };
                    for (var i = 0; i < lines; i++)
                    {
                        incident = incident.Note(at.AddSeconds(i), EntryKind.Decided, text);
                    }

                    var read = JsonSerializer.Deserialize(
                        JsonSerializer.Serialize(incident, JournalJson.Default.Incident),
                        JournalJson.Default.Incident
                    )!;
                    Assert.Equal(incident.Lines.AsEnumerable(), read.Lines);
                    Assert.Equal(incident, SameLists(read, incident));
                },
                iter: 200
            );

    /// <summary>What a version without returns and joins has left in the table.</summary>
    [Fact]
    public void Record_OfAnOlderVersionIsRead()
    {
        var record = JsonNode
            .Parse(JsonSerializer.Serialize(Samples.Record, JournalJson.Default.TargetRecord))!
            .AsObject();
        foreach (var name in new[] { "lastEnded", "lastId", "joinedTo", "heldBack", "offTold" })
        {
            Assert.True(record.Remove(name));
        }

        foreach (var name in new[] { "climbed", "alarms", "returned", "returnedAt", "joined", "joinedAt" })
        {
            Assert.True(record["open"]!.AsObject().Remove(name));
        }

        var read = record.Deserialize(JournalJson.Default.TargetRecord)!;
        Assert.Equal((null, 0, 0), (read.LastEnded, read.JoinedTo.Count, read.HeldBack.Count));
        Assert.Equal(
            (0, 0, 0),
            (read.Open!.Cause.Alarms.Length, read.Open.Cause.Joined.Length, read.Open.Returns.Count)
        );
        Assert.Empty(read.Open.Rung.Climbed);
        Assert.True(read.Open.HasHad(Samples.Incident.Alarm!.Arn));
    }

    /// <summary>What the versions without "memory" wrote, and what they read of this one's.</summary>
    [Theory]
    [InlineData("wish", "\"Up\"")]
    [InlineData("calmSince", "\"2026-01-15T03:20:00+00:00\"")]
    public void Memory_OfAnOlderVersionIsRead(string name, string value)
    {
        var older = JsonSerializer
            .SerializeToNode(Samples.Incident with { Memory = null }, JournalJson.Default.Incident)!
            .AsObject();
        Assert.False(older.ContainsKey("memory"));
        older[name] = JsonNode.Parse(value);

        var read = older.Deserialize(JournalJson.Default.Incident)!;
        ProcedureMemory expected =
            name == "wish"
                ? new ProcedureMemory.MaintenancePage(PageRequest.Up)
                : new ProcedureMemory.Latency(new DateTimeOffset(2026, 1, 15, 3, 20, 0, TimeSpan.Zero));
        Assert.Equal(expected, read.Memory);

        var written = JsonSerializer.SerializeToNode(read, JournalJson.Default.Incident)!.AsObject();
        Assert.True(written.Remove("memory"));
        Assert.True(JsonNode.DeepEquals(older, written), written.ToJsonString());
    }

    [Fact]
    public void Alarm_OfAnOlderVersionIsRead()
    {
        var alarm = JsonNode
            .Parse(JsonSerializer.Serialize<Signal>(Samples.Alarm, JournalJson.Default.Signal))!
            .AsObject();
        Assert.True(alarm.Remove("leftBy"));

        Assert.Null(((Signal.AlarmChanged)alarm.Deserialize(JournalJson.Default.Signal)!).LeftBy);
    }

    private static Signal.AlarmChanged Plain(Signal.AlarmChanged alarm) =>
        alarm with
        {
            Tags = ImmutableSortedDictionary<string, string>.Empty,
        };

    /// <summary>Lists are compared one by one: two of them are equal only when they are the same.</summary>
    private static Incident SameLists(Incident read, Incident written) =>
        read with
        {
            Attempts = written.Attempts,
            Lines = written.Lines,
            Rung = read.Rung with { Climbed = written.Rung.Climbed },
            Cause = read.Cause with
            {
                Alarms = written.Cause.Alarms,
                Breaches = written.Cause.Breaches,
                Joined = written.Cause.Joined,
            },
            Escalation = written.Escalation,
            Clearance = read.Clearance with { Denials = written.Clearance.Denials },
        };

    [Fact]
    public void Signal_ReadsBackAsItWas() =>
        s_signals.Sample(signal =>
        {
            var read = JsonSerializer.Deserialize(
                JsonSerializer.Serialize(signal, JournalJson.Default.Signal),
                JournalJson.Default.Signal
            )!;
            if ((signal, read) is (Signal.AlarmChanged sent, Signal.AlarmChanged got))
            {
                Assert.Equal(sent.Tags, got.Tags);
                (signal, read) = (sent, got with { Tags = sent.Tags });
            }

            Assert.Equal(signal, read);
        });

    /// <summary>What an earlier version wrote has no offers, standings and acts yet.</summary>
    [Fact]
    public void Record_OfAnEarlierVersionIsRead()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(
            JsonSerializer.Serialize(Samples.Record, JournalJson.Default.TargetRecord)
        )!;
        json.AsObject().Remove("acts");
        json.AsObject().Remove("billingSwitches");
        foreach (
            var later in new[]
            {
                "offer",
                "offers",
                "unanswered",
                "worseSince",
                "deniedSince",
                "dueAt",
                "unattendedToldAt",
                "escalation",
            }
        )
        {
            json["open"]!.AsObject().Remove(later);
        }

        json["open"]!["intent"]!.AsObject().Remove("before");
        json["open"]!["intent"]!.AsObject().Remove("approved");
        json["open"]!["attempts"]![0]!.AsObject().Remove("before");
        var read = JsonSerializer.Deserialize(json.ToJsonString(), JournalJson.Default.TargetRecord)!;

        Assert.Empty(read.Acts);
        Assert.Null(read.Open!.Escalation);
        Assert.Equal((null, 0, null), (read.Open!.Offer, read.Open.Clearance.Offers, read.Open.Intent!.Approved));
    }

    [Theory]
    [InlineData("""{"target":5,"open":null,"lastActed":{},"alarmsSeen":{},"lastGoodTaskDefinition":null}""")]
    [InlineData("""{"open":null,"lastActed":{},"alarmsSeen":{},"lastGoodTaskDefinition":null}""")]
    public void Record_ThatIsNoneIsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, JournalJson.Default.TargetRecord));
}

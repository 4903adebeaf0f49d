using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// An incident as it lies in the table: one flat list of members, under the names that every version has given them. A
/// record of an older version lacks the later ones; an older version reads this one's, and skips what it does not know.
/// </summary>
public sealed record IncidentRow(
    IncidentId Id,
    TargetId Target,
    ProcedureName Remedy,
    Severity Severity,
    Mode Ceiling,
    AlarmRef? Alarm,
    DateTimeOffset OpenedAt,
    IncidentStatus Status,
    Phase Phase,
    HealthStreak? Streak,
    DateTimeOffset? BlindSince,
    ImmutableArray<Attempt> Attempts,
    Intent? Intent,
    long Beat,
    string? LastGoodTaskDefinition,
    DateTimeOffset? EndedAt,
    ImmutableArray<TimelineEntry> Lines
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IncidentNumber? Number { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EstateVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Detection? Detection { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Impact? Impact { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImagesRun? Images { get; init; }

    /// <summary>Null in a record of an older version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecoveryClock? Recovery { get; init; }

    /// <summary>Null in a record of an older version.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecentProbes? Probes { get; init; }

    public DateTimeOffset? LastGoodAt { get; init; }

    public ImmutableArray<ProcedureName> Climbed { get; init; } = [];

    public int RungStart { get; init; }

    public DateTimeOffset? RungAt { get; init; }

    /// <summary>Of the maintenance page's memory: what the versions read that have no "memory".</summary>
    [JsonPropertyName("wish")]
    public PageRequest? RequestedPage { get; init; }

    /// <summary>Of the latency procedure's memory: what the versions read that have no "memory".</summary>
    public DateTimeOffset? CalmSince { get; init; }

    public EscalationState? Escalation { get; init; }

    public ImmutableArray<AlarmRef> Alarms { get; init; } = [];

    public int Returned { get; init; }

    public string? Silenced { get; init; }

    public DateTimeOffset? ReturnedAt { get; init; }

    public ImmutableArray<JoinedAlarm> Joined { get; init; } = [];

    public DateTimeOffset? JoinedAt { get; init; }

    public Offer? Offer { get; init; }

    public int Offers { get; init; }

    public int Unanswered { get; init; }

    public DateTimeOffset? WorseSince { get; init; }

    public DateTimeOffset? TroubledSince { get; init; }

    public DateTimeOffset? QuietSince { get; init; }

    public DateTimeOffset? DippedAt { get; init; }

    public Severity? LoweredFrom { get; init; }

    public DateTimeOffset? RemindedAt { get; init; }

    public DateTimeOffset? DeniedSince { get; init; }

    public ImmutableArray<NotifiedDenial> Denials { get; init; } = [];

    /// <summary>Default where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Postponement> Postponed { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    [JsonPropertyName("unattendedToldAt")]
    public DateTimeOffset? UnattendedNotifiedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BreachRef? Breach { get; init; }

    /// <summary>Default where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<BreachRef> Breaches { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProcedureMemory? Memory { get; init; }

    public static IncidentRow Of(Incident incident) =>
        new(
            incident.Id,
            incident.Target,
            incident.Remedy,
            incident.Severity,
            incident.Clearance.Ceiling,
            incident.Cause.Alarm,
            incident.OpenedAt,
            incident.Status,
            incident.Phase,
            incident.Trend.Streak,
            incident.Trend.BlindSince,
            incident.Attempts,
            incident.Intent,
            incident.Watch.Beat,
            incident.LastGood?.TaskDefinition,
            incident.EndedAt,
            incident.Lines
        )
        {
            Number = incident.Number,
            EstateVersion = incident.Cause.EstateVersion,
            Detection = incident.Cause.Detection,
            Impact = incident.Trend.Impact,
            Images = incident.Trend.Images,
            Recovery = incident.Recovery,
            Probes = incident.Trend.Probes.Marks.Length == 0 ? null : incident.Trend.Probes,
            LastGoodAt = incident.LastGood?.SeenAt,
            Climbed = incident.Rung.Climbed,
            RungStart = incident.Rung.Start,
            RungAt = incident.Rung.At,
            RequestedPage = incident.RequestedPage,
            CalmSince = incident.CalmSince,
            Escalation = incident.Escalation,
            Alarms = incident.Cause.Alarms,
            Returned = incident.Returns.Count,
            Silenced = incident.Trend.Silenced,
            ReturnedAt = incident.Returns.LastAt,
            Breach = incident.Cause.Breach,
            Breaches = incident.Cause.Breaches.IsEmpty ? default : incident.Cause.Breaches,
            Joined = incident.Cause.Joined,
            JoinedAt = incident.Cause.JoinedAt,
            Offer = incident.Clearance.Offer,
            Offers = incident.Clearance.Offers,
            Unanswered = incident.Clearance.Unanswered,
            WorseSince = incident.Trend.WorseSince,
            TroubledSince = incident.Trend.TroubledSince,
            QuietSince = incident.Trend.QuietSince,
            DippedAt = incident.Trend.DippedAt,
            LoweredFrom = incident.Trend.LoweredFrom,
            RemindedAt = incident.Watch.RemindedAt,
            DeniedSince = incident.Clearance.DeniedSince,
            Denials = incident.Clearance.Denials,
            Postponed = incident.Clearance.Postponed.IsEmpty ? default : incident.Clearance.Postponed,
            DueAt = incident.Watch.DueAt,
            UnattendedNotifiedAt = incident.Watch.UnattendedNotifiedAt,
            Memory = incident.Memory,
        };

    public Incident Incident =>
        new(Id, Target, Remedy, Severity, OpenedAt, Status, Phase, Listed(Attempts), Listed(Lines))
        {
            EndedAt = EndedAt,
            Intent = Intent,
            Cause = new IncidentCause
            {
                Number = Number,
                EstateVersion = EstateVersion,
                Detection = Detection,
                Alarm = Alarm,
                Alarms = Listed(Alarms),
                Breach = Breach,
                Breaches = Listed(Breaches),
                Joined = Listed(Joined),
                JoinedAt = JoinedAt,
            },
            Clearance = new Clearance(Ceiling)
            {
                Offer = Offer,
                Offers = Offers,
                Unanswered = Unanswered,
                DeniedSince = DeniedSince,
                Denials = Listed(Denials),
                Postponed = Listed(Postponed),
            },
            Trend = new Trend
            {
                Impact = Impact,
                Images = Images,
                Recovery = Recovery,
                Streak = Streak,
                Probes = Probes ?? RecentProbes.Of(Streak),
                BlindSince = BlindSince,
                WorseSince = WorseSince,
                TroubledSince = TroubledSince,
                QuietSince = QuietSince,
                DippedAt = DippedAt,
                Silenced = Silenced,
                LoweredFrom = LoweredFrom,
            },
            Rung = new RungState
            {
                Climbed = Listed(Climbed),
                Start = RungStart,
                At = RungAt,
            },
            Watch = new Watch
            {
                Beat = Beat,
                DueAt = DueAt,
                UnattendedNotifiedAt = UnattendedNotifiedAt,
                RemindedAt = RemindedAt,
            },
            Returns = new Returns(Returned, ReturnedAt),
            Escalation = Escalation,
            LastGood = LastGoodTaskDefinition is { } good ? new LastGood(good, LastGoodAt) : null,
            Memory =
                Memory
                ?? (
                    RequestedPage is { } wish ? new ProcedureMemory.MaintenancePage(wish)
                    : CalmSince is { } calm ? new ProcedureMemory.Latency(calm)
                    : null
                ),
        };

    /// <summary>A list that a record of an older version lacks is empty: what reads it leaves the default.</summary>
    private static ImmutableArray<T> Listed<T>(ImmutableArray<T> read) => read.IsDefault ? [] : read;
}

/// <summary>Incidents are read and written as rows.</summary>
internal sealed class IncidentConverter : JsonConverter<Incident>
{
    public override Incident Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, JournalJson.Default.IncidentRow)!.Incident;

    public override void Write(Utf8JsonWriter writer, Incident value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, IncidentRow.Of(value), JournalJson.Default.IncidentRow);
}

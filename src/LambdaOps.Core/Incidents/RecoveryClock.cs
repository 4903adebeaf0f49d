using System.Globalization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// How long a disturbance has kept users from the service, held against the goals of its recovery level: the worst one
/// of the procedures that the incident went through. A record of an older version has none.
/// </summary>
/// <param name="Since">When the disturbance began, by the earliest evidence; it never moves, also when it comes back.</param>
/// <param name="Rto">The goal as the estate had it while the incident was open.</param>
/// <param name="Rpo">The same of data.</param>
public sealed record RecoveryClock(RecoveryLevel Level, DateTimeOffset Since, TimeSpan Rto, TimeSpan Rpo)
{
    /// <summary>When a look first showed that the goal of this level was missed; null while none has.</summary>
    public DateTimeOffset? MissedAt { get; init; }

    /// <summary>Data of so long a time was lost; null where nobody knows.</summary>
    public TimeSpan? DataLost { get; init; }

    /// <summary>Until when it has to be over.</summary>
    public DateTimeOffset DueAt => Since + Rto;

    /// <summary>What every round remembers: the level, its goals, and once that a goal is missed.</summary>
    /// <param name="level">That of the present procedure; null where it does not count.</param>
    /// <param name="dataLost">What the present procedure knows to be lost.</param>
    public static Incident Remember(
        Incident incident,
        RecoveryLevel? level,
        TimeSpan? dataLost,
        RecoveryGoals goals,
        DateTimeOffset now
    )
    {
        var clock = incident.Recovery;
        if (level is { } known && !(clock?.Level >= known))
        {
            clock = new RecoveryClock(known, clock?.Since ?? incident.BeganAt, goals[known].Rto, goals[known].Rpo);
        }

        if (clock is null)
        {
            return incident;
        }

        clock = level == clock.Level ? clock with { DataLost = dataLost } : clock;
        return clock.IsMissedBy(incident, now) ? clock.Miss(incident, now) : clock.In(incident);
    }

    /// <summary>What became of the goals.</summary>
    public RecoveryVerdict VerdictOf(Incident incident) =>
        incident switch
        {
            { EndedAt: null } => MissedAt is null ? RecoveryVerdict.Running : RecoveryVerdict.Missed,
            { RestoredAt: { } restored } => restored <= DueAt && !(DataLost > Rpo)
                ? RecoveryVerdict.Reached
                : RecoveryVerdict.Missed,
            _ => MissedAt is null ? RecoveryVerdict.Unknown : RecoveryVerdict.Missed,
        };

    /// <summary>How long it took; null where that is not known, and while it goes on.</summary>
    public TimeSpan? Took(Incident incident) => incident.RestoredAt - Since;

    /// <summary>Whole minutes, rounded up: what took a second longer than the goal is not shown as the goal.</summary>
    public static int Minutes(TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);

    /// <summary>For records and terminals, in English.</summary>
    public string Describe(Incident incident, DateTimeOffset now)
    {
        var goal = string.Create(CultureInfo.InvariantCulture, $"RTO {Minutes(Rto)} min");
        var level = string.Create(CultureInfo.InvariantCulture, $"level {(int)Level}");
        var took = Took(incident) is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"recovered in {Minutes(time)} min, ")
            : "";
        return VerdictOf(incident) switch
        {
            RecoveryVerdict.Running => string.Create(
                CultureInfo.InvariantCulture,
                $"{level}, RTO goal in {Minutes(DueAt > now ? DueAt - now : TimeSpan.Zero)} min"
            ),
            RecoveryVerdict.Reached => $"{level}, {took}{goal} reached; {DescribeLoss()}",
            RecoveryVerdict.Missed =>
                $"{level}, {took}{(Took(incident) <= Rto ? "RPO" : goal)} missed; {DescribeLoss()}",
            _ => $"{level}, not seen recovered; {goal}",
        };
    }

    /// <summary>The incident with this clock.</summary>
    public Incident In(Incident incident) => incident with { Trend = incident.Trend with { Recovery = this } };

    private string DescribeLoss() =>
        DataLost switch
        {
            null => string.Create(CultureInfo.InvariantCulture, $"data loss not known, RPO {Minutes(Rpo)} min"),
            { Ticks: <= 0 } => "no data lost",
            { } lost => string.Create(
                CultureInfo.InvariantCulture,
                $"data of {Minutes(lost)} min lost, RPO {Minutes(Rpo)} min"
            ),
        };

    /// <summary>
    /// A target that has looked well since before its time was up has kept the goal, if it stays so; of one that nobody
    /// sees, nobody knows.
    /// </summary>
    private bool IsMissedBy(Incident incident, DateTimeOffset now) =>
        MissedAt is null
        && incident.EndedAt is null
        && now > DueAt
        && incident.Trend.BlindSince is null
        && !(incident.WellSince <= DueAt);

    private Incident Miss(Incident incident, DateTimeOffset now) =>
        (this with { MissedAt = now })
            .In(incident)
            .Note(
                now,
                EntryKind.Seen,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"recovery goal missed: level {(int)Level} is to be over within {Minutes(Rto)} min, and it has gone on for "
                        + $"{Minutes(now - Since)} min"
                )
            );
}

/// <summary>What became of a recovery level's goals.</summary>
public enum RecoveryVerdict
{
    /// <summary>It goes on, and its time is not up.</summary>
    Running,
    Reached,
    Missed,

    /// <summary>It ended, and nobody saw it well.</summary>
    Unknown,
}

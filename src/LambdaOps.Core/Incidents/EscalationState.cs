using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Incidents;

/// <summary>Who has been asked to take an incident, and who took it.</summary>
/// <param name="Because">Why on-call is needed.</param>
/// <param name="NextRung">What the runbook would try next, in English.</param>
public sealed record EscalationState(
    [property: JsonPropertyName("handedOverAt")] DateTimeOffset HandedOffAt,
    string Because,
    string NextRung
)
{
    /// <summary>The same for notices in another language; null in a record of an older version.</summary>
    public NextStep? Next { get; init; }

    /// <summary>Whether it was handed off because the service is stopped: it ends when that is started.</summary>
    public bool WhileStopped { get; init; }

    /// <summary>Levels that were paged, in that order, each once.</summary>
    public ImmutableArray<PagedLevel> Paged
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>How bad it is, as of the last round.</summary>
    public Severity Severity { get; init; }

    /// <summary>Since when it is that bad.</summary>
    public DateTimeOffset SeveritySince { get; init; }

    /// <summary>The severity that the paged levels know of.</summary>
    [JsonPropertyName("told")]
    public Severity Notified { get; init; }

    /// <summary>Null until someone acknowledges it; the first one counts.</summary>
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>Until when someone should have acknowledged it; null when someone has.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>
    /// When the next level is paged, or the severity rises, if nothing changes; null when nothing more is due.
    /// </summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The highest level that was paged; null until the first page has gone out.</summary>
    public EscalationLevel? Level => Paged.IsEmpty ? null : Paged.Max(paged => paged.Level);

    /// <summary>Since when that level has it.</summary>
    public DateTimeOffset? Since => Paged.IsEmpty ? null : Paged.MaxBy(paged => paged.Level)!.At;

    /// <summary>At the hand-off.</summary>
    /// <param name="next">Null where nothing is known.</param>
    public static EscalationState Begin(Severity severity, string because, NextStep? next, DateTimeOffset now) =>
        new(now, because, next?.Description ?? "")
        {
            Next = next,
            Severity = severity,
            SeveritySince = now,
            Notified = severity,
        };
}

/// <summary>A level, and when its page went out.</summary>
public sealed record PagedLevel(EscalationLevel Level, DateTimeOffset At);

/// <summary>Someone acknowledged it.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Because">What they say.</param>
public sealed record Acknowledgement(string By, string Because, DateTimeOffset At)
{
    /// <summary>Whether those who were paged know.</summary>
    [JsonPropertyName("isTold")]
    public bool IsNotified { get; init; }
}

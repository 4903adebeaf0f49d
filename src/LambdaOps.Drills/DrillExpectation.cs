using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Drills;

/// <summary>How a drill must end.</summary>
/// <param name="Outcome">Resolved, or handed off to on-call.</param>
/// <param name="Actions">
/// The kinds of change that must have been made, in order, and no others; a + behind one means that it may repeat, a ?
/// that it may be missing.
/// </param>
public sealed record DrillExpectation(IncidentStatus Outcome, params string[] Actions)
{
    /// <summary>Any end that is one, whatever was done on the way: for drills that chance draws.</summary>
    public static DrillExpectation AnyEnd { get; } = new(IncidentStatus.Resolved) { IsAnyEnd = true };

    public bool IsAnyEnd { get; private init; }

    /// <summary>How many seconds after the signal the first change must have been made at the latest.</summary>
    public int? FirstActionWithinSeconds { get; init; }

    /// <summary>
    /// What visitors of the site must have seen, one after the other: "page" (byte for byte), "maintenance" or "other".
    /// </summary>
    public ImmutableArray<string> Pages { get; init; } = ["page"];

    /// <summary>The same of a further page, by key, where its visitors see something else.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> MorePages { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>A part of the record's text that must be in it, or null.</summary>
    public string? Record { get; init; }

    /// <summary>
    /// The levels that must have been paged, in that order, and no others; not looked at when left out.
    /// </summary>
    public ImmutableArray<EscalationLevel> Levels { get; init; }

    /// <summary>The desired count of the service at the end, or null.</summary>
    public int? DesiredAtEnd { get; init; }

    /// <summary>How many incidents there must have been, or null.</summary>
    public int? Incidents { get; init; }

    /// <summary>How often an incident must have been opened again at least.</summary>
    public int Returns { get; init; }

    /// <summary>How often a function must have died at least.</summary>
    public int Deaths { get; init; }

    /// <summary>How many ticks must have been lost for good at least.</summary>
    public int LostTicks { get; init; }

    /// <summary>
    /// The alarms of the stack on LambdaOps itself, by their logical ids, that must have notified on-call: by their action,
    /// while SNS could be reached.
    /// </summary>
    public ImmutableArray<string> OwnAlarms { get; init; } = [];

    /// <summary>
    /// How many seconds after a tick that failed its function must have looked again at the latest; some tick must have
    /// failed. Null when none has to.
    /// </summary>
    public int? LooksAgainWithinSeconds { get; init; }
}

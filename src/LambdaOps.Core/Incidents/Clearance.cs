using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>Whether an incident may change anything: what is allowed, offered and denied.</summary>
/// <param name="Ceiling">
/// The most that it may do: an operator's request can ask for less than the estate allows.
/// </param>
public sealed record Clearance(Mode Ceiling)
{
    /// <summary>A change that waits for a person's approval, or has it; null when nothing is asked.</summary>
    public Offer? Offer { get; init; }

    /// <summary>How many changes have been offered.</summary>
    public int Offers { get; init; }

    /// <summary>
    /// How many offers have ended without an answer while the last look was good: a service that fails every other time
    /// would be offered the same for ever.
    /// </summary>
    public int Unanswered { get; init; }

    /// <summary>Since when what is decided has been denied; null when the last decision was not.</summary>
    public DateTimeOffset? DeniedSince { get; init; }

    /// <summary>
    /// Denials that people were notified of since the last change, or since the incident was opened again.
    /// </summary>
    public ImmutableArray<NotifiedDenial> Denials { get; init; } = [];

    /// <summary>Kinds of change that AWS asked to be sent later; the oldest first.</summary>
    public ImmutableArray<Postponement> Postponed { get; init; } = [];

    /// <summary>Whether a change like it is not sent again yet: meanwhile other steps may go on.</summary>
    public bool IsPostponed(Change change, DateTimeOffset now) =>
        Postponed.Of(change.Kind) is { } later && now < later.Until;

    /// <summary>Nothing is offered or denied any more.</summary>
    public Clearance Cleared() => this with { Offer = null, Unanswered = 0, DeniedSince = null, Denials = [] };
}

/// <summary>A denial that people were notified of: the same again is not news.</summary>
/// <param name="Kind">The kind of change: its numbers may move with every look.</param>
/// <param name="Guard">What denied it.</param>
public sealed record NotifiedDenial(string Kind, string Guard)
{
    /// <summary>Whether the notice did not go out and is to be sent again.</summary>
    public bool IsUnsent { get; init; }
}

/// <summary>A change that waits for a person's approval: what, why, and until when the offer stands.</summary>
/// <param name="Id">What a person names to answer it.</param>
/// <param name="Because">Why the change is decided, with the numbers.</param>
/// <param name="Until">From this moment on an approval comes too late.</param>
public sealed record Offer(
    string Id,
    [property: JsonPropertyName("action")] Change Change,
    string Because,
    DateTimeOffset MadeAt,
    DateTimeOffset Until
)
{
    /// <summary>Why a person has to approve it; empty in a record of an older version.</summary>
    public string Needs
    {
        get;
        init => field = value ?? "";
    } = "";

    /// <summary>Whether its notice did not go out and is to be sent again.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Null until someone answers.</summary>
    public OfferAnswer? Answer { get; init; }

    /// <summary>Whether the change may be made at that moment.</summary>
    public bool IsApproved(DateTimeOffset now) => Answer is { Approved: true } && now < Until;

    /// <summary>An incident's offers are numbered: an answer to an old one is not taken for the new one's.</summary>
    public static string IdOf(IncidentId incident, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{incident}-{number}");
}

/// <summary>A person's answer to an offer.</summary>
public sealed record OfferAnswer(bool Approved, string By, string Because, DateTimeOffset At);

using System.Collections.Immutable;
using LambdaOps.Core.Estates;

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

    /// <summary>Since when what is decided has been denied; null when the last decision was not.</summary>
    public DateTimeOffset? DeniedSince { get; init; }

    /// <summary>Denials of which people were told since the last change, or since the incident came back.</summary>
    public ImmutableArray<NotifiedDenial> Denials { get; init; } = [];

    /// <summary>Nothing is offered or denied any more.</summary>
    public Clearance Cleared() => this with { Offer = null, DeniedSince = null, Denials = [] };
}

using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// What code has to know of a line of the record. A line's text is for people, and nothing is read back from it. What
/// the text says is said here again only where code needs the words themselves.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "of")]
[JsonDerivedType(typeof(Intention), "intention")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(DeniedBy), "deniedBy")]
[JsonDerivedType(typeof(Reopening), "reopening")]
public abstract record EntryDetail
{
    private EntryDetail() { }

    /// <summary>A change is about to be made; its attempt has the line's time.</summary>
    public sealed record Intention(string Because) : EntryDetail;

    /// <summary>What became of a change.</summary>
    /// <param name="IntendedAt">The time of its intent, and of its attempt.</param>
    public sealed record Result(DateTimeOffset IntendedAt) : EntryDetail;

    /// <summary>A guard denied a change.</summary>
    /// <param name="Change">The name of its kind.</param>
    /// <param name="Guard">The guard's name.</param>
    public sealed record DeniedBy(string Change, string Guard) : EntryDetail;

    /// <summary>What was with on-call, or over, is LambdaOps's again.</summary>
    public sealed record Reopening : EntryDetail;
}

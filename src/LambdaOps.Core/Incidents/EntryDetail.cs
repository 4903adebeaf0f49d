using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;

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
[JsonDerivedType(typeof(Notification), "notification")]
[JsonDerivedType(typeof(Remark), "remark")]
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

    /// <summary>A notice was sent, or was not.</summary>
    /// <param name="Key"><see cref="Notice.Key"/></param>
    public sealed record Notification(NoticeKind Kind, EscalationLevel? Level, string Key) : EntryDetail
    {
        /// <summary>Why it was not sent; null when it was.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Failed { get; init; }

        public static Notification Of(Notice notice) => new(notice.Kind, notice.Level, notice.Key);
    }

    /// <summary>A person's remark.</summary>
    /// <param name="Digest">Of the words: they may be long, and are the line's text.</param>
    public sealed record Remark(string By, string Digest) : EntryDetail
    {
        public static Remark Of(string by, string words) =>
            new(by, Chance.Hash(0, words).ToString("x16", CultureInfo.InvariantCulture));
    }
}

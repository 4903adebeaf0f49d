using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Incidents;

/// <summary>One line of an incident's record.</summary>
/// <param name="Until">The last time the same was noted; equal to <paramref name="At"/> for a single line.</param>
/// <param name="Times">How many times in a row; the text is the newest.</param>
/// <param name="Text">For people: nothing is decided from it.</param>
public sealed record TimelineEntry(DateTimeOffset At, EntryKind Kind, string Text, DateTimeOffset Until, int Times)
{
    /// <summary>
    /// What code has to know of it; null where that is nothing more than the kind, and in a record of an older version.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryDetail? Detail { get; init; }

    public override string ToString() =>
        Times == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss} {Kind}: {Text}")
            : string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss}-{Until:HH:mm:ss} {Kind} ({Times}x): {Text}");
}

[JsonConverter(typeof(EntryKindAsName))]
public enum EntryKind
{
    Signal,
    Decided,
    Inconclusive,
    Denied,
    Intended,
    Acted,
    ActionFailed,
    Notified,
    NotNotified,

    HandedOff,

    /// <summary>A change was offered to a person.</summary>
    Offered,

    /// <summary>A person answered.</summary>
    Answered,

    /// <summary>An offer was withdrawn: it is not what is needed any more.</summary>
    Withdrawn,

    /// <summary>To another remedy.</summary>
    Switched,

    /// <summary>Someone acknowledged it.</summary>
    Acknowledged,

    /// <summary>The severity.</summary>
    Rose,
    Resolved,
    LeftOut,

    /// <summary>After its end.</summary>
    CameBack,

    /// <summary>A person's remark.</summary>
    Noted,
}

/// <summary>With the names of old records.</summary>
public sealed class EntryKindAsName()
    : EnumAsName<EntryKind>((nameof(EntryKind.HandedOff), "HandedOver"), (nameof(EntryKind.Switched), "HandedOn"));

/// <summary>
/// The record's rule: repeated looks are one line that counts, and a long record keeps its start and its end.
/// </summary>
public static class Timeline
{
    /// <summary>Lines that an incident keeps at most; in between, one line says how many were left out.</summary>
    public const int Limit = 200;

    private const int KeptFromStart = 80;

    public static ImmutableArray<TimelineEntry> Note(
        this ImmutableArray<TimelineEntry> lines,
        DateTimeOffset at,
        EntryKind kind,
        string text,
        EntryDetail? detail = null,
        bool repeats = false
    )
    {
        if (repeats && lines is [.., var last] && last.Kind == kind)
        {
            return lines.SetItem(
                lines.Length - 1,
                last with
                {
                    Text = text,
                    Detail = detail,
                    Until = at,
                    Times = last.Times + 1,
                }
            );
        }

        var added = lines.Add(new TimelineEntry(at, kind, text, at, 1) { Detail = detail });
        return added.Length <= Limit ? added : Shorten(added);
    }

    private static ImmutableArray<TimelineEntry> Shorten(ImmutableArray<TimelineEntry> lines)
    {
        var gap = lines[KeptFromStart];
        var dropped = lines[KeptFromStart + 1];
        var already = gap.Kind == EntryKind.LeftOut ? gap.Times : 1;
        var left = new TimelineEntry(gap.At, EntryKind.LeftOut, "lines left out", dropped.Until, already + 1);
        return lines.RemoveAt(KeptFromStart + 1).SetItem(KeptFromStart, left);
    }
}

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
        /// <summary>The part of the incident report that it belongs into; null for none but the timeline.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public RemarkAbout? About { get; init; }

        public static Remark Of(string by, string words, RemarkAbout? about = null) =>
            new(by, Chance.Hash(0, words).ToString("x16", CultureInfo.InvariantCulture)) { About = about };
    }
}

/// <summary>What a person's remark is about: a part of the incident report that only people can write.</summary>
[JsonConverter(typeof(EnumAsName<RemarkAbout>))]
public enum RemarkAbout
{
    Impact,
    Cause,

    /// <summary>So that it does not happen again.</summary>
    FollowUp,
    Lesson,
}

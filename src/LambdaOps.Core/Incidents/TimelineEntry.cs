using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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

    /// <summary>What was looked at for the record alone.</summary>
    Seen,
}

/// <summary>With the names of old records.</summary>
public sealed class EntryKindAsName()
    : EnumAsName<EntryKind>((nameof(EntryKind.HandedOff), "HandedOver"), (nameof(EntryKind.Switched), "HandedOn"));

/// <summary>
/// The record's rule: repeated looks are one line that counts, and a long record keeps its start and its end. Long in
/// bytes, too: a record is one item of DynamoDB, which takes 400 KB, and a letter of Japanese has three of them. A record
/// that cannot be written is an incident that nobody looks at.
/// </summary>
public static class Timeline
{
    /// <summary>Bytes (UTF-8) of all lines at most: a target's record holds two incidents beside much else.</summary>
    public const int MostBytes = 96 * 1024;

    /// <summary>Bytes (UTF-8) of a line's text at most; the rest is left out, and an ellipsis says so.</summary>
    public const int LongestText = 4096;

    /// <summary>Bytes (UTF-8) of an attempt's detail at most: there may be hundreds, and each has a line, too.</summary>
    public const int LongestDetail = 400;

    /// <summary>What a line needs beside its words: names and times.</summary>
    private const int LineBytes = 200;

    /// <summary>UTF-8 has as many bytes for a UTF-16 letter at most.</summary>
    private const int BytesOfALetter = 3;

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
        text = Cut(text);
        if (repeats && lines is [.., var last] && last.Kind == kind)
        {
            return Fit(
                lines.SetItem(
                    lines.Length - 1,
                    last with
                    {
                        Text = text,
                        Detail = detail,
                        Until = at,
                        Times = last.Times + 1,
                    }
                )
            );
        }

        var added = lines.Add(new TimelineEntry(at, kind, text, at, 1) { Detail = detail });
        return Fit(added.Length <= Limit ? added : LeaveOutOne(added));
    }

    /// <summary>The first line and the newest, with one that says how many were left out.</summary>
    public static ImmutableArray<TimelineEntry> Few(this ImmutableArray<TimelineEntry> lines, int count)
    {
        while (lines.Length > count)
        {
            var before = lines.Length;
            lines = LeaveOutOne(lines);
            if (lines.Length == before)
            {
                break;
            }
        }

        return lines;
    }

    /// <summary>The bytes of all lines, as far as their words are concerned.</summary>
    public static int BytesOf(ImmutableArray<TimelineEntry> lines) => lines.Sum(BytesOf);

    private static int BytesOf(TimelineEntry line) =>
        LineBytes
        + Encoding.UTF8.GetByteCount(line.Text)
        + line.Detail switch
        {
            EntryDetail.Intention { Because: var because } => Encoding.UTF8.GetByteCount(because),
            EntryDetail.Notification { Key: var key, Failed: var failed } => Encoding.UTF8.GetByteCount(key)
                + Encoding.UTF8.GetByteCount(failed ?? ""),
            _ => 0,
        };

    /// <summary>The beginning of a text that fits into a line, and no half of a letter.</summary>
    /// <param name="most">Bytes (UTF-8) at most.</param>
    public static string Cut(string text, int most = LongestText)
    {
        if (text.Length * BytesOfALetter <= most || Encoding.UTF8.GetByteCount(text) <= most)
        {
            return text;
        }

        var (length, bytes) = (0, BytesOfALetter);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return $"{text.AsSpan(0, length)}…";
    }

    /// <summary>Leaves lines of the middle out until the bytes fit: the first and the newest are the last to go.</summary>
    private static ImmutableArray<TimelineEntry> Fit(ImmutableArray<TimelineEntry> lines)
    {
        if (MayFit(lines))
        {
            return lines;
        }

        var bytes = BytesOf(lines);
        while (bytes > MostBytes && lines.Length > 3)
        {
            var before = lines;
            lines = LeaveOutOne(lines);
            bytes = before.Length == lines.Length ? 0 : BytesOf(lines);
        }

        return lines;
    }

    /// <summary>Whether it fits whatever the letters are: a look that costs nearly nothing.</summary>
    private static bool MayFit(ImmutableArray<TimelineEntry> lines)
    {
        var letters = 0;
        foreach (var line in lines)
        {
            letters +=
                line.Text.Length
                + line.Detail switch
                {
                    EntryDetail.Intention { Because.Length: var because } => because,
                    EntryDetail.Notification { Key.Length: var key, Failed: var failed } => key + (failed?.Length ?? 0),
                    _ => 0,
                };
        }

        return (letters * BytesOfALetter) + (lines.Length * LineBytes) <= MostBytes;
    }

    /// <summary>
    /// One line goes into the gap: the next one after it, or, where that is the newest, the one before it. What people
    /// wrote stays while anything else can go.
    /// </summary>
    private static ImmutableArray<TimelineEntry> LeaveOutOne(ImmutableArray<TimelineEntry> lines)
    {
        var at = Gap(lines);
        if (at < 0)
        {
            var kept = Math.Min(BeginningOf(lines), lines.Length - 3);
            var first = NextToGo(lines, kept) is { } some && some < lines.Length - 2 ? some : kept;
            var second = NextToGo(lines, first + 1) ?? first + 1;
            return lines.RemoveAt(second).SetItem(first, LeftOut(lines[first].At, lines[second].Until, 2));
        }

        var gap = lines[at];
        return NextToGo(lines, at + 1) is { } next
                ? lines.RemoveAt(next).SetItem(at, LeftOut(gap.At, lines[next].Until, gap.Times + 1))
            : LastToGo(lines, at - 1) is { } before
                ? lines.RemoveAt(before).SetItem(at - 1, LeftOut(lines[before].At, gap.Until, gap.Times + 1))
            : at + 1 < lines.Length - 1
                ? lines.RemoveAt(at + 1).SetItem(at, LeftOut(gap.At, lines[at + 1].Until, gap.Times + 1))
            : lines;
    }

    /// <summary>The first line from there on that is no person's, and not the newest.</summary>
    private static int? NextToGo(ImmutableArray<TimelineEntry> lines, int from)
    {
        for (var at = from; at < lines.Length - 1; at++)
        {
            if (lines[at].Detail is not EntryDetail.Remark)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>The last line up to there that is no person's, and not the first.</summary>
    private static int? LastToGo(ImmutableArray<TimelineEntry> lines, int until)
    {
        for (var at = until; at > 0; at--)
        {
            if (lines[at].Detail is not EntryDetail.Remark)
            {
                return at;
            }
        }

        return null;
    }

    private static int Gap(ImmutableArray<TimelineEntry> lines)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Kind == EntryKind.LeftOut)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>How many of the first lines half of the bytes are for; at least one.</summary>
    private static int BeginningOf(ImmutableArray<TimelineEntry> lines)
    {
        var (count, bytes) = (0, 0);
        while (count < KeptFromStart && count < lines.Length && bytes + BytesOf(lines[count]) <= MostBytes / 2)
        {
            bytes += BytesOf(lines[count++]);
        }

        return Math.Max(1, count);
    }

    private static TimelineEntry LeftOut(DateTimeOffset at, DateTimeOffset until, int times) =>
        new(at, EntryKind.LeftOut, "lines left out", until, times);
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

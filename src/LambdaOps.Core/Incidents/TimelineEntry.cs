using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

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

    [JsonStringEnumMemberName("HandedOver")]
    HandedOff,

    /// <summary>A change was offered to a person.</summary>
    Offered,

    /// <summary>A person answered.</summary>
    Answered,

    /// <summary>An offer was taken back: it is not what is needed any more.</summary>
    Withdrawn,

    /// <summary>To another remedy.</summary>
    [JsonStringEnumMemberName("HandedOn")]
    Switched,

    /// <summary>Somebody said that they have it.</summary>
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

using System.Globalization;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>Whether the tick that an open incident waits for is still to be expected.</summary>
public static class AwaitedTick
{
    /// <summary>
    /// A tick may be late by this: longer than a queue hides a message that failed (serverless.template:
    /// VisibilityTimeout).
    /// </summary>
    public static TimeSpan LateAtMost { get; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a tick may be overdue before on-call is notified.</summary>
    public static TimeSpan UnattendedAfter { get; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What follows from the time at which the tick was due. A record of an older version does not say: its tick
    /// counts as coming.
    /// </summary>
    public static Lateness Of(Incident open, DateTimeOffset now) =>
        (now - open.Watch.DueAt) switch
        {
            { } late when late >= UnattendedAfter => Lateness.Unattended,
            { } late when late >= LateAtMost => Lateness.Overdue,
            _ => Lateness.OnItsWay,
        };

    /// <summary>With a line that explains the gap in the record, where the look was overdue.</summary>
    public static Incident NoteGap(Incident open, DateTimeOffset now) =>
        open.Watch.DueAt is { } due && Of(open, now) != Lateness.OnItsWay
            ? open.Note(
                now,
                EntryKind.Signal,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"this look was due {(now - due).TotalSeconds:0} s ago: its request came late, or was lost and sent again"
                )
            )
            : open;
}

/// <summary>How late a tick is.</summary>
[JsonConverter(typeof(EnumAsName<Lateness>))]
public enum Lateness
{
    /// <summary>It may still come by itself.</summary>
    OnItsWay,

    /// <summary>It was probably lost: another one is sent.</summary>
    Overdue,

    /// <summary>Nobody has looked at the incident for so long that on-call has to know.</summary>
    Unattended,
}

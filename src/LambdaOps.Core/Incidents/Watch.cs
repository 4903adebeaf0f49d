namespace LambdaOps.Core.Incidents;

/// <summary>How an open incident is monitored: the awaited tick, and what people were notified of.</summary>
public sealed record Watch
{
    /// <summary>Number of the follow-up that is awaited.</summary>
    public long Beat { get; init; }

    /// <summary>When the awaited tick is due; null in a record of an older version.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When on-call was notified that this tick is overdue; null when there was no need to.</summary>
    public DateTimeOffset? UnattendedNotifiedAt { get; init; }

    /// <summary>
    /// When people were last notified of what it still holds after its time; null when they were not.
    /// </summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Another tick is awaited.</summary>
    public Watch Next(DateTimeOffset dueAt) =>
        this with
        {
            Beat = Beat + 1,
            DueAt = dueAt,
            UnattendedNotifiedAt = null,
        };
}

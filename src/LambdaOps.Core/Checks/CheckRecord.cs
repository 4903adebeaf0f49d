using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Checks;

/// <summary>What the journal holds of one part of a check.</summary>
public sealed record CheckRecord(ProcedureName Check, string Part)
{
    /// <summary>After so long without a step the invocations of a run count as lost.</summary>
    public static TimeSpan LostAfter { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The run that has begun and is not over; null when there is none.</summary>
    public CheckRun? Open { get; init; }

    /// <summary>The last report; null when no run has ended.</summary>
    public CheckReport? Last { get; init; }

    /// <summary>When people were last notified of a report; null when never.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>The newest time of each schedule that has been taken, by the schedule's ARN.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Taken { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// What a request means. A schedule's run is told by schedule and time: EventBridge Scheduler delivers at least once,
    /// and each delivery has an execution id of its own.
    /// </summary>
    /// <param name="schedule">The check's, to count what was missed; null where that is not known.</param>
    public RunIntake Take(JobRequest request, Schedule? schedule, TimeZoneInfo? zone, DateTimeOffset now)
    {
        if (request.Continues is { } began)
        {
            return Open?.StartedAt == began ? new RunIntake.GoOn(this) : new RunIntake.Ignore(this, "that run is over");
        }

        if (request is { Schedule: { } arn, ScheduledFor: { } time })
        {
            return Open?.Schedule == arn && Open.ScheduledFor == time ? new RunIntake.GoOn(this)
                : Taken.TryGetValue(arn, out var taken) && time <= taken
                    ? new RunIntake.Ignore(
                        this,
                        $"duplicate: the run of {taken.UtcDateTime:yyyy-MM-dd HH:mm} UTC was taken"
                    )
                : Open is { } open ? Overlapping(open, arn, time, now)
                : new RunIntake.GoOn(Begin(arn, time, schedule, zone, now));
        }

        return Open is { } other
            ? now - other.SteppedAt >= LostAfter
                ? new RunIntake.GoOn(this)
                : new RunIntake.Ignore(this, $"a run has been going on since {other.StartedAt.UtcDateTime:HH:mm} UTC")
            : new RunIntake.GoOn(this with { Open = new CheckRun(now, now) });
    }

    /// <summary>A time of its schedule that is not one of its own: it is none that was missed.</summary>
    public RunIntake Pass(JobRequest request, string because) =>
        new RunIntake.Ignore(
            request is { Schedule: { } arn, ScheduledFor: { } time }
            && !(Taken.TryGetValue(arn, out var taken) && taken >= time)
                ? this with
                {
                    Taken = Taken.SetItem(arn, time),
                }
                : this,
            because
        );

    private CheckRecord Begin(
        string arn,
        DateTimeOffset time,
        Schedule? schedule,
        TimeZoneInfo? zone,
        DateTimeOffset now
    ) =>
        this with
        {
            Open = new CheckRun(now, now)
            {
                Schedule = arn,
                ScheduledFor = time,
                Missed =
                    schedule is not null && zone is not null && Taken.TryGetValue(arn, out var last)
                        ? schedule.CountBetween(last, time, zone)
                        : 0,
            },
            Taken = Taken.SetItem(arn, time),
        };

    /// <summary>One run at a time: the next is left out while one goes on, and takes on one that nobody goes on with.</summary>
    private RunIntake Overlapping(CheckRun open, string arn, DateTimeOffset time, DateTimeOffset now)
    {
        var left = this with { Open = open with { LeftOut = open.LeftOut + 1 }, Taken = Taken.SetItem(arn, time) };
        return now - open.SteppedAt >= LostAfter
            ? new RunIntake.GoOn(left)
            : new RunIntake.Ignore(left, $"left out: the run of {open.StartedAt.UtcDateTime:HH:mm} UTC still goes on");
    }
}

/// <summary>What a request does to a part's record.</summary>
public abstract record RunIntake
{
    private RunIntake(CheckRecord record) => Record = record;

    /// <summary>The record from here.</summary>
    public CheckRecord Record { get; }

    /// <summary>The record's open run is gone on with.</summary>
    public sealed record GoOn(CheckRecord Now) : RunIntake(Now);

    /// <summary>Nothing is looked at.</summary>
    public sealed record Ignore(CheckRecord Now, string Because) : RunIntake(Now);
}

/// <summary>What the journal held of a part when it was read.</summary>
/// <param name="Control">The switch as it was in force then.</param>
/// <param name="Revision">Grows with every write; 0 before the first.</param>
/// <param name="LeasedUntil">Until when an invocation has the part; null when none has.</param>
/// <param name="At">The journal's time of reading.</param>
public sealed record RunView(
    CheckRecord Record,
    ControlSwitch Control,
    long Revision,
    DateTimeOffset? LeasedUntil,
    DateTimeOffset At
);

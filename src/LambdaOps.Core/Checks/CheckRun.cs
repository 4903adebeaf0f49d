using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Checks;

/// <summary>What a run of a check is about, as one invocation can hold it.</summary>
/// <param name="Name">The same from run to run: it names the part's record in the journal ("all", "2 of 17").</param>
/// <param name="About">The batch that its looks are asked about.</param>
public sealed record CheckPart(string Name, Resource About)
{
    /// <summary>The name of a part that is only one of several of its kind: "all", or "2 of 3".</summary>
    /// <param name="index">From 0.</param>
    public static string NameOf(int index, int count) =>
        count == 1 ? "all" : FormattableString.Invariant($"{index + 1} of {count}");
}

/// <summary>A request to run a check: by a schedule, by a person, or by an earlier invocation of the run.</summary>
/// <param name="Check">The check's name.</param>
public sealed record JobRequest(ProcedureName Check)
{
    /// <summary>The schedule's ARN; null where a person asked.</summary>
    public string? Schedule { get; init; }

    /// <summary>For which time: with the schedule, a run's identity.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>The part that it is about; null for all.</summary>
    public string? Part { get; init; }

    /// <summary>The run that goes on, by its beginning; null for a new one.</summary>
    public DateTimeOffset? Continues { get; init; }
}

/// <summary>A run of one part that has begun and is not over.</summary>
/// <param name="StartedAt">In whole seconds.</param>
/// <param name="SteppedAt">When it was last written down that it goes on.</param>
public sealed record CheckRun(DateTimeOffset StartedAt, DateTimeOffset SteppedAt)
{
    public string? Schedule { get; init; }

    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Runs of the schedule before it that never began.</summary>
    public int Missed { get; init; }

    /// <summary>Runs that were due while it went on, and were left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>What the check remembers; null at the beginning.</summary>
    public CheckMemory? Memory { get; init; }

    /// <summary>What was about to be changed when the run was last written down; empty when nothing was.</summary>
    public ImmutableArray<string> Intent { get; init; } = [];

    /// <summary>What has been changed so far.</summary>
    public ImmutableArray<ChangeCount> Counts { get; init; } = [];

    /// <summary>
    /// Whether an earlier invocation was about to change something and nobody knows whether it did: it has to be looked
    /// at again.
    /// </summary>
    [JsonIgnore]
    public bool Unconfirmed => !Intent.IsEmpty;

    /// <summary>Why nothing may be changed now (mode, control switch, roles, freeze); null when changes are allowed.</summary>
    [JsonIgnore]
    public string? WhyHeld { get; init; }

    /// <summary>The same with a change counted.</summary>
    public CheckRun With(ChangeResult result)
    {
        var kind = result.Change.Kind.Name;
        var counted = Counts.FirstOrDefault(one => one.Kind == kind) ?? new ChangeCount(kind, 0, 0, 0);
        return this with { Counts = [.. Counts.Where(one => one.Kind != kind), counted.With(result)] };
    }
}

/// <summary>How often a run changed something of a kind.</summary>
public sealed record ChangeCount(string Kind, int Done, int Refused, int Unknown)
{
    internal ChangeCount With(ChangeResult result) =>
        result.Outcome switch
        {
            ChangeOutcome.Done => this with { Done = Done + (result.Tally?.Done ?? 1) },
            ChangeOutcome.Refused => this with { Refused = Refused + 1 },
            ChangeOutcome.Unknown => this with { Unknown = Unknown + 1 },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>How one change of a check went.</summary>
/// <param name="Detail">What AWS said.</param>
public sealed record ChangeResult(Change Change, ChangeOutcome Outcome, string Detail)
{
    /// <summary>Of a change to many things: how many; null where it is one.</summary>
    public ChangeTally? Tally { get; init; }
}

public enum ChangeOutcome
{
    /// <summary>AWS took it.</summary>
    Done,

    /// <summary>AWS refused it; nothing changed.</summary>
    Refused,

    /// <summary>Sent, but no answer: it may have taken effect. The next look shows it.</summary>
    Unknown,
}

/// <summary>What became of a change to many things.</summary>
/// <param name="Done">How many were changed.</param>
/// <param name="Left">How many were left alone, as they were not any more as they had been seen.</param>
/// <param name="CapacityUnits">What AWS says that it took of the table's capacity; 0 where it says nothing.</param>
public sealed record ChangeTally(int Done, int Left, double CapacityUnits = 0);

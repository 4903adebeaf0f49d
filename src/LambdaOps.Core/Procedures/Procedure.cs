using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// One paragraph of the runbook: what starts it, what it looks at, what it may change, its numbers. Its kinds are
/// <see cref="Remedy"/>, which answers an incident, and <see cref="Check"/>, which looks by the clock.
/// </summary>
public abstract class Procedure
{
    public abstract ProcedureName Name { get; }

    public abstract Paragraph Paragraph { get; }

    /// <summary>The Lambda function that runs it: one of its own, where it does not say otherwise.</summary>
    public virtual FunctionName Function => new(Name.Capitalised);

    /// <summary>What starts it: the function's topic, rules and schedules follow from it.</summary>
    public abstract ImmutableArray<Trigger> Triggers { get; }

    /// <summary>What it looks at, in that order: anything of it that is missing is a gap.</summary>
    public abstract ImmutableArray<Look> Looks { get; }

    /// <summary>What is looked at only for a person, where a decision says so.</summary>
    public virtual ImmutableArray<Look> LooksForPeople => [];

    /// <summary>What it may change: its role's write permissions follow from it.</summary>
    public abstract ImmutableArray<ChangeKind> Changes { get; }

    /// <summary>
    /// Whether it runs in the region for disaster recovery, where the estate stands by. What carries an incident out has one
    /// journal, so that it runs there alone.
    /// </summary>
    public virtual bool StandsBy => false;

    /// <summary>What people may set of it, in their order.</summary>
    public abstract ImmutableArray<PolicyNumber> Numbers { get; }
}

/// <summary>What starts a procedure.</summary>
public abstract record Trigger
{
    private Trigger() { }

    /// <summary>An alarm that the estate names for it.</summary>
    public sealed record Alarm : Trigger
    {
        public override string ToString() => "an alarm of the estate";
    }

    /// <summary>An operator, who invokes its function.</summary>
    public sealed record Request : Trigger
    {
        public override string ToString() => "an operator's request";
    }

    /// <summary>Events of an AWS service about what the procedure works on, by EventBridge.</summary>
    /// <param name="Source">"aws.ecs".</param>
    public sealed record ByEvent(string Source, ImmutableArray<string> DetailTypes) : Trigger
    {
        public override string ToString() => $"{Source}: {string.Join(", ", DetailTypes)}";
    }

    /// <summary>A schedule of EventBridge Scheduler, whose input names the procedure as its job.</summary>
    public sealed record ByClock(Schedule When) : Trigger
    {
        public override string ToString() => $"{When}";
    }
}

/// <summary>A procedure in a few words for people: a row of README's table, and the head of its description.</summary>
/// <param name="When">What starts it.</param>
/// <param name="Does">What it does, in order.</param>
/// <param name="StopsWhen">When it ends, and where on-call comes in.</param>
public sealed record Paragraph(string When, string Does, string StopsWhen)
{
    /// <summary>The paragraph's heading in the runbook, or the scripts of it that it takes the place of.</summary>
    public string Runbook { get; init; } = "–";
}

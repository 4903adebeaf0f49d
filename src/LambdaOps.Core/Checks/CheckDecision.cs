using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Checks;

/// <summary>All that a check decides its next step by.</summary>
/// <param name="Seen">What the looks of the step before gave; nothing is asked at first, and after a change.</param>
/// <param name="Results">How the changes of the step before went; empty otherwise.</param>
/// <param name="Last">The report of the part's last run; null when there was none.</param>
public sealed record CheckSituation(
    Estate Estate,
    CheckPart Part,
    CheckRun Run,
    Evidence Seen,
    ImmutableArray<ChangeResult> Results,
    CheckReport? Last,
    DateTimeOffset Now
);

/// <summary>A check's next step. Any invocation may take it: what it needs to go on is in the memory.</summary>
public abstract record CheckDecision
{
    private CheckDecision(CheckMemory? memory) => Memory = memory;

    /// <summary>What the check remembers from here; null is nothing.</summary>
    public CheckMemory? Memory { get; }

    /// <summary>Look, then decide again.</summary>
    /// <param name="About">What is looked at: the part, or a piece of it.</param>
    public sealed record Look(Resource About, ImmutableArray<Core.Look> Looks, CheckMemory? Then = null)
        : CheckDecision(Then);

    /// <summary>
    /// Change the world, then decide again by the results. Never where the run says why it is held: then a check says
    /// what it would do.
    /// </summary>
    public sealed record Act(Resource About, ImmutableArray<Change> Changes, string Because, CheckMemory? Then = null)
        : CheckDecision(Then);

    /// <summary>Go on after that time, so that nobody notices the work.</summary>
    /// <param name="For">At most a quarter of an hour.</param>
    public sealed record Wait(TimeSpan For, string Because, CheckMemory? Then = null) : CheckDecision(Then);

    /// <summary>
    /// Keep a day's figures in the journal, then decide again. No change to the world: it is done in every mode.
    /// </summary>
    public sealed record Save(ImmutableArray<DayFigures> Figures, CheckMemory? Then = null) : CheckDecision(Then);

    /// <summary>The run is over.</summary>
    /// <param name="Keep">What the next run has to know, in its situation's last report.</param>
    public sealed record Report(ImmutableArray<Finding> Findings, CheckMemory? Keep = null) : CheckDecision(Keep)
    {
        /// <summary>
        /// Alarms that fire: each is sent to its function as if it had just arrived. A record that has taken the change in
        /// ignores it.
        /// </summary>
        public ImmutableArray<Signal.AlarmChanged> Firing { get; init; } = [];

        /// <summary>
        /// What becomes a report for people, which is stored and notified; null where the findings are all.
        /// </summary>
        public ReportFacts? Facts { get; init; }
    }
}

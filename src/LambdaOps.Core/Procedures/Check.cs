using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// A procedure that looks and reports by the clock. A schedule starts it by its name as a job (<c>{"job": "…"}</c>). A
/// run is split into parts, each with a record and a report of its own; each goes on step by step, in any invocation.
/// </summary>
public abstract class Check : Procedure
{
    /// <summary>When the clock starts it.</summary>
    public abstract Schedule Schedule { get; }

    public sealed override ImmutableArray<Trigger> Triggers => [new Trigger.ByClock(Schedule)];

    public override ImmutableArray<ChangeKind> Changes => [];

    /// <summary>Whether a freeze window of the whole estate keeps it from changing anything.</summary>
    public virtual bool HeedsFreezes => true;

    /// <summary>Whether it stores reports for people in the estate's bucket.</summary>
    public virtual bool StoresReports => false;

    /// <summary>What a run is split into, as one invocation can hold it; empty where the estate names nothing for it.</summary>
    public abstract ImmutableArray<CheckPart> PartsOf(Estate estate);

    /// <summary>How long after each other its parts begin, so that together they stay below AWS's rates.</summary>
    public virtual TimeSpan PartsApart => TimeSpan.Zero;

    /// <summary>The estate's mode for it: off, observe or act.</summary>
    public abstract Mode ModeIn(Estate estate);

    /// <summary>Whether the estate sets it.</summary>
    public abstract bool IsNamedIn(Estate estate);

    /// <summary>
    /// Why a time of its schedule is not one of its own, where the schedule cannot tell; null where it is. A person's request is
    /// always due.
    /// </summary>
    public virtual string? WhyNotDue(Estate estate, DateTimeOffset scheduledFor) => null;

    /// <summary>What to do next.</summary>
    public abstract CheckDecision Decide(CheckSituation situation);

    /// <summary>Reads the estate's setting of it.</summary>
    internal abstract Setting ReadSetting(JsonPlace place);

    /// <summary>For a run that needs the estate's wall clock, on a machine that does not know it.</summary>
    protected static CheckDecision NoZone(Estate estate) =>
        new CheckDecision.Report([
            new Finding(
                FindingLevel.Missing,
                "time zone",
                $"this machine does not know the time in {estate.TimeZone}: nothing was done"
            ),
        ]);
}

/// <typeparam name="TPolicy">Its numbers.</typeparam>
public abstract class Check<TPolicy> : Check
    where TPolicy : class, IPolicy<TPolicy>
{
    public sealed override ImmutableArray<PolicyNumber> Numbers { get; } = PolicyReader.NumbersOf<TPolicy>();

    private static readonly Setting<TPolicy> s_unnamed = new(Mode.Observe, TPolicy.Read(PolicyReader.Defaults));

    public override Mode ModeIn(Estate estate) => estate.StandsBy ? Mode.Off : SettingIn(estate).Mode;

    public sealed override bool IsNamedIn(Estate estate) => estate.Checks.Of<TPolicy>() is not null;

    /// <summary>An estate that does not name it lets it look.</summary>
    protected static Setting<TPolicy> SettingIn(Estate estate) => estate.Checks.Of<TPolicy>() ?? s_unnamed;

    protected static TPolicy PolicyIn(Estate estate) => SettingIn(estate).Policy;

    internal sealed override Setting ReadSetting(JsonPlace place) => ChecksReader.Read<TPolicy>(place);
}

using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns;

/// <summary>What a run is drawn from and bounded by; all of it are flags of the command.</summary>
/// <param name="Seed">What chance is drawn from.</param>
public sealed record CampaignOptions(ulong Seed)
{
    /// <summary>Virtual minutes with faults, before causes heal and faults stop.</summary>
    public int Minutes { get; init; } = 90;

    /// <summary>Faults that may strike.</summary>
    public IReadOnlySet<FaultKind> Faults { get; init; } = Campaigns.Faults.All.ToHashSet();

    /// <summary>The most services; null leaves the drawn number.</summary>
    public int? Services { get; init; }

    /// <summary>The only outages that happen, by their number in the plan; null lets all of them happen.</summary>
    public IReadOnlySet<int>? Outages { get; init; }

    /// <summary>
    /// The only acts of people that happen, by their number in the plan; null lets all of them happen.
    /// </summary>
    public IReadOnlySet<int>? Acts { get; init; }

    /// <summary>Whether the watchdog looks after ticks that were lost for good.</summary>
    public bool HasWatchdog { get; init; } = true;

    /// <summary>Whether a check finds alarms that fire, in case their events were lost.</summary>
    public bool HasAlarmCheck { get; init; } = true;

    /// <summary>Whether everything that happens is kept and put into words.</summary>
    public bool Timeline { get; init; }

    /// <summary>Replaces ports, to prove that a broken one is found; null leaves them.</summary>
    public Func<LoopPorts, LoopPorts>? Ports { get; init; }

    /// <summary>Replaces what smoke tests are made of; null leaves it.</summary>
    public Func<SmokeParts, SmokeParts>? Smoke { get; init; }

    /// <summary>Replaces guards or remedies; null leaves them.</summary>
    public Func<LoopOptions, LoopOptions>? Loop { get; init; }
}

/// <summary>What the function that answers lifecycle hooks has.</summary>
public sealed record SmokeParts(SmokePorts Ports, TimeProvider Machine);

/// <summary>A rule that did not hold in a run.</summary>
/// <param name="At">Virtual time since the run's start.</param>
public sealed record Violation(string Rule, ulong Seed, TimeSpan At, string Text);

/// <summary>What one run came to.</summary>
/// <param name="Incidents">Incidents that ended in the journal.</param>
/// <param name="Trace">A number over everything that happened: equal for equal runs.</param>
/// <param name="Timeline">What happened, in words, when it was asked for; else empty.</param>
public sealed record RunResult(
    ulong Seed,
    long Incidents,
    IReadOnlyList<Violation> Violations,
    Tally Tally,
    ulong Trace,
    IReadOnlyList<string> Timeline,
    int PlannedServices,
    int PlannedOutages,
    int PlannedActs
);

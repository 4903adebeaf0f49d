using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>A verdict with its reason. <see cref="Because"/> carries the numbers that decided.</summary>
public abstract record Decision
{
    private Decision(string because) => Because = because;

    /// <summary>No decision waits longer for the next look (the longest delay of an SQS message).</summary>
    public static TimeSpan LongestCheckAgainIn { get; } = TimeSpan.FromMinutes(15);

    public string Because { get; }

    /// <summary>Until when it waits; null for what is no wait.</summary>
    public Until? Until =>
        this switch
        {
            Wait wait => wait.End,
            Inconclusive unknown => unknown.End,
            _ => null,
        };

    /// <summary>In what time it wants to look again; null where it does not.</summary>
    public TimeSpan? AgainIn =>
        this switch
        {
            Act act => act.CheckAgainIn,
            Wait wait => wait.CheckAgainIn,
            Inconclusive unknown => unknown.CheckAgainIn,
            Escalate escalate => escalate.CheckAgainIn,
            _ => null,
        };

    /// <summary>What it comes to at that moment: a wait whose time is over is what it ends in.</summary>
    public Decision At(DateTimeOffset now) =>
        Until is Until.Moment { At: var end, Then: var then } && now >= end ? then : this;

    /// <summary>Change the world, then look again.</summary>
    public sealed record Act(Change Change, Phase Then, TimeSpan CheckAgainIn, string Why) : Decision(Why);

    /// <summary>Nothing to change now; look again.</summary>
    /// <param name="Then">What it waits for.</param>
    /// <param name="End">Until when, and what follows then.</param>
    public sealed record Wait(Phase Then, TimeSpan CheckAgainIn, Until End, string Why) : Decision(Why);

    /// <summary>The disturbance is over.</summary>
    public sealed record Resolved(string Why) : Decision(Why)
    {
        /// <summary>Whether on-call has it, and only monitoring ends: people hear that, and not that it is done.</summary>
        public bool IsLeft { get; init; }
    }

    /// <summary>It is handed off to on-call; monitoring continues.</summary>
    /// <param name="Next">What the runbook would try next.</param>
    public sealed record Escalate(Severity Severity, NextStep Next, TimeSpan CheckAgainIn, string Why) : Decision(Why)
    {
        /// <summary>What is looked at now, for on-call; null is nothing more.</summary>
        public Look? Shows { get; init; }

        /// <summary>
        /// Whether nothing but the alarm is wrong: the severity was the alarm's, and is this one from here.
        /// </summary>
        public bool IsAlarmOnly { get; init; }

        /// <summary>
        /// Whether it is on-call's only as long as the service is stopped, and as bad as it says, whatever its alarms
        /// say.
        /// </summary>
        public bool WhileStopped { get; init; }

        /// <summary>The same with another reason.</summary>
        public Escalate Saying(string because) =>
            new(Severity, Next, CheckAgainIn, because)
            {
                Shows = Shows,
                IsAlarmOnly = IsAlarmOnly,
                WhileStopped = WhileStopped,
            };
    }

    /// <summary>Another remedy takes the incident on, at once.</summary>
    public sealed record SwitchTo(ProcedureName Remedy, string Why) : Decision(Why)
    {
        /// <summary>How bad it is at least; null leaves the incident's severity.</summary>
        public Severity? AtLeast { get; init; }
    }

    /// <summary>A person's question is answered; nothing was to be changed, and nobody else needs to know.</summary>
    public sealed record Answer(string Why) : Decision(Why);

    /// <summary>Not enough is known; nothing is done; look again.</summary>
    /// <param name="End">Until when, and what follows then.</param>
    public sealed record Inconclusive(TimeSpan CheckAgainIn, Until End, string Why) : Decision(Why);
}

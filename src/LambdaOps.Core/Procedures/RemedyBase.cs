using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>The numbers that every remedy has.</summary>
public interface IRemedyPolicy<TSelf> : IPolicy<TSelf>
    where TSelf : class, IRemedyPolicy<TSelf>
{
    /// <summary>Time between looks while nothing is done.</summary>
    TimeSpan CheckEvery { get; }

    /// <summary>How long evidence may be missing before it is handed off to on-call.</summary>
    TimeSpan BlindAtMost { get; }

    /// <summary>Time after a change in which the remedy does not change the same target again.</summary>
    TimeSpan Cooldown { get; }

    /// <summary>How long all must be quiet before a disturbance is over.</summary>
    TimeSpan WatchFor { get; }

    /// <summary>Its longest wait, after which on-call is notified.</summary>
    TimeSpan NotifyWithin { get; }
}

/// <summary>A remedy for one kind of resource.</summary>
public abstract class Remedy<TResource> : Remedy
    where TResource : Resource
{
    /// <summary>Reads how the estate sets it for one resource.</summary>
    internal abstract Setting ReadSetting(JsonPlace place);
}

/// <summary>
/// A remedy with its numbers and its sight. What all remedies do the same way stands here once: what is not seen is not
/// decided on, on-call is notified when that lasts, and an incident that on-call has is only monitored.
/// </summary>
/// <typeparam name="TSight">The evidence when nothing of it is missing.</typeparam>
public abstract class Remedy<TResource, TPolicy, TSight> : Remedy<TResource>
    where TResource : Resource
    where TPolicy : class, IRemedyPolicy<TPolicy>
    where TSight : class
{
    private static readonly ImmutableArray<PolicyNumber> s_numbers = PolicyReader.NumbersOf<TPolicy>();
    private static readonly TPolicy s_defaults = TPolicy.Read(PolicyReader.Defaults);

    public sealed override ImmutableArray<PolicyNumber> Numbers => s_numbers;

    /// <summary>How bad it is when on-call has to take it.</summary>
    protected abstract Severity HandOffAt { get; }

    /// <summary>What on-call does next, where a decision does not say otherwise.</summary>
    protected abstract NextStep Next { get; }

    internal sealed override Setting ReadSetting(JsonPlace place) => SettingsReader.Read<TPolicy>(place);

    public sealed override RemedySetting? SettingFor(Resource target) =>
        target is TResource mine && mine.Settings.Of<TPolicy>() is { Policy: var policy } setting
            ? new RemedySetting(setting.Mode, policy.Cooldown, policy.CheckEvery)
            {
                Approval = setting.Approval,
                QuietFor = policy.WatchFor,
                NotifyWithin = policy.NotifyWithin,
            }
            : null;

    public sealed override Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now)
    {
        var mine = (TResource)target;
        var policy = mine.Settings.Of<TPolicy>()?.Policy ?? s_defaults;
        return Stopped.Of(incident, seen, policy.CheckEvery)
            ?? (
                See(incident, seen, mine) is { } sight
                    ? OnSight(incident, sight, mine, policy, now)
                    : UnclearProbe.Naming(Blind(incident, WhyBlind(seen), policy), seen)
            );
    }

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    protected abstract TSight? See(Incident incident, Evidence seen, TResource target);

    protected abstract Decision OnSight(
        Incident incident,
        TSight sight,
        TResource target,
        TPolicy policy,
        DateTimeOffset now
    );

    /// <summary>What cannot be seen, with its reasons.</summary>
    protected virtual string WhyBlind(Evidence seen) => string.Join("; ", seen.Gaps);

    /// <summary>Nothing is done about what cannot be seen; on-call is notified when that lasts.</summary>
    protected virtual Decision Blind(Incident incident, string reason, TPolicy policy) =>
        incident.IsHandedOff
            ? Attend(policy, $"handed off to on-call; evidence missing: {reason}")
            : new Decision.Inconclusive(
                policy.CheckEvery,
                incident.Trend.BlindSince is { } since
                    ? new Until.Moment(
                        since + policy.BlindAtMost,
                        Ask(
                            string.Create(
                                System.Globalization.CultureInfo.InvariantCulture,
                                $"evidence missing for {policy.BlindAtMost.TotalMinutes:0} min: {reason}"
                            ),
                            policy
                        )
                    )
                    : new Until.OnCall(),
                $"evidence missing: {reason}"
            );

    protected Decision.Escalate Ask(string because, TPolicy policy, NextStep? next = null) =>
        new(HandOffAt, next ?? Next, Rollouts.Seldom(policy.CheckEvery), because);

    /// <summary>On-call has it: it is looked at seldom, and nothing is changed.</summary>
    protected static Decision.Wait Attend(TPolicy policy, string because) =>
        new(Phase.HandedOff, Rollouts.Seldom(policy.CheckEvery), new Until.OnCall(), because);

    /// <summary>It is waited for that to get well, and for nothing else.</summary>
    protected static Decision.Wait Watch(Phase phase, TPolicy policy, string because) =>
        new(phase, policy.CheckEvery, new Until.OnCall(), because);

    /// <summary>Something is expected within that time of that moment; without it, that is decided.</summary>
    protected static Decision.Wait Expect(
        Phase phase,
        TPolicy policy,
        string because,
        DateTimeOffset since,
        TimeSpan within,
        Decision otherwise
    ) => new(phase, policy.CheckEvery, new Until.Moment(since + within, otherwise), because);

    /// <summary>The steps follow each other at once; after a failure the next look waits a little.</summary>
    protected static TimeSpan Soon(Incident incident, TPolicy policy) =>
        incident.RungAttempts.LastOrDefault() is null or { Outcome: AttemptOutcome.Done }
            ? TimeSpan.Zero
            : policy.CheckEvery;

    /// <summary>When it last changed something, or this procedure got the incident.</summary>
    protected static DateTimeOffset LastChange(Incident incident) =>
        incident.LastAttempt is { } last && last.At > incident.RungSince ? last.At : incident.RungSince;

    /// <summary>What goes on after a hand-off, too, is no new phase for people.</summary>
    protected static Phase Quietly(Incident incident, Phase otherwise) =>
        incident.IsHandedOff ? Phase.HandedOff : otherwise;
}

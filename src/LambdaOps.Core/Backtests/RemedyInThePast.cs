using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Backtests;

/// <summary>What a remedy decides at a moment of the past.</summary>
/// <param name="After">Since the incident was opened.</param>
/// <param name="Verdict">The decision's name.</param>
/// <param name="PagesOnCall">Whether it is handed off to on-call.</param>
public sealed record PastDecision(TimeSpan After, string Verdict, string Because, bool PagesOnCall);

/// <summary>
/// A remedy in mode observe on an incident of the past: its own pure decision, round by round, as the loop asks for it.
/// Only the alarm is known; every other look is missing, so that nothing is decided on what nobody saw.
/// </summary>
public sealed class RemedyInThePast
{
    /// <summary>Why a look is missing.</summary>
    public const string NotKnown = "not in this history";

    /// <summary>More rounds than any remedy waits without evidence.</summary>
    private const int MostRounds = 500;

    private static readonly TimeSpan s_soonest = TimeSpan.FromSeconds(5);

    private readonly Estate _estate;
    private readonly Resource _target;
    private readonly RemedySetting _setting;
    private readonly Severity _severity;
    private readonly string _alarm;

    private RemedyInThePast(Estate estate, Remedy remedy, Resource target, RemedySetting setting, string alarm)
    {
        (_estate, Remedy, _target, _setting, _alarm) = (estate, remedy, target, setting, alarm);
        _severity =
            estate.AlarmsOf(target.Id).FirstOrDefault(rule => rule.Remedy == remedy.Name)?.Severity ?? Severity.P2;
    }

    public Remedy Remedy { get; }

    public TargetId Target => _target.Id;

    /// <summary>What it would have looked at beside the alarm.</summary>
    public ImmutableArray<Look> Asks =>
        [.. Remedy.Looks.Where(look => look.IsAbout(_target) && look != AlarmLooks.Own && look != AlarmLooks.Active)];

    /// <summary>
    /// How soon after its alarm was back an incident is the same one: until it is over it is open, and some time after that
    /// it is opened again.
    /// </summary>
    public TimeSpan Again => _setting.QuietFor + _estate.ReopenWithin;

    /// <summary>The remedy, or what was expected in the place of its target.</summary>
    /// <param name="target">Null for the first one that has the remedy.</param>
    /// <param name="alarm">Its name.</param>
    public static (RemedyInThePast? Remedy, string? Expected) Of(
        Estate estate,
        Remedy remedy,
        string? target,
        string alarm
    )
    {
        var having = estate
            .Services.Concat<Resource>(estate.Sites)
            .Concat(estate.Tables)
            .Where(one => remedy.SettingFor(one) is not null)
            .ToList();
        return (having, having.Find(one => target is null || one.Id.Value == target)) switch
        {
            ([], _) => (null, $"a target of the estate that has {remedy.Name}: it names none"),
            (_, null) => (null, $"one of {string.Join(", ", having.Select(one => one.Id))}, which have {remedy.Name}"),
            var (_, found) => (new RemedyInThePast(estate, remedy, found, remedy.SettingFor(found)!, alarm), null),
        };
    }

    /// <summary>Its decisions until it is over or on-call has it; what it repeats is said once.</summary>
    public ImmutableArray<PastDecision> Decide(ImmutableArray<AlarmStretch> stretches)
    {
        var (from, until) = (stretches[0].From, stretches[^1].Until);
        var alarm = new AlarmRef(_alarm, _alarm, from);
        var incident = Incident.Open(
            Target,
            Remedy.Name,
            _severity,
            Mode.Observe,
            alarm,
            $"{_alarm} -> Alarm",
            lastGood: null,
            from
        );
        var decided = ImmutableArray.CreateBuilder<PastDecision>();
        var now = from;
        for (var round = 0; round < MostRounds && now < until + _setting.QuietFor; round++)
        {
            var seen = See(incident, stretches, now);
            incident = Remedy.Remember(incident.Saw(seen, now), seen, _target, now);
            incident = Overdue.Remember(incident, seen, _setting.QuietFor, now);
            var decision = Overdue.Instead(
                Remedy.Decide(incident, seen, _target, now),
                incident,
                seen,
                Remedy.LooksWell(seen, _target),
                _setting.NotifyWithin,
                now
            );
            var said = new PastDecision(
                now - from,
                decision.GetType().Name,
                decision.Because,
                decision is Decision.Escalate
            );
            if (decided.Count == 0 || (decided[^1].Verdict, decided[^1].Because) != (said.Verdict, said.Because))
            {
                decided.Add(said);
            }

            if (decision.Until is null)
            {
                break;
            }

            now += decision.AgainIn is { } again && again > s_soonest ? again : s_soonest;
        }

        return decided.DrainToImmutable();
    }

    private Evidence See(Incident incident, ImmutableArray<AlarmStretch> stretches, DateTimeOffset now)
    {
        var isFiring = stretches.Any(one => one.From <= now && (now < one.Until || one.IsOpen));
        var at = LookAt.For(_estate, _target, incident, now);
        var seen = new List<(Look, Fact)>();
        foreach (var look in Remedy.Looks.Where(look => look.IsAbout(_target) && look.OnlyIf is null))
        {
            seen.Add(
                (
                    look,
                    look == AlarmLooks.Own
                        ? Fact.Known(new AlarmReading(isFiring ? AlarmState.Alarm : AlarmState.Ok, 0, 0), now)
                    : look == AlarmLooks.Active
                        ? Fact.Known(isFiring ? new ActiveAlarms([_alarm]) : ActiveAlarms.None, now)
                    : look.Foregone(at) ?? look.Missing(NotKnown)
                )
            );
        }

        return Evidence.NotAsked.With(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(seen));
    }
}

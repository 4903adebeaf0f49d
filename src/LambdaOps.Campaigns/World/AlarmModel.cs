using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// An alarm of a service or table: it follows the world's state after a delay, as M of N periods do, and back after another one.
/// </summary>
internal sealed class AlarmModel(CampaignRun run, string name, AlarmRule rule, Func<bool> breaches, TimeSpan delay)
{
    private readonly Dictionary<TargetId, ProcedureName?> _remedies = [];
    private int _generation;
    private bool _condition;
    private bool _false;
    private bool _breached;
    private DateTimeOffset _silentUntil;

    public string Name => name;

    public AlarmRule Rule => rule;

    /// <summary>Of an alarm that many services share: the dimensions of this one's series. Null for a whole alarm.</summary>
    public ImmutableSortedDictionary<string, string>? Series { get; } =
        rule.Contributor is { } one ? ImmutableSortedDictionary<string, string>.Empty.Add(one.Key, one.Value) : null;

    /// <summary>What the estate has against it when it is that target's; null where it is not.</summary>
    public ProcedureName? RemedyOf(LookAt at)
    {
        if (!_remedies.TryGetValue(at.Target.Id, out var remedy))
        {
            _remedies[at.Target.Id] = remedy = at.RuleOf(name, Series is null ? [] : [Series])?.Remedy;
        }

        return remedy;
    }

    public AlarmState State { get; private set; } = AlarmState.Ok;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(run.Clock.Ticks);

    /// <summary>The newest change to ALARM; null when there was none.</summary>
    public DateTimeOffset? RaisedAt { get; private set; }

    /// <summary>Its identity: of a series with its dimensions.</summary>
    public string Arn { get; } =
        $"arn:aws:cloudwatch:{CampaignPlan.Region}:{CampaignPlan.Account}:alarm:{name}"
        + (rule.Contributor is { } series ? $"#{series.Key}={series.Value}" : "");

    /// <summary>As people read it.</summary>
    public string Title => Series is null ? name : $"{name} for {rule.Target}";

    /// <summary>Whether that change came while it was silenced: its actions are still to be made.</summary>
    public bool WasRaisedSilenced { get; private set; }

    /// <summary>When what it watches last began to breach; of a false alarm when it fired.</summary>
    public DateTimeOffset BegunBy { get; private set; }

    /// <summary>How people have silenced it; null when they want to hear of it.</summary>
    public SilenceKind? Silenced { get; private set; }

    /// <summary>
    /// Since when the loop could know that it is silenced; null when it is not.
    /// </summary>
    public long? KnownSilentSince { get; private set; }

    /// <summary>When people last wanted to hear of it again; null when they always did.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>When CloudWatch made up for the actions of its last change, which it does once; null when it has not.</summary>
    public DateTimeOffset? MadeUpAt { get; private set; }

    /// <summary>Whether a look at it shows that.</summary>
    public bool LooksSilenced => Silenced is not null;

    /// <summary>Whether its changes say that a rule mutes them: AWS does not document that they do.</summary>
    public bool SaysMuted { get; init; }

    /// <summary>
    /// The state of now, and the datapoints of its last change, which are as clear as the condition was; CloudWatch has none
    /// of a single series.
    /// </summary>
    public AlarmReading Reading(bool wrong)
    {
        var silenced = LooksSilenced ? $"{Silenced}" : null;
        if (Series is not null)
        {
            return new AlarmReading(State, 0, 0) { Silenced = silenced };
        }

        var breaching = State == AlarmState.Alarm ? (_breached != wrong ? 3 : 1) : 0;
        return new AlarmReading(State, 3, breaching)
        {
            Silenced = silenced,
            IsOld = RaisedAt is { } raised && AlarmReading.AreOld(raised, Now),
        };
    }

    /// <summary>
    /// People silence it for a while. When a mute or a suppression ends while it fires, CloudWatch makes up for the actions
    /// that it held back: the same change comes without the mark. An alarm that many share is silenced for all of them.
    /// </summary>
    public void Silence(SilenceKind kind, TimeSpan length)
    {
        run.Tally.Count("silence", kind);
        foreach (var one in Series is null ? [this] : run.Alarms.Where(one => one.Name == name))
        {
            one.Hush(kind, length);
        }
    }

    private void Hush(SilenceKind kind, TimeSpan length)
    {
        if (Silenced is not null)
        {
            return;
        }

        (Silenced, _silentUntil) = (kind, run.Clock.Now + length);
        KnownSilentSince = run.Clock.Ticks;
        run.Say($"{Title} is silenced ({kind}) for {length.TotalSeconds:0} s");
        run.Clock.In(length, Lift);
    }

    /// <summary>People want to hear of it again.</summary>
    public void Lift()
    {
        if (Silenced is not { } kind)
        {
            return;
        }

        (Silenced, KnownSilentSince, LiftedAt) = (null, null, run.Clock.Now);
        run.Say($"{Title} is no longer silenced");
        var isOwed = WasRaisedSilenced;
        WasRaisedSilenced = false;
        if (isOwed && State == AlarmState.Alarm && kind != SilenceKind.Disabled && RaisedAt is { } at)
        {
            MadeUpAt = run.Clock.Now;
            run.Mail.SendAlarm(Changed(AlarmState.Alarm, AlarmState.Ok, at), rule);
        }
    }

    /// <summary>The world changed: the state may follow.</summary>
    public void Look()
    {
        var now = breaches();
        if (now == _condition)
        {
            return;
        }

        _condition = now;
        BegunBy = now ? Now : BegunBy;
        if (!_false)
        {
            Follow(delay);
        }
    }

    /// <summary>It fires for a while although nothing is wrong.</summary>
    public void FireFalsely(TimeSpan length)
    {
        _false = true;
        _generation++;
        BegunBy = _condition ? BegunBy : Now;
        Turn(AlarmState.Alarm);
        run.Clock.In(length, Stop);
    }

    /// <summary>A false alarm ends.</summary>
    private void Stop()
    {
        _false = false;
        Follow(delay);
    }

    private void Follow(TimeSpan within)
    {
        var mine = ++_generation;
        run.Clock.In(
            within,
            () =>
            {
                if (mine == _generation)
                {
                    Turn(_condition ? AlarmState.Alarm : AlarmState.Ok);
                }
            }
        );
    }

    private void Keep(AlarmState before)
    {
        if (State == AlarmState.Alarm)
        {
            run.ActiveAlarms.Add(this);
        }
        else if (before == AlarmState.Alarm)
        {
            run.ActiveAlarms.Remove(this);
        }
    }

    private void Turn(AlarmState to)
    {
        if (to == State)
        {
            return;
        }

        var before = State;
        State = to;
        Keep(before);
        var at = run.Clock.WholeSeconds.AddMilliseconds(run.Clock.Ticks % TimeSpan.TicksPerSecond / 10_000);
        RaisedAt = to == AlarmState.Alarm ? at : RaisedAt;
        WasRaisedSilenced = to == AlarmState.Alarm ? Silenced is not null : WasRaisedSilenced;
        MadeUpAt = null;
        _breached = _condition;
        run.Tell(new CampaignEvent.Turned(this));
        run.Mail.SendAlarm(Changed(to, before, at), rule);
    }

    /// <summary>That it fires, as a check tells it.</summary>
    public Signal.AlarmChanged Firing(DateTimeOffset since, AlarmRoute route) =>
        Changed(AlarmState.Alarm, AlarmState.Ok, since) with
        {
            Route = route,
            Previous = null,
        };

    private Signal.AlarmChanged Changed(AlarmState to, AlarmState before, DateTimeOffset at) =>
        new(
            name,
            Arn,
            Series is null ? AlarmKind.Metric : AlarmKind.Math,
            to,
            before,
            at,
            "Threshold Crossed",
            AlarmRoute.EventBridge,
            ImmutableSortedDictionary<string, string>.Empty
        )
        {
            Contributor = Series,
            Silenced = Silenced switch
            {
                SilenceKind.Suppressed => new Silence("actions suppressed by Alarm"),
                SilenceKind.Muted when SaysMuted => new Silence("muted by a mute rule") { Until = _silentUntil },
                _ => null,
            },
        };
}

/// <summary>How people silence an alarm.</summary>
internal enum SilenceKind
{
    /// <summary>ActionsEnabled is false: its changes say nothing of it, a look does.</summary>
    Disabled,

    /// <summary>By a suppressor: its changes and a look say so.</summary>
    Suppressed,

    /// <summary>By a mute rule with a window: a look says so; its changes may.</summary>
    Muted,
}

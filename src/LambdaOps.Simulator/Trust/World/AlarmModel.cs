using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Signals;

namespace LambdaOps.Simulator.Trust.World;

/// <summary>
/// An alarm of a service: it follows the world's state after a delay, as M of N periods do, and back after another one.
/// </summary>
internal sealed class AlarmModel(
    TrustRun run, ServiceModel service, string name, AlarmRule rule, Func<ServiceModel, bool> breaches, TimeSpan delay)
{
    private int _generation;
    private bool _condition;
    private bool _false;

    public string Name => name;

    public AlarmRule Rule => rule;

    public ServiceModel Service => service;

    public AlarmState State { get; private set; } = AlarmState.Ok;

    /// <summary>The newest change to ALARM; null when there was none.</summary>
    public DateTimeOffset? RaisedAt { get; private set; }

    public string Arn { get; } = $"arn:aws:cloudwatch:{TrustPlan.Region}:{TrustPlan.Account}:alarm:{name}";

    /// <summary>The reading of now; datapoints are as clear as the condition is.</summary>
    public AlarmReading Reading(bool wrong)
    {
        var breaching = State == AlarmState.Alarm ? (_condition != wrong ? 3 : 1) : 0;
        return new AlarmReading(State, 3, breaching);
    }

    /// <summary>The world changed: the state may follow.</summary>
    public void Look()
    {
        var now = breaches(service);
        if (now == _condition)
        {
            return;
        }

        _condition = now;
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
        run.Clock.In(within, () =>
        {
            if (mine == _generation)
            {
                Turn(_condition ? AlarmState.Alarm : AlarmState.Ok);
            }
        });
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
        run.Tell(new TrustEvent.Turned(this));
        run.Mail.SendAlarm(
            new Signal.AlarmChanged(
                name, Arn, AlarmKind.Metric, to, before, at, "Threshold Crossed", AlarmRoute.Sns,
                ImmutableSortedDictionary<string, string>.Empty),
            rule);
    }
}

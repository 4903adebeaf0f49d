using LambdaOps.Core;

namespace LambdaOps.Account.World.Alarms;

/// <summary>
/// Carries state changes to their receivers, each on its own way with its own delay: in any order, and more than once
/// when a drill asks for that.
/// </summary>
public sealed class AlarmDeliveries
{
    private readonly SimulatedWorld _world;
    private readonly Chance _chance;

    internal AlarmDeliveries(SimulatedWorld world)
    {
        _world = world;
        _chance = Chance.StreamOf(world.Seed, "alarm deliveries");
    }

    /// <summary>Topic ARN, subject, message.</summary>
    public Action<string, string, string> Sns { get; set; } = (_, _, _) => { };

    /// <summary>The whole event in UTF-8.</summary>
    public Action<byte[]> EventBridge { get; set; } = _ => { };

    /// <summary>Function ARN, alarm ARN and payload.</summary>
    public Action<string, string, byte[]> Lambda { get; set; } = (_, _, _) => { };

    /// <summary>How often each message arrives; 1 is normal, 10 is a drill.</summary>
    public int Times { get; set; } = 1;

    /// <summary>The share of messages that never arrive.</summary>
    public double LossShare { get; set; }

    /// <summary>Added to every message's way.</summary>
    public TimeSpan ExtraDelay { get; set; }

    /// <summary>Sends a change to EventBridge, which hears of every one.</summary>
    public void Tell(AlarmTransition change)
    {
        var (region, account) = (_world.Plan.Region, _world.Plan.AccountId);
        var @event = AlarmPayloads.EventBridgeEvent(change, region, account, _chance.Uuid());
        Carry("alarm to EventBridge", () => EventBridge(@event));
    }

    /// <summary>Sends a change of one series to EventBridge, the only one that hears of those.</summary>
    public void Tell(ContributingSeries changed)
    {
        var (region, account) = (_world.Plan.Region, _world.Plan.AccountId);
        var @event = AlarmPayloads.ContributorEvent(changed, region, account, _chance.Uuid());
        Carry("contributor to EventBridge", () => EventBridge(@event));
    }

    /// <summary>Sends a change to the actions that the alarm has for its new state.</summary>
    public void Act(AlarmTransition change)
    {
        var (region, account) = (_world.Plan.Region, _world.Plan.AccountId);
        foreach (var action in change.Alarm.ActionsFor(change.New.Value))
        {
            if (action.StartsWith("arn:aws:sns:", StringComparison.Ordinal))
            {
                var subject = AlarmPayloads.SnsSubject(change, region);
                var message = AlarmPayloads.SnsMessage(change, region, account);
                Carry("alarm to SNS", () => Sns(action, subject, message));
            }
            else if (action.StartsWith("arn:aws:lambda:", StringComparison.Ordinal))
            {
                var payload = AlarmPayloads.LambdaPayload(change, region, account);
                Carry("alarm to Lambda", () => Lambda(action, change.Alarm.Arn, payload));
            }
        }
    }

    private void Carry(string what, Action arrive)
    {
        for (var i = 0; i < Times; i++)
        {
            var way = _chance.Between(_world.Plan.DeliveryAtLeast, _world.Plan.DeliveryAtMost) + ExtraDelay;
            if (_chance.Share() >= LossShare)
            {
                _world.Clock.In(way, what, arrive);
            }
        }
    }
}

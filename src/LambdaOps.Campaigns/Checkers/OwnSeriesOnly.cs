using LambdaOps.Campaigns.World;
using LambdaOps.Core;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Nothing is decided by an alarm that many services share while it is another one's series that breaches: the alarm's name
/// alone does not say whose it is.
/// </summary>
internal sealed class OwnSeriesOnly(CampaignRun run) : Checker(run)
{
    /// <summary>When each series was in ALARM last, in ticks.</summary>
    private readonly Dictionary<string, long> _endedAt = [];

    public override string Rule => "alarms of many are told by their series";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Turned { Alarm: { Series: not null, State: not Core.Signals.AlarmState.Alarm } alarm }:
                _endedAt[alarm.Arn] = Run.Clock.Ticks;
                break;
            case CampaignEvent.Decided { By: { Alarms: { Any: true } seen } by, Incident: var incident }
                when incident.Target == by.Target
                    && seen.Names.FirstOrDefault(name => IsOthers(name, by.Target, by.BeganAt)) is { } others:
                Break(
                    $"{by} decides for {incident.Id} with {others} active, whose series of {by.Target} does not breach"
                );
                break;
        }
    }

    /// <summary>Whether no series of the target was in ALARM since the invocation began.</summary>
    private bool IsOthers(string alarm, TargetId target, long beganAt) =>
        Run.FindService(target)?.Alarms.FirstOrDefault(one => one.Name == alarm) is { Series: not null } own
        && own.State != Core.Signals.AlarmState.Alarm
        && !(_endedAt.TryGetValue(own.Arn, out var ended) && ended >= beganAt);
}

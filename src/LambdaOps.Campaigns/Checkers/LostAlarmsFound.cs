using LambdaOps.Campaigns.World;
using LambdaOps.Core;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An alarm that has fired for longer than two of the check's rounds take is in its target's record, or people were
/// notified that the estate says off: also where its event was lost.
/// </summary>
internal sealed class LostAlarmsFound(CampaignRun run) : Checker(run)
{
    public override string Rule => "lost alarms are found";

    private static readonly TimeSpan s_foundWithin = (2 * AlarmSweep.Every) + (2 * AlarmSweep.HeardWithin);

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Scheduled)
        {
            return;
        }

        foreach (var alarm in Run.ActiveAlarms)
        {
            if (
                alarm is { Silenced: null, RaisedAt: { } at, Rule: { Contributor: null, Target: var target } }
                && Run.Clock.Now - (alarm.LiftedAt > at ? alarm.LiftedAt.Value : at) > s_foundWithin
                && !IsKnown(target, alarm.Arn, at)
                && Run.Mail.PendingOf(target).Count == 0
            )
            {
                Break($"{alarm.Name} has fired since {at:HH:mm:ss}, and {target} has not heard of it");
            }
        }
    }

    private bool IsKnown(TargetId target, string arn, DateTimeOffset at)
    {
        var record = Run.Store[target].Record;
        return record.AlarmsSeen.GetValueOrDefault(arn) >= at - (2 * AlarmSweep.Off)
            || record.OffNotified.ContainsKey(arn);
    }
}

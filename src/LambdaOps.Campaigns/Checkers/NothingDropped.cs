using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Engine;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An alarm or breach that reached a function's end is in its target's record, on its way to another function, or in a
/// notice to people.
/// </summary>
internal sealed class NothingDropped(CampaignRun run) : Checker(run)
{
    public override string Rule => "nothing dropped";

    private readonly Dictionary<string, DateTimeOffset> _told = [];

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Queued queued && queued.Message.Signal == queued.By.Signal)
        {
            queued.By.SentOn = true;
        }

        if (
            happened
            is not CampaignEvent.Finished { By: { Signal.Disturbance: { } disturbance } by, Report: { } report }
        )
        {
            return;
        }

        switch (report.Outcome)
        {
            case LoopOutcome.Unknown or LoopOutcome.SwitchedOff:
                // An older change may come after a newer one.
                _told[disturbance.Source] =
                    disturbance.At > _told.GetValueOrDefault(disturbance.Source)
                        ? disturbance.At
                        : _told[disturbance.Source];
                break;
            case LoopOutcome.Deferred or LoopOutcome.Forwarded:
                if (!by.SentOn)
                {
                    Break($"{by} says that {disturbance.Name} is {report.Outcome}, and it is in no queue");
                }

                break;
            default:
                if (!IsSeen(by.Target, disturbance.Source, disturbance.At))
                {
                    Break(
                        $"{by} ends {report.Outcome}, and {disturbance.Name} of {disturbance.At:HH:mm:ss} is in no record"
                    );
                }

                break;
        }
    }

    public override void AtEnd()
    {
        foreach (var alarm in Run.Alarms)
        {
            if (
                alarm.RaisedAt is { } at
                && !IsSeen(alarm.Rule.Target, alarm.Arn, at)
                && _told.GetValueOrDefault(alarm.Arn) < at
                && !Run.Mail.IsDeadLettered(alarm.Rule.Target)
            )
            {
                Break($"{alarm.Title} was raised at {at:HH:mm:ss}, and nobody was notified");
            }
        }
    }

    private bool IsSeen(TargetId target, string source, DateTimeOffset at) =>
        Run.Store[target].Record.AlarmsSeen.TryGetValue(source, out var seen) && seen >= at - (2 * AlarmSweep.Off);
}

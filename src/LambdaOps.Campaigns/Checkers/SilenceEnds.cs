using LambdaOps.Campaigns.World;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// When a mute or a suppression ends while its alarm fires, CloudWatch makes up for the actions by the same change, late:
/// it is no duplicate, unless an incident is open, has already taken it, or another target's has it.
/// </summary>
internal sealed class SilenceEnds(CampaignRun run) : Checker(run)
{
    public override string Rule => "what was silenced comes back";

    private readonly HashSet<(string, DateTimeOffset)> _taken = [];

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            // The write that took it in may be all that anybody sees of an invocation: its answer was lost.
            case CampaignEvent.Saved { Taken: true, By: var by } when MadeUp(by) is { } alarm:
                _taken.Add((alarm.Arn, alarm.MadeUpAt!.Value));
                break;
            case CampaignEvent.Finished { By: var by, Report: { Outcome: not LoopOutcome.Ignored } }
                when MadeUp(by) is { } alarm:
                _taken.Add((alarm.Arn, alarm.MadeUpAt!.Value));
                break;
            case CampaignEvent.Finished { By: var by, Report: { } report } when MadeUp(by) is { } alarm:
                if (
                    Run.Store[by.Target].Record is { Open: null } record
                    && !record.JoinedTo.ContainsKey(alarm.Arn)
                    && !_taken.Contains((alarm.Arn, alarm.MadeUpAt!.Value))
                )
                {
                    Break($"{by} ignores {alarm.Name}, which fires and is no longer silenced: {report.Because}");
                }

                break;
        }
    }

    /// <summary>The alarm whose change the invocation brings after its silence ended; null where it brings another.</summary>
    private AlarmModel? MadeUp(CampaignInvocation by) =>
        by.Signal is Signal.AlarmChanged { State: AlarmState.Alarm, Silenced: null } change
        && Run.AlarmOf(change.Arn) is { State: AlarmState.Alarm, Silenced: null, MadeUpAt: { } lifted } alarm
        && alarm.RaisedAt == change.ChangedAt
        && lifted > change.ChangedAt
        && CampaignClock.Start.AddTicks(by.BeganAt) >= lifted
            ? alarm
            : null;
}

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
        if (
            happened
                is not CampaignEvent.Finished
                {
                    By: { Signal: Signal.AlarmChanged { State: AlarmState.Alarm, Silenced: null } change } by,
                    Report: { } report,
                }
            || Run.AlarmOf(change.Arn) is not { State: AlarmState.Alarm, Silenced: null, MadeUpAt: { } lifted } alarm
            || alarm.RaisedAt != change.ChangedAt
            || lifted <= change.ChangedAt
            || CampaignClock.Start.AddTicks(by.BeganAt) < lifted
        )
        {
            return;
        }

        if (report.Outcome != LoopOutcome.Ignored)
        {
            _taken.Add((alarm.Arn, lifted));
        }
        else if (
            Run.Store[by.Target].Record is { Open: null } record
            && !record.JoinedTo.ContainsKey(alarm.Arn)
            && !_taken.Contains((alarm.Arn, lifted))
        )
        {
            Break($"{by} ignores {alarm.Name}, which fires and is no longer silenced: {report.Because}");
        }
    }
}

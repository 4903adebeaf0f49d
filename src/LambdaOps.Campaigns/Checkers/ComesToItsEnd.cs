using LambdaOps.Core.Procedures.Latency;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// When causes are fixed and faults stop, every incident ends or is handed off to on-call within its bound.
/// </summary>
internal sealed class ComesToItsEnd(CampaignRun run) : Checker(run)
{
    public override string Rule => "comes to its end";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Saved { Taken: true, Ended: { } ended })
        {
            Run.Incidents++;
            Run.Tally.Count("end", (ended.Remedy, ended.Status.ToString()));
        }
    }

    public override void AtEnd()
    {
        foreach (var row in Run.Store.Rows)
        {
            if (row.Record.Open is { IsHandedOff: false } open && open.Phase == LatencyPhase.Holding)
            {
                // What was borrowed is needed for good: the remedy holds it for as long as it watches.
                Run.Tally.Count("end", "latency holding what is needed");
            }
            else if (row.Record.Open is { IsHandedOff: false } left && !Run.Mail.IsDeadLettered(left.Target))
            {
                Break($"{left.Id} ({left.Remedy}) is still {left.Phase}, and not handed off");
            }

            if (row.LeasedUntil > Run.Clock.WholeSeconds)
            {
                Break($"{row.Record.Target} is still claimed until {row.LeasedUntil:HH:mm:ss}");
            }
        }
    }
}

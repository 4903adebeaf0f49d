using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An open incident has a message on its way, one in the dead-letter queue, or an invocation at work. One whose tick
/// was lost for good is looked at all the same, as soon as the watchdog can see to it.
/// </summary>
internal sealed class FollowUpComing(CampaignRun run) : Checker(run)
{
    public override string Rule => "follow-up on its way";

    /// <summary>
    /// The watchdog waits for a late tick, runs every five minutes, and may fail; and its own tick may fail some times
    /// before it looks.
    /// </summary>
    private static readonly TimeSpan s_lookedAfter = TimeSpan.FromMinutes(45);

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Scheduled)
        {
            SeeOverdue();
        }

        if (happened is CampaignEvent.Gone { IsDead: false, Message: var message })
        {
            See(message.Target);
        }
    }

    public override void AtEnd()
    {
        foreach (var row in Run.Store.Rows)
        {
            See(row.Record.Target);
        }
    }

    private void See(TargetId target)
    {
        if (
            Run.Store[target].Record.Open is { } open
            && !Run.Mail.IsDeadLettered(target)
            && !Run
                .Mail.PendingOf(target)
                .Any(message =>
                    message.Signal is not Signal.TickCame tick || (tick.Incident == open.Id && tick.Beat >= open.Beat)
                )
            && !Run.Mail.IsLost(open)
        )
        {
            Break($"{open.Id} is open ({open.Phase}, beat {open.Beat}), and nothing is on its way to it");
        }
    }

    private void SeeOverdue()
    {
        foreach (var row in Run.Store.Rows)
        {
            if (
                row.Record.Open is { } open
                && Run.Mail.IsLost(open)
                && (open.Watch.DueAt is null || Run.Clock.Now - open.Watch.DueAt > s_lookedAfter)
            )
            {
                Break(
                    $"{open.Id} is open ({open.Phase}), and nobody has looked at it since {open.Watch.DueAt:HH:mm:ss}"
                );
            }
        }
    }
}

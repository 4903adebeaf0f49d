using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// An open incident has a message on its way, one in the dead-letter queue, or an invocation at work.
/// </summary>
internal sealed class FollowUpComing(TrustRun run) : Checker(run)
{
    public override string Rule => "follow-up on its way";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Gone { IsDead: false, Message: var message })
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
        if (Run.Store[target].Record.Open is { } open && !Run.Mail.IsDeadLettered(target)
            && !Run.Mail.PendingOf(target).Any(message => message.Signal is not Signal.TickCame tick
                || (tick.Incident == open.Id && tick.Beat >= open.Beat)))
        {
            Break($"{open.Id} is open ({open.Phase}, beat {open.Beat}), and nothing is on its way to it");
        }
    }
}

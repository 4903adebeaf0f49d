namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// When causes are mended and faults stop, every incident ends or is in a person's hands within its bound.
/// </summary>
internal sealed class ComesToItsEnd(TrustRun run) : Checker(run)
{
    public override string Rule => "comes to its end";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Saved { Taken: true, Ended: { } ended })
        {
            Run.Incidents++;
            Run.Tally.Count("end", (ended.Remedy, ended.Status.ToString()));
        }
    }

    public override void AtEnd()
    {
        foreach (var row in Run.Store.Rows)
        {
            if (row.Record.Open is { IsHandedOver: false } open && !Run.Mail.IsDeadLettered(open.Target))
            {
                Break($"{open.Id} ({open.Remedy}) is still {open.Phase}, and nobody has it");
            }

            if (row.LeasedUntil > Run.Clock.WholeSeconds)
            {
                Break($"{row.Record.Target} is still claimed until {row.LeasedUntil:HH:mm:ss}");
            }
        }
    }
}

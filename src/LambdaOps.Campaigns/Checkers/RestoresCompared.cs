using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A restore ends as done only when the new table was compared, is right, and has all that the old one has; what an
/// operator aborts, and what on-call has, says so.
/// </summary>
internal sealed class RestoresCompared(CampaignRun run) : Checker(run)
{
    public override string Rule => "restores are compared before they are offered";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is not CampaignEvent.Saved
                {
                    Taken: true,
                    Ended: { Status: IncidentStatus.Resolved, Escalation: null, DataRestore.IsAborted: false } ended,
                }
            || ended.Remedy != DataRestoreProcedure.ProcedureName
            || ended.DataRestore.Request is not { At: { } at }
            || !ended.HasDone<Change.RestoreTable>()
            || Run.FindTable(ended.Target) is not { } table
        )
        {
            return;
        }

        var name = RestoreAim.NameFor(table.Operated.Name, at);
        if (ended.DataRestore.Compared is null)
        {
            Break($"{ended.Id} is done, and nobody compared {name}");
        }
        else if (!table.Restores.IsComplete(name) && table.Restores.ChangedByPersonAt is null)
        {
            Break($"{ended.Id} is done, and {name} is not what the table was");
        }
    }
}

using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A restore makes a table whose name says what it is of, never over one that was there when the function looked, and
/// changes no other table: the old one least of all.
/// </summary>
internal sealed class RestoresKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "restores never overwrite";

    public override void See(CampaignEvent happened)
    {
        if (happened is not CampaignEvent.Changing { By: var by, Change: var change })
        {
            return;
        }

        switch (change)
        {
            case Change.OfRestore made when !RestoreAim.IsNameFor(made.Name, made.Target.Value):
                Break($"'{change.Description}' of {by} is about no restore of {made.Target}");
                break;
            case Change.RestoreTable restore
                when Run.FindTable(restore.Target) is { } table
                    && table.Restores.Has(restore.Name)
                    && by is { SawStale: false, ServiceAskedAt: { } asked }
                    && !(table.Restores.ChangedByPersonAt > asked):
                Break($"'{change.Description}' of {by}: there was such a table when it looked");
                break;
            case Change.OfTable
                when by.Target is var target
                    && Run.Store[target].Record.Open?.Remedy == DataRestoreProcedure.ProcedureName:
                Break($"'{change.Description}' of {by} changes the table that is restored");
                break;
        }
    }
}

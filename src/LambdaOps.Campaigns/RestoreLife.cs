using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>What people want of a run's tables as they were, and what they do to what is made of it.</summary>
internal static class RestoreLife
{
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        foreach (var table in run.Tables.Where(table => table.Operated.DataRestore is not null))
        {
            var chance = Chance.StreamOf(run.Options.Seed, $"restores wanted of {table.Operated.Id}");
            for (var acts = 1 + chance.Below(4); acts > 0; acts--)
            {
                var (at, dice) = (safety * chance.Share(), new Chance(chance.Next()));
                run.Clock.In(at, () => Want(run, table, dice));
            }
        }
    }

    private static void Want(CampaignRun run, CampaignTable table, Chance chance)
    {
        var now = CampaignClock.Start.AddTicks(run.Clock.Ticks);
        var minutes = chance.Below(6) == 0 ? chance.Below(8) : 10 + chance.Below(600);
        var at = DateTimeOffset.FromUnixTimeSeconds((now - TimeSpan.FromMinutes(minutes)).ToUnixTimeSeconds());
        Ask(run, table, chance.Below(12) == 0 ? new(RestoreWish.Status) : new(RestoreWish.Begin, at));
        if (chance.Below(8) == 0)
        {
            run.Clock.In(TimeSpan.FromSeconds(chance.Between(60, 1800)), () => Ask(run, table, new(RestoreWish.Abort)));
        }

        if (chance.Below(6) == 0 && run.Options.Faults.Contains(FaultKind.People))
        {
            var name = RestoreAim.NameFor(table.Operated.Name, at);
            run.Clock.In(TimeSpan.FromSeconds(chance.Between(0, 2400)), () => table.Restores.TouchByPerson(name));
        }
    }

    private static void Ask(CampaignRun run, CampaignTable table, RestoreRequest wanted) =>
        run.Mail.Ask(
            new Signal.OperatorRequested(
                table.Operated.Id,
                DataRestoreProcedure.ProcedureName,
                Mode.Act,
                "someone",
                "items are corrupt"
            )
            {
                Restore = wanted,
            }
        );
}

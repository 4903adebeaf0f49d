using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>What happens to a run's tables: outages, and people who change them, ask, or see a false alarm.</summary>
internal static class TableLife
{
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        foreach (var table in run.Tables)
        {
            var chance = Chance.StreamOf(run.Options.Seed, $"life of {table.Operated.Id}");
            for (var outages = 1 + chance.Below(3); outages > 0; outages--)
            {
                Suffer(run, table, safety * chance.Share(), new Chance(chance.Next()));
            }

            for (var acts = chance.Below(4); acts > 0; acts--)
            {
                Act(run, table, safety * chance.Share(), new Chance(chance.Next()));
            }
        }
    }

    private static void Suffer(CampaignRun run, CampaignTable table, TimeSpan at, Chance chance)
    {
        var outage = chance.Below(8) switch
        {
            0 => TableOutage.HotKeys,
            1 => TableOutage.AccountLimit,
            2 => TableOutage.SystemErrors,
            _ => TableOutage.Surge,
        };
        var unit = chance.Below(2) == 0 ? UnitKind.Read : UnitKind.Write;
        var (factor, length) = (2 + (6 * chance.Share()), TimeSpan.FromSeconds(chance.Between(120, 3000)));
        run.Clock.In(at, () => table.Suffer(outage, unit, factor, length));
    }

    private static void Act(CampaignRun run, CampaignTable table, TimeSpan at, Chance chance)
    {
        var kind = chance.Below(4);
        if (kind == 3)
        {
            run.Clock.In(
                at,
                () =>
                    run.Mail.Ask(
                        new Signal.OperatorRequested(
                            table.Operated.Id,
                            DatabaseErrorsProcedure.ProcedureName,
                            chance.Below(2) == 0 ? Mode.Observe : Mode.Act,
                            "someone",
                            "a drill"
                        )
                    )
            );
        }
        else if (kind == 2 && run.Options.Faults.Contains(FaultKind.FalseAlarm))
        {
            var length = TimeSpan.FromSeconds(chance.Between(120, 2400));
            run.Clock.In(at, () => table.Alarms[chance.Below(table.Alarms.Count)].FireFalsely(length));
        }
        else if (run.Options.Faults.Contains(FaultKind.People))
        {
            run.Clock.In(at, () => Change(run, table, chance));
        }
    }

    /// <summary>A person, or a tool, sets the units of one kind, their bounds, or the mode.</summary>
    private static void Change(CampaignRun run, CampaignTable table, Chance chance)
    {
        var unit = chance.Below(2) == 0 ? UnitKind.Read : UnitKind.Write;
        var (units, before) = (20 + chance.Below(400), table.State.Own.Of(unit));
        run.Say($"someone changes {table.Operated.Id}: {units} {unit}");
        run.Tally.Count("table", "changed by a person");
        if (before.Bounds is not null)
        {
            table.SetBounds(unit, new UnitBounds(units / 2, units), byPerson: true);
        }
        else if (chance.Below(4) == 0 && !table.State.IsOnDemand)
        {
            table.Update(CampaignTable.OnDemand, isSwitch: true, byPerson: true);
        }
        else
        {
            table.Update(
                state =>
                    CampaignTable.With(
                        state,
                        unit,
                        one => state.IsOnDemand ? one with { Maximum = units } : one with { Provisioned = units }
                    ),
                isSwitch: false,
                byPerson: true
            );
        }
    }
}

using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>
/// Draws the tables of a run, from a stream of its own: most runs have none, and are what they are without.
/// </summary>
internal static class TableDraw
{
    private const int Most = 3;

    private static readonly string[] s_alarms = ["throttled", "system-errors"];

    public static Estate AddTo(Estate estate, ulong seed)
    {
        var chance = Chance.StreamOf(seed, "tables");
        var count = chance.Below(3) == 0 ? 1 + chance.Below(Most) : 0;
        ImmutableArray<OperatedTable> tables =
        [
            .. Enumerable.Range(0, count).Select(index => WithRestores(Draw(new Chance(chance.Next()), index), seed)),
        ];
        return tables.IsEmpty
            ? estate
            : estate with
            {
                Tables = tables,
                Alarms = [.. estate.Alarms, .. tables.SelectMany(RulesOf)],
            };
    }

    /// <summary>Drawn apart: a run without restores is what it was.</summary>
    private static OperatedTable WithRestores(OperatedTable table, ulong seed)
    {
        var chance = Chance.StreamOf(seed, $"restores of {table.Id}");
        return chance.Below(3) == 0
            ? table
            : table with
            {
                ChangedAttribute = chance.Below(2) == 0 ? "updatedAt" : null,
                Settings = table.Settings.With(
                    new Setting<DataRestorePolicy>(
                        EstateDraw.DrawMode(chance),
                        DataRestorePolicy.Default with
                        {
                            CheckEvery = Seconds(chance, 20, 90),
                            RestoreWithin = Seconds(chance, 1500, 3000),
                            ActiveWithin = Seconds(chance, 300, 900),
                            AttendAtMost = Seconds(chance, 600, 1800),
                            BlindAtMost = Seconds(chance, 60, 600),
                        }
                    )
                    {
                        Approval = EstateDraw.DrawApproval(
                            chance,
                            Change.Kinds.Where(kind => kind.Resource == "Restores")
                        ),
                    }
                ),
            };
    }

    public static CampaignTablePlan PlanOf(OperatedTable table, ulong seed)
    {
        var chance = Chance.StreamOf(seed, $"table {table.Id}");
        var isOnDemand = chance.Below(3) == 0;
        return new CampaignTablePlan(
            new TableState(
                isOnDemand,
                [
                    new TablePart(
                        null,
                        TablePart.Active,
                        UnitsOf(chance, isOnDemand),
                        UnitsOf(chance, isOnDemand),
                        DecreasesToday: 0
                    ),
                ]
            ),
            0.3 + (chance.Share() * 0.3),
            chance.Below(3) == 0 ? 4 : chance.Below(4)
        );
    }

    public static IReadOnlyList<AlarmModel> AlarmsOf(CampaignRun run, CampaignTable table)
    {
        var chance = Chance.StreamOf(run.Options.Seed, $"alarms {table.Operated.Id}");
        return
        [
            .. run
                .Plan.Estate.AlarmsOf(table.Operated.Id)
                .Select(rule => new AlarmModel(
                    run,
                    rule.Match.Text,
                    rule,
                    rule.Match.Text.EndsWith("errors", StringComparison.Ordinal)
                        ? () => table.Fails
                        : () => table.IsThrottled,
                    TimeSpan.FromSeconds(60 * (1 + chance.Share()))
                )),
        ];
    }

    private static PartUnits UnitsOf(Chance chance, bool isOnDemand)
    {
        var units = 50 + chance.Below(200);
        return isOnDemand
            ? new PartUnits(null, chance.Below(3) == 0 ? null : units, null)
            : new PartUnits(units, null, chance.Below(3) == 0 ? new UnitBounds(units / 2, units) : null);
    }

    private static OperatedTable Draw(Chance chance, int index)
    {
        var cap = 100 + chance.Below(900);
        return new OperatedTable($"table-{index}", Expiry: null)
        {
            Cap = new CapacityCap(cap, 100 + chance.Below(900), chance.Below(2) == 0),
            RestoreAt = DrawWindow(chance),
            Settings = Settings.None.With(
                new Setting<DatabaseErrorsPolicy>(EstateDraw.DrawMode(chance), DrawPolicy(chance))
                {
                    Approval = EstateDraw.DrawApproval(chance, Change.Kinds.Where(kind => kind.Resource == "Tables")),
                }
            ),
        };
    }

    private static IEnumerable<AlarmRule> RulesOf(OperatedTable table) =>
        s_alarms.Select(alarm => new AlarmRule(
            new AlarmMatch.ByName($"{table.Id}-{alarm}"),
            table.Id,
            DatabaseErrorsProcedure.ProcedureName,
            Severity.P2
        ));

    /// <summary>Any time will do, or one within the run.</summary>
    private static NightWindow DrawWindow(Chance chance)
    {
        var from = TimeOnly.FromDateTime(CampaignClock.Start.UtcDateTime.AddHours(9).AddMinutes(chance.Below(150)));
        return chance.Below(3) == 0
            ? new NightWindow(from, from.AddMinutes(30 + chance.Below(90)), "Asia/Tokyo")
            : new NightWindow(from, from, "Asia/Tokyo");
    }

    private static DatabaseErrorsPolicy DrawPolicy(Chance chance)
    {
        var standard = DatabaseErrorsPolicy.Default;
        return chance.Below(2) == 0
            ? standard
            : standard with
            {
                CheckEvery = Seconds(chance, 20, 90),
                SettleFor = Seconds(chance, 200, 500),
                ActiveWithin = Seconds(chance, 300, 900),
                WatchFor = Seconds(chance, 60, 300),
                WatchAtMost = Seconds(chance, 600, 1200),
                RestoreBelowPercent = 60 + chance.Below(40),
                HoldAtMost = TimeSpan.FromHours(1 + chance.Below(72)),
                BlindAtMost = Seconds(chance, 60, 300),
                Cooldown = Seconds(chance, 60, 900),
            };
    }

    private static TimeSpan Seconds(Chance chance, int low, int high) =>
        TimeSpan.FromSeconds(low + chance.Below(high - low + 1));
}

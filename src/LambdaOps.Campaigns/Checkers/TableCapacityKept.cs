using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A table's capacity is never raised above the estate's cap or to more than twice what was there, never switched to
/// on-demand capacity more than four times in 24 hours, never changed over what someone else had set when the function
/// looked, nor while it was seen being changed; and an incident that is resolved has restored what it added.
/// </summary>
internal sealed class TableCapacityKept(CampaignRun run) : Checker(run)
{
    private readonly Dictionary<CampaignTable, List<long>> _switches = [];

    public override string Rule => "table capacity";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Changing { Change: Change.OfTable change, By: var by }
                when Run.FindTable(change.Target) is { } table:
                See(change, by, table);
                break;
            case CampaignEvent.Saved { Taken: true, Ended: { Status: IncidentStatus.Resolved } ended }
                when Run.FindTable(ended.Target) is { } table:
                See(ended, table);
                break;
        }
    }

    private void See(Change.OfTable change, CampaignInvocation by, CampaignTable table)
    {
        if (change is { ScalesIn: false, Units: var (unit, from, to) })
        {
            if (to > table.Operated.Cap?.Of(unit))
            {
                Break($"'{change.Description}' is above the cap {table.Operated.Cap}");
            }

            if (to > 2 * from)
            {
                Break($"'{change.Description}' is more than twice as many");
            }
        }

        if (change is Change.SetTableBillingMode { To: TableBilling.OnDemand })
        {
            if (!_switches.TryGetValue(table, out var switches))
            {
                _switches[table] = switches = [];
            }

            switches.Add(Run.Clock.Ticks);
            if (switches.Count(at => Run.Clock.Ticks - at < TimeSpan.TicksPerDay) > 4)
            {
                Break($"{table.Operated.Id} is switched to on-demand capacity a fifth time within a day");
            }
        }

        if (
            by is { SawStale: false, ServiceAskedAt: { } asked }
            && !(table.ChangedByPersonAt > asked)
            && table.State.IsActive
            && Overwritten(change, table.State) is { } what
        )
        {
            Break($"'{change.Description}' of {by} overwrites {what}, which was there when it looked");
        }
    }

    private static string? Overwritten(Change.OfTable change, TableState table) =>
        change switch
        {
            Change.SetTableThroughput set
                when table.Units(set.Index, set.Unit)?.Provisioned is var now && now != set.From => $"{now} units",
            Change.SetOnDemandMaximum set
                when table.Units(set.Index, set.Unit)?.Maximum is var now && now != set.From => $"the maximum {now}",
            Change.SetTableScalingBounds set
                when table.Units(set.Index, set.Unit)?.Bounds is var now
                    && now != new UnitBounds(set.From, set.FromMaximum) => $"the bounds {now}",
            Change.SetTableBillingMode set when table.IsOnDemand == (set.To == TableBilling.OnDemand) => "that mode",
            _ => null,
        };

    /// <summary>Of each thing that the incident changed, the newest change restored what the first one found.</summary>
    private void See(Incident ended, CampaignTable table)
    {
        var since = (ended.OpenedAt - CampaignClock.Start).Ticks;
        if (table.ChangedByPersonAt >= since - CampaignRun.StaleAtMost.Ticks)
        {
            return;
        }

        var left = table
            .Made.Where(made => made.At >= since)
            .GroupBy(made => made.Change.Held()!.What)
            .Select(steps => (First: steps.First().Change, Last: steps.Last().Change))
            .FirstOrDefault(one =>
                (one.First, one.Last) switch
                {
                    (Change.SetTableBillingMode, Change.SetTableBillingMode last) => last.To == TableBilling.OnDemand,

                    // The mode's way back sets the units, too.
                    (Change.SetTableThroughput first, _) => table.Units(first) != first.From,
                    (Change.SetTableScalingBounds first, Change.SetTableScalingBounds last) => last.To != first.From
                        || last.ToMaximum != first.FromMaximum,
                    _ => one.First.Units?.From != one.Last.Units?.To,
                }
            );
        if (left.First is not null)
        {
            Break($"{ended.Id} is resolved, and '{left.Last.Description}' has not been restored: {table.State}");
        }
    }
}

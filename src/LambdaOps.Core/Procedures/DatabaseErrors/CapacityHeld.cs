using System.Collections.Immutable;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>
/// Capacity that the incident has added and not restored, and the way back. What someone else changed meanwhile is
/// theirs: it is neither held nor restored.
/// </summary>
/// <param name="First">The first change of it: what it started from is what is restored.</param>
/// <param name="Last">The newest one.</param>
/// <param name="IsOthers">Whether AWS shows something else than the newest one set.</param>
internal sealed record CapacityHeld(Change.OfTable First, Change.OfTable Last, DateTimeOffset Since, bool IsOthers)
{
    /// <summary>What is still there as it was set, and what someone else changed, the newest change last.</summary>
    public static ImmutableArray<CapacityHeld> Of(Incident incident, TableState table)
    {
        var made = incident
            .RungAttempts.Where(attempt =>
                attempt.Outcome == AttemptOutcome.Done
                && attempt.Change is Change.OfTable
                && !(attempt.At < incident.Returns.LastAt)
            )
            .ToList();
        var isOurMode =
            table.IsOnDemand
            && made.FindLast(attempt => attempt.Change is Change.SetTableBillingMode)
                is { Change: Change.SetTableBillingMode { To: TableBilling.OnDemand } };
        return
        [
            .. from attempt in made
            group (Change: (Change.OfTable)attempt.Change, attempt.At) by attempt.Change.Held()!.What into steps
            let first = steps.First()
            let last = steps.Last()
            where !IsRestored(first.Change, last.Change)
            orderby last.At
            select new CapacityHeld(
                first.Change,
                last.Change,
                first.At,
                !last.Change.IsThere(table) && !(isOurMode && last.Change is Change.SetTableThroughput)
            ),
        ];
    }

    private static bool IsRestored(Change.OfTable first, Change.OfTable last) =>
        (first, last) switch
        {
            (_, Change.SetTableBillingMode back) => back.To == TableBilling.Provisioned,
            (Change.SetTableScalingBounds taken, Change.SetTableScalingBounds set) => (set.To, set.ToMaximum)
                == (taken.From, taken.FromMaximum),
            _ => first.Units?.From == last.Units?.To,
        };

    /// <summary>The units a second, by part and kind, that are there again when it is restored.</summary>
    public IEnumerable<(string? Index, UnitKind Unit, int Units)> Former(ImmutableArray<CapacityHeld> all) =>
        First switch
        {
            Change.SetTableThroughput set => [(set.Index, set.Unit, set.From)],
            Change.SetOnDemandMaximum set => [(set.Index, set.Unit, set.From)],

            // Up to there autoscaling raises what is needed by itself.
            Change.SetTableScalingBounds set => [(set.Index, set.Unit, set.FromMaximum)],
            Change.SetTableBillingMode mode =>
            [
                (null, UnitKind.Read, Before(all, UnitKind.Read) ?? mode.Read),
                (null, UnitKind.Write, Before(all, UnitKind.Write) ?? mode.Write),
            ],
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The change that restores it; null where the table is not as it has to be for that.</summary>
    public Change.OfTable? WayBack(TableState table, ImmutableArray<CapacityHeld> all) =>
        (First, Last) switch
        {
            (Change.SetTableThroughput first, Change.SetTableThroughput last) => table.Units(
                last.Index,
                last.Unit == UnitKind.Read ? UnitKind.Write : UnitKind.Read
            )
                is { Provisioned: { } beside }
                ? last with
                {
                    From = last.To,
                    To = first.From,
                    Beside = beside,
                }
                : null,
            (Change.SetOnDemandMaximum first, Change.SetOnDemandMaximum last) => last with
            {
                From = last.To,
                To = first.From,
            },
            (Change.SetTableScalingBounds first, Change.SetTableScalingBounds last) => last with
            {
                From = last.To,
                To = first.From,
                FromMaximum = last.ToMaximum,
                ToMaximum = first.FromMaximum,
            },
            (Change.SetTableBillingMode first, _) => first with
            {
                To = TableBilling.Provisioned,
                Read = Before(all, UnitKind.Read) ?? first.Read,
                Write = Before(all, UnitKind.Write) ?? first.Write,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>What the table itself had provisioned before its units were raised.</summary>
    private static int? Before(ImmutableArray<CapacityHeld> all, UnitKind unit) =>
        all.Select(one => one.First)
            .OfType<Change.SetTableThroughput>()
            .FirstOrDefault(set => set.Index is null && set.Unit == unit)
            ?.From;
}

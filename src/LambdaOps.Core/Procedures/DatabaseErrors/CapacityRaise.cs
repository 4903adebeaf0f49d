using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>The next step up for what is throttled: at most twice as much, at most the estate's cap.</summary>
internal static class CapacityRaise
{
    /// <returns>The change, or null with the reason why there is none.</returns>
    public static (Change.OfTable? Change, string Why) Of(TableState state, PartLoad worst, OperatedTable table) =>
        (state.Units(worst.Index, worst.Kind), table.Cap) switch
        {
            (null, _) => (null, $"there is no {TablePart.NameOf(worst.Index)}"),
            (_, null) => (null, "the estate says no capacity for the table"),
            ({ Provisioned: { } units, Bounds: { } bounds }, { } cap) => Scaled(units, bounds, worst, table, cap),
            ({ Provisioned: { } units }, { } cap) => Provisioned(state, units, worst, table, cap),
            ({ Maximum: { } most }, { } cap) => Maximum(most, worst, table, cap.Of(worst.Kind)),
            _ => (null, "on-demand capacity without a maximum throttles"),
        };

    /// <summary>Application Auto Scaling owns the units: the minimum is raised at once, the maximum where it is reached.</summary>
    private static (Change.OfTable? Change, string Why) Scaled(
        int units,
        UnitBounds bounds,
        PartLoad worst,
        OperatedTable table,
        CapacityCap cap
    )
    {
        var most =
            units >= bounds.Maximum
                ? Math.Max(bounds.Maximum, Math.Min(2 * bounds.Maximum, cap.Of(worst.Kind)))
                : bounds.Maximum;
        var least = Math.Min(2 * units, most);
        return most > cap.Of(worst.Kind) || least <= units
            ? (null, Text($"scaled automatically up to {bounds.Maximum} units/s, and the cap is {cap.Of(worst.Kind)}"))
            : (
                new Change.SetTableScalingBounds(
                    table.Id,
                    worst.Index,
                    worst.Kind,
                    bounds.Minimum,
                    least,
                    bounds.Maximum,
                    most
                ),
                "the provisioned capacity is used up, and Application Auto Scaling owns it"
            );
    }

    private static (Change.OfTable? Change, string Why) Provisioned(
        TableState state,
        int units,
        PartLoad worst,
        OperatedTable table,
        CapacityCap cap
    )
    {
        var beside = state.Units(worst.Index, worst.Kind == UnitKind.Read ? UnitKind.Write : UnitKind.Read);
        var to = Math.Min(2 * units, cap.Of(worst.Kind));
        return (beside, state.Own) switch
        {
            ({ Provisioned: { } other }, _) when to > units => (
                new Change.SetTableThroughput(table.Id, worst.Index, worst.Kind, units, to, other),
                "the provisioned capacity is used up"
            ),
            _ when !cap.OnDemand => (
                null,
                Text($"{units} units/s are not enough, and the cap is {cap.Of(worst.Kind)}")
            ),

            // To go back, each index would need its units again; and autoscaling would lose what it scales.
            _ when state.Parts.Length > 1 || state.Own is { Read.Bounds: not null } or { Write.Bounds: not null } => (
                null,
                "the cap is not enough, and a table with indexes or autoscaling is not switched to on-demand capacity"
            ),
            (_, { Read.Provisioned: { } read, Write.Provisioned: { } write }) => (
                new Change.SetTableBillingMode(table.Id, TableBilling.OnDemand, read, write),
                Text($"{units} units/s are not enough, and the cap is {cap.Of(worst.Kind)}")
            ),
            _ => (null, "the units are not known"),
        };
    }

    private static (Change.OfTable? Change, string Why) Maximum(
        int most,
        PartLoad worst,
        OperatedTable table,
        int cap
    ) =>
        Math.Min(2 * most, cap) is var to && to > most
            ? (
                new Change.SetOnDemandMaximum(table.Id, worst.Index, worst.Kind, most, to),
                "the maximum of the on-demand capacity is reached"
            )
            : (null, Text($"the on-demand maximum of {most} units/s is reached, and the cap is {cap}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

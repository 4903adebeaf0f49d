using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>On-demand capacity of a table that was provisioned.</summary>
public sealed class BillingHolding(Change.SetTableBillingMode made) : Holding("billing mode")
{
    /// <summary>Nothing when it is provisioned again, by whomever.</summary>
    public override string? Left(Holding? first, Incident incident, Evidence seen) =>
        made.To == TableBilling.OnDemand
        && first is BillingHolding
        && seen.Table is not Fact<TableState>.Known { Value.IsOnDemand: false }
            ? FormattableString.Invariant(
                $"the table is on-demand (it was provisioned with {made.Read} read and {made.Write} write units/s)"
            )
            : null;
}

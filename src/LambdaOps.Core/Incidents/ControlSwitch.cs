using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Incidents;

/// <summary>The kill switch: one item of the journal that bounds what LambdaOps may do anywhere.</summary>
/// <param name="By">Who set it; empty when nobody ever did.</param>
public sealed record ControlSwitch(Mode Mode, string By, string Because)
{
    /// <summary>Nobody has set it: the estate's own modes are in force.</summary>
    public static ControlSwitch Unset { get; } = new(Mode.Act, "", "");
}

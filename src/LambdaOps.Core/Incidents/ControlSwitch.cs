using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Incidents;

/// <summary>The kill switch: one item of the journal that bounds what LambdaOps may do anywhere.</summary>
/// <param name="By">Who set it; empty when nobody ever did.</param>
public sealed record ControlSwitch(Mode Mode, string By, string Because)
{
    /// <summary>From this moment on it counts as unset; null stands until somebody sets it again.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is in force at that moment.</summary>
    public ControlSwitch At(DateTimeOffset now) => Until is { } until && now >= until ? Unset : this;

    /// <summary>Nobody has set it: the estate's own modes are in force.</summary>
    public static ControlSwitch Unset { get; } = new(Mode.Act, "", "");
}

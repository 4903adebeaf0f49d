using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Checks;

/// <summary>What keeps a check from changing anything: the same that keeps remedies from it.</summary>
public static class Hold
{
    /// <summary>Why nothing may be changed; null when changes are allowed.</summary>
    /// <param name="mayWrite">Whether the function's role holds the permissions to change anything.</param>
    public static string? Why(Check check, Estate estate, ControlSwitch control, bool mayWrite, DateTimeOffset now) =>
        check.ModeIn(estate) is var mode && mode < Mode.Act ? $"mode is '{mode}'"
        : control.Mode < Mode.Act
            ? $"the control switch is at '{control.Mode}' (set by {control.By}: {control.Because})"
        : !mayWrite ? "the stack was deployed with WritePermissions=none: its roles may change nothing"
        : check.HeedsFreezes && estate.FrozenBy(new TargetId(check.Name.Value), now) is { } frozen ? frozen
        : null;
}

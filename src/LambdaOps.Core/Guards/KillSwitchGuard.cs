using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Guards;

/// <summary>Denies everything while the journal's control switch stands below "ask" (DESIGN 8.3).</summary>
public sealed class KillSwitchGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Control.Mode >= Mode.Ask
            ? null
            : Deny(
                $"the control switch is at '{question.Control.Mode}' "
                    + $"(set by {question.Control.By}: {question.Control.Because}{Until(question.Control)})",
                DenialThen.KeepWatching
            ) with
            {
                Cause = DenialCause.SwitchedOff,
            };

    private static string Until(ControlSwitch control) =>
        control.Until is { } until
            ? string.Create(CultureInfo.InvariantCulture, $", until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
            : "";
}

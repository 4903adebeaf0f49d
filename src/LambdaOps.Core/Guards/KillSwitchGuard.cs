using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Guards;

/// <summary>Denies everything while the journal's control switch stands below "ask" (DESIGN 8.3).</summary>
public sealed class KillSwitchGuard : Guard
{
    public override Denial? Check(GuardQuestion question) => question.Control.Mode >= Mode.Ask
        ? null
        : Deny(
            $"the control switch is at '{question.Control.Mode}' "
            + $"(set by {question.Control.By}: {question.Control.Because})",
            DenialThen.KeepWatching);
}

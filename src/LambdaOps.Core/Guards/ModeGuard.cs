using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies unless the estate has opted this remedy on this target in to acting, or to asking (DESIGN 8.1).
/// </summary>
public sealed class ModeGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Mode >= Mode.Ask
            ? null
            : Deny(
                $"mode is '{question.Mode}' for {question.Incident.Remedy} on {question.Incident.Target}",
                DenialThen.KeepWatching
            ) with
            {
                Cause = question.Setting.Mode == Mode.Off ? DenialCause.SwitchedOff : DenialCause.ObserveOnly,
            };
}

using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies every change while all alarms of the incident are silenced: muted, suppressed, or with their actions disabled
/// (DESIGN 9.11). What only restores goes on, and what a person has approved.
/// </summary>
public sealed class SilencedGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Change.Direction == Direction.Takes
        && !question.IsApproved
        && Silencing.Of(question.Incident, question.Seen, question.Now) is { } because
            ? Deny($"its alarms are silenced ({because}); nothing is changed", DenialThen.KeepWatching) with
            {
                Cause = DenialCause.ObserveOnly,
            }
            : null;
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies every change while all alarms of the incident are silenced: muted, suppressed, or with their actions disabled
/// (DESIGN 9.11). What only restores goes on, and what a person has approved: asked for where the estate wants that.
/// </summary>
public sealed class SilencedGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Change.Direction != Direction.Takes
        || question.IsApproved
        || Silencing.Of(question.Incident, question.Seen, question.Now) is not { } because
            ? null
        : question.Setting.Approval.WhileSilenced && Modes.Least(question.Mode, question.Control.Mode) >= Mode.Ask
            ? Ask(question, because)
        : KeepWatching($"its alarms are silenced ({because}); nothing is changed");

    /// <summary>Whoever does not answer is not woken for what people silenced.</summary>
    private Denial Ask(GuardQuestion question, string because) =>
        AskFirst(question, $"its alarms are silenced ({because}), and the estate wants to be asked") switch
        {
            { Then: DenialThen.AskPerson } unanswered => KeepWatching(unanswered.Because),
            var ask => ask,
        };

    private Denial KeepWatching(string because) =>
        Deny(because, DenialThen.KeepWatching) with
        {
            Cause = DenialCause.ObserveOnly,
        };
}

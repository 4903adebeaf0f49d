using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies what a person has to approve and has not (DESIGN 8.9): every change in mode "ask", the kinds of change that
/// the estate lists under askFirst, and those that always need it.
/// </summary>
public sealed class ApprovalGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Change.Direction: Direction.Restores } or { IsApproved: true } => null,
            _ when Modes.Least(question.Mode, question.Control.Mode) == Mode.Ask => AskFirst(
                question,
                $"mode is '{Mode.Ask}': every change needs approval"
            ),
            { Change.NeedsApproval: true } => AskFirst(question, $"'{question.Change.Kind}' always needs approval"),
            _ when question.Setting.Approval.AsksFirst(question.Change) => AskFirst(
                question,
                $"the estate wants approval for '{question.Change.Kind}'"
            ),
            _ => null,
        };
}

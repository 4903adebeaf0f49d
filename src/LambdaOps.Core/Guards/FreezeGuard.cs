using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// In a freeze window nothing is changed without asking (DESIGN 2): the action is offered to a person. What only
/// restores goes on, and what a person asked for by name is not asked again, but for a
/// deployment: that there is no freeze is a part of its preflight.
/// </summary>
public sealed class FreezeGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Frozen: null }
            or { Change.Direction: Direction.Restores }
            or { Incident.IsRequest: true, Change: not (Change.StartDeployment or Change.ShiftWeights) }
            or { IsApproved: true } => null,
            _ => AskFirst(question, question.Frozen),
        };
}

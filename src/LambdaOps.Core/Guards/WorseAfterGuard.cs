using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Stops a remedy whose newest change was followed by worse (DESIGN 8.4): the evidence before it and now. What only
/// restores goes on, and the way back from a deployment.
/// </summary>
public sealed class WorseAfterGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Change is { Direction: Direction.Takes } and not Change.RollBackDeployment
        && Aftermath.Worse(question.Incident, question.Now) is { } worse
            ? Deny(worse, DenialThen.AskPerson)
            : null;
}

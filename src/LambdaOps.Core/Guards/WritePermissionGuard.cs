using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies every change while the stack's roles hold no write permission (WritePermissions=none): IAM would refuse it,
/// after it had spent its place in the budget and the rung's one attempt. What is only denied for that does not come
/// right by itself, so a restore goes to on-call at once.
/// </summary>
public sealed class WritePermissionGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { MayWrite: true } => null,
            { Change.Direction: Direction.Restores } => Deny(
                $"{Says(question)}; until then it stays as it is",
                DenialThen.AskPerson
            ),
            _ => Deny(Says(question), DenialThen.KeepWatching),
        };

    private static string Says(GuardQuestion question) =>
        $"the estate says '{question.Mode}', the stack was deployed with WritePermissions=none: its roles may change "
        + "nothing; deploy it with WritePermissions=granted";
}

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies a change of what is not any more as it was decided on (DESIGN 9.7): someone else scales and deploys, too,
/// rolls back and stops, too, and a rollback that nobody wrote down may be seen late.
/// </summary>
public sealed class LiveStateGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Change.Overtaken(question.Decided, question.Seen) is { } because
            ? Deny(because, DenialThen.KeepWatching)
            : null;
}

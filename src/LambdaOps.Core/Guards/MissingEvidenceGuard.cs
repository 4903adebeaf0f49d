namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies a change whose evidence has a gap (DESIGN 8.2): a second line behind the remedy's own rule.
/// </summary>
public sealed class MissingEvidenceGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Seen.Gaps is { Count: > 0 } gaps
            ? Deny($"evidence is missing: {string.Join("; ", gaps)}", DenialThen.KeepWatching)
            : null;
}

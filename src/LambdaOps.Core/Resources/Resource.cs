using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Resources;

/// <summary>One thing of the estate that a procedure works on, as AWS has it.</summary>
/// <param name="Runbook">Where people read more; null when the estate names nothing.</param>
public abstract record Resource(TargetId Id, Uri? Runbook)
{
    /// <summary>How the estate sets the procedures that may run on it.</summary>
    public Settings Settings { get; init; } = Settings.None;
}

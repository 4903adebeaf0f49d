namespace LambdaOps.Core.Resources;

/// <summary>One thing of the estate that a procedure works on, as AWS has it.</summary>
/// <param name="Runbook">Where people read more; null when the estate names nothing.</param>
public abstract record Resource(TargetId Id, Uri? Runbook);

namespace LambdaOps.Core.Resources;

/// <summary>The names of a target's alarms that are in ALARM and that nobody silenced.</summary>
public sealed record ActiveAlarms(IReadOnlyList<string> Names)
{
    public static ActiveAlarms None { get; } = new([]);

    /// <summary>Those in ALARM that people silenced: they count for nothing.</summary>
    public IReadOnlyList<string> Silenced { get; init; } = [];

    public bool Any => Names.Count > 0;

    public override string ToString() =>
        (Any ? string.Join(", ", Names) : "none")
        + (Silenced.Count == 0 ? "" : $" (silenced: {string.Join(", ", Silenced)})");
}

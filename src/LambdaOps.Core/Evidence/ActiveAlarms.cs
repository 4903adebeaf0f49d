namespace LambdaOps.Core.Evidence;

/// <summary>The names of a target's alarms that are in ALARM.</summary>
public sealed record ActiveAlarms(IReadOnlyList<string> Names)
{
    public static ActiveAlarms None { get; } = new([]);

    public bool Any => Names.Count > 0;

    public override string ToString() => Any ? string.Join(", ", Names) : "none";
}

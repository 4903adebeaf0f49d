namespace LambdaOps.Aws.Signals;

/// <summary>
/// An event that cannot be read. The invocation fails with it, so that it is retried and reaches the dead-letter
/// queue.
/// </summary>
public sealed class BadEventException(string place, string found, string expected)
    : Exception($"{place}: found {found}, expected {expected}")
{
    /// <summary>Where in the event: "Records[0].Sns.Message.NewStateValue".</summary>
    public string Place { get; } = place;

    public string Found { get; } = found;

    public string Expected { get; } = expected;
}

namespace LambdaOps.Core.Incidents;

/// <summary>A denial of which people were told: the same again is not news.</summary>
/// <param name="Kind">The kind of change: its numbers may move with every look.</param>
/// <param name="Guard">What denied it.</param>
public sealed record NotifiedDenial(string Kind, string Guard)
{
    /// <summary>Whether the notice did not go out and is to be sent again.</summary>
    public bool IsUnsent { get; init; }
}

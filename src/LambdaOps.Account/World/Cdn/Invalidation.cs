namespace LambdaOps.Account.World.Cdn;

/// <summary>An order to forget what a distribution keeps; it takes effect when it is completed.</summary>
public sealed class Invalidation
{
    public required string Id { get; init; }

    public required string CallerReference { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The function or person that asked for it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; internal set; }

    public bool IsCompleted => CompletedAt is not null;

    public string Status => IsCompleted ? "Completed" : "InProgress";

    /// <summary>A * counts at a path's end only: /*, /css/*, /index*.</summary>
    public bool Matches(string path) =>
        Paths.Any(wanted =>
            wanted.EndsWith('*') ? path.StartsWith(wanted[..^1], StringComparison.Ordinal) : path == wanted
        );
}

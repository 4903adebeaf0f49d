using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

/// <summary>The images that a service's tasks run now: each container's image and digest once a deployment.</summary>
public sealed record RunningImages(ImmutableArray<RunningImage> All)
{
    /// <summary>A task has 10 containers at most, and while one revision replaces another there are two.</summary>
    public const int Most = 20;

    /// <summary>Those of one deployment's tasks.</summary>
    /// <param name="deployment">Its id ("ecs-svc/…").</param>
    public RunningImages Of(string deployment) =>
        new RunningImages([.. All.Where(one => one.Deployment == deployment)]).OfAll();

    /// <summary>The same, whichever deployment started a task.</summary>
    public RunningImages OfAll() =>
        new([
            .. All.GroupBy(one => one with { Tasks = 0, Deployment = null })
                .Select(same => same.Key with { Tasks = same.Sum(one => one.Tasks) }),
        ]);

    public bool Equals(RunningImages? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Length;

    public override string ToString() => All.IsEmpty ? "no task was running" : string.Join(", ", All);
}

/// <param name="Container">Its name in the task definition.</param>
/// <param name="Image">As the task definition names it.</param>
/// <param name="Digest">What was pulled ("sha256:…"); null where ECS does not say it.</param>
/// <param name="Tasks">How many tasks run it.</param>
public sealed record RunningImage(string Container, string Image, string? Digest, int Tasks)
{
    private const int ShownOfADigest = 19;

    /// <summary>The id of the deployment that started them; null for those of any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Deployment { get; init; }

    /// <summary>For a notice: with the digest's beginning.</summary>
    [JsonIgnore]
    public string Short => Text(Beginning(Digest));

    public override string ToString() => Text(Digest);

    /// <summary>A digest's first twelve digits, which Docker shows, too.</summary>
    public static string? Beginning(string? digest) =>
        digest is { Length: > ShownOfADigest } ? digest[..ShownOfADigest] : digest;

    private string Text(string? digest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Container}{(digest is null ? $" ({Image}), digest not known" : $"@{digest}")} ({Tasks} {(Tasks == 1 ? "task" : "tasks")})"
        );
}

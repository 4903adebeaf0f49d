using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>
/// Which images a service ran before a restart, and what the restart made of them. A forced deployment pulls a tag anew:
/// where the tag was moved since, the restart deploys what nobody decided to deploy, and what ran before is nowhere else.
/// </summary>
/// <param name="At">When the restart was decided.</param>
/// <param name="Before">Empty where no task was running.</param>
public sealed record ImagesRun(DateTimeOffset At, ImmutableArray<RunningImage> Before)
{
    /// <summary>Whether what runs since has been looked at.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Tags that were moved: the same image by its name, and another by its digest.</summary>
    public ImmutableArray<MovedTag> Moved { get; init; } = [];

    public bool Equals(ImagesRun? other) =>
        other is not null
        && (At, IsCompared) == (other.At, other.IsCompared)
        && Before.SequenceEqual(other.Before)
        && Moved.SequenceEqual(other.Moved);

    public override int GetHashCode() => HashCode.Combine(At, IsCompared, Before.Length);

    /// <summary>The look at what runs since the restart, where that is still to come; null otherwise.</summary>
    public static Look? Awaited(Incident incident) =>
        incident.Trend.Images is { IsCompared: false, At: var at }
            ? ImageLooks.Running with
            {
                OnlyIf = seen => NewTasks(seen, at) is not null,
            }
            : null;

    /// <summary>Takes down what ran before a restart; where nobody knows it, that.</summary>
    /// <param name="live">What was looked at just before the change.</param>
    public static Incident Note(Incident incident, Intent intent, Evidence live, DateTimeOffset now)
    {
        if (!intent.Change.Noted.Contains(ImageLooks.Running))
        {
            return incident;
        }

        var ran = live.Of(ImageLooks.Running).Map(static images => images.OfAll());
        return ran is Fact<RunningImages>.Known { Value: var images }
            ? With(incident, new ImagesRun(intent.At, images.All)).Note(now, EntryKind.Seen, $"before: {images}")
            : With(incident, images: null)
                .Note(now, EntryKind.Seen, $"the images that ran are unknown: {ran.WhyMissing}");
    }

    /// <summary>Says once what runs since the restart.</summary>
    public static Incident Compare(Incident incident, Evidence seen, DateTimeOffset now)
    {
        if (
            incident.Trend.Images is not { IsCompared: false } ran
            || NewTasks(seen, ran.At) is not { } primary
            || seen.Of(ImageLooks.Running) is not Fact<RunningImages>.Known { Value: var all }
            || all.Of(primary.Id) is not { All: var after } images
            || after.All(one => one.Digest is null)
        )
        {
            return incident;
        }

        ImmutableArray<MovedTag> moved = [.. after.Select(ran.MoveOf).OfType<MovedTag>()];
        return With(incident, ran with { IsCompared = true, Moved = moved })
            .Note(
                now,
                EntryKind.Seen,
                !moved.IsEmpty ? $"after: {images}; the restart deployed another image: {string.Join("; ", moved)}"
                    : ran.IsSame(after) ? "after: the same images"
                    : $"after: {images}"
            );
    }

    private static Incident With(Incident incident, ImagesRun? images) =>
        incident with
        {
            Trend = incident.Trend with { Images = images },
        };

    /// <summary>
    /// The deployment of the restart, or one after it, once tasks of it run: all of them pulled the same. Null before.
    /// </summary>
    private static ServiceDeployment? NewTasks(Evidence seen, DateTimeOffset since) =>
        seen.Service is Fact<ServiceState>.Known { Value.Primary: { Running: > 0 } primary }
        && primary.CreatedAt >= since
            ? primary
            : null;

    private MovedTag? MoveOf(RunningImage now)
    {
        var before = Before.Where(one => (one.Container, one.Image) == (now.Container, now.Image)).ToList();
        return now.Digest is { } to && before.Count > 0 && before.TrueForAll(one => one.Digest is { } at && at != to)
            ? new MovedTag(now.Container, now.Image, [.. before.Select(one => one.Digest!)], to)
            : null;
    }

    private bool IsSame(ImmutableArray<RunningImage> now) =>
        Pulled(Before).SetEquals(Pulled(now)) && now.All(one => one.Digest is not null);

    private static HashSet<(string, string?)> Pulled(ImmutableArray<RunningImage> images) =>
        [.. images.Select(one => (one.Container, one.Digest))];
}

/// <summary>A tag that means another image than it did when the tasks before had started.</summary>
/// <param name="From">The digests that ran before.</param>
/// <param name="To">The digest that runs now.</param>
public sealed record MovedTag(string Container, string Image, ImmutableArray<string> From, string To)
{
    /// <summary>For a notice: "api: sha256:ab12… → sha256:cd34…", in no language.</summary>
    [JsonIgnore]
    public string Short =>
        $"{Container}: {string.Join(", ", From.Select(RunningImage.Beginning))} → {RunningImage.Beginning(To)}";

    public bool Equals(MovedTag? other) =>
        other is not null
        && (Container, Image, To) == (other.Container, other.Image, other.To)
        && From.SequenceEqual(other.From);

    public override int GetHashCode() => HashCode.Combine(Container, Image, To);

    public override string ToString() =>
        $"{Container} runs {To} now and ran {string.Join(", ", From)} before: {Image} was moved meanwhile";
}

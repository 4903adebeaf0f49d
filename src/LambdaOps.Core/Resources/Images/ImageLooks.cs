using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of the images that services run.</summary>
public static class ImageLooks
{
    /// <summary>
    /// The images of the task definitions in use, and what their registry says of them: when they were pushed, and what the
    /// newest scan found. Findings of enhanced scanning are Inspector's, which ECR asks in the caller's name.
    /// </summary>
    public static Look<ImagesInUse> InUse { get; } =
        new(
            "images in use",
            "ecs:DescribeServices",
            "ecs:DescribeTaskDefinition",
            "ecr:DescribeImages",
            "ecr:DescribeImageScanFindings",
            "inspector2:ListFindings"
        )
        {
            IsAbout = static target => target is ImageBatch,
        };

    /// <summary>
    /// The images of a service's running tasks. For the record of a change alone (<see cref="Change.Noted"/>): it holds
    /// nothing back, and is asked in no other round.
    /// </summary>
    public static Look<RunningImages> Running { get; } =
        new("running images", "ecs:DescribeTasks", "ecs:ListTasks")
        {
            IsAbout = static target => target is OperatedService,
            IsOptional = true,
            AtMost = TimeSpan.FromSeconds(1),
            OnlyIf = static _ => false,
        };
}

/// <summary>Some of the estate's services, and the base images that it names.</summary>
public sealed record ImageBatch(ImmutableArray<OperatedService> Services, ImmutableArray<ImageReference> Bases)
    : Resource(new TargetId("images"), null)
{
    /// <summary>So many can be asked for within an invocation's time: each takes two calls, and each image two more.</summary>
    public const int MostServices = 10;

    /// <summary>Whether the region's Lambda functions are looked at with it.</summary>
    public bool HasFunctions { get; init; }

    public bool Equals(ImageBatch? other) =>
        base.Equals(other)
        && HasFunctions == other.HasFunctions
        && Services.SequenceEqual(other.Services)
        && Bases.SequenceEqual(other.Bases);

    public override int GetHashCode() => HashCode.Combine(Id, Services.Length, Bases.Length, HasFunctions);
}

/// <param name="All">Each image once.</param>
/// <param name="Unseen">Services of which nobody knows what they run, with the reason.</param>
public sealed record ImagesInUse(ImmutableArray<ImageInUse> All, ImmutableArray<(TargetId Service, string Why)> Unseen)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} images");
}

/// <param name="Users">The services that run it.</param>
public sealed record ImageInUse(ImageReference Reference, ImmutableArray<TargetId> Users)
{
    /// <summary>Null where its registry is none that can be asked, or could not be.</summary>
    public RegisteredImage? Registered { get; init; }

    /// <summary>Why its registry says nothing; null where it does, or where it is not ECR.</summary>
    public string? WhyMissing { get; init; }
}

/// <summary>An image in ECR.</summary>
/// <param name="PushedAt">Null where ECR does not say it.</param>
public sealed record RegisteredImage(string Digest, DateTimeOffset? PushedAt, ImageScan Scan);

/// <summary>What the newest scan of an image found.</summary>
/// <param name="Status">As ECR writes it: COMPLETE, ACTIVE (rescanned all the time), FAILED, …; empty where there was none.</param>
/// <param name="At">When it ended; null where ECR does not say it.</param>
public sealed record ImageScan(string Status, DateTimeOffset? At, int Critical, int High)
{
    /// <summary>Names of some of the findings, the critical ones first ("CVE-2026-1234").</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Of the critical and high ones: how many have a fix; null where the kind of scanning does not say it.</summary>
    public int? Fixable { get; init; }

    /// <summary>Why nothing is known; null where the numbers are those of a scan.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>Whether Inspector scans it anew whenever something becomes known.</summary>
    public bool IsContinuous => Status == "ACTIVE";

    public static ImageScan Missing(string why, string status = "") => new(status, null, 0, 0) { WhyMissing = why };

    public bool Equals(ImageScan? other) =>
        other is not null
        && (Status, At, Critical, High, Fixable, WhyMissing)
            == (other.Status, other.At, other.Critical, other.High, other.Fixable, other.WhyMissing)
        && Names.SequenceEqual(other.Names);

    public override int GetHashCode() => HashCode.Combine(Status, At, Critical, High);
}

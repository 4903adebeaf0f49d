using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ImageCheck;

/// <summary>What is said of images. What was not seen is never fine.</summary>
internal sealed class ImageJudgement(ImageCheckPolicy policy, DateTimeOffset now)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    public ImmutableArray<Finding> Of(Fact<ImagesInUse> seen, Fact<FunctionRuntimes> functions, ImageBatch batch)
    {
        if (seen is Fact<ImagesInUse>.Known { Value: var images })
        {
            foreach (var (service, why) in images.Unseen)
            {
                Add(
                    FindingLevel.Missing,
                    $"service {service}",
                    $"{service}: which images it runs could not be seen: {why}"
                );
            }

            foreach (var image in images.All)
            {
                OfImage(image);
            }
        }
        else
        {
            Add(FindingLevel.Missing, "images", $"the images could not be looked at: {seen.WhyUnknown}");
        }

        foreach (var image in batch.Bases)
        {
            OfBase(image);
        }

        if (batch.HasFunctions)
        {
            _findings.AddRange(FunctionJudgement.Of(functions, policy, Today, !batch.Bases.IsEmpty));
        }

        return _findings.ToImmutable();
    }

    private void OfImage(ImageInUse image)
    {
        var who = $"{string.Join(", ", image.Users)}: {image.Reference.Name}";
        OfRuntime(image.Reference, who);
        if (image.Reference.Ecr is null)
        {
            Add(
                FindingLevel.Fine,
                $"image {image.Reference}",
                $"{who} is not in ECR: its age and scans cannot be looked up"
            );
        }
        else if (image.WhyMissing is { } why || image.Registered is null)
        {
            Add(FindingLevel.Missing, $"image {image.Reference}", $"{who} could not be looked up: {image.WhyMissing}");
        }
        else
        {
            var age = OfAge(image, image.Registered, who);
            var scan = OfScan(image, image.Registered.Scan, who);
            Add(FindingLevel.Fine, $"image {image.Reference}", $"{who}: {age}; {scan}{ByTag(image.Reference)}");
        }
    }

    /// <summary>A tag names another image once someone moves it, and the tasks go on with the one that they were deployed with.</summary>
    private static string ByTag(ImageReference reference) =>
        reference.Digest is null ? "; named by a tag, so this is the image that the tag names now" : "";

    private string OfAge(ImageInUse image, RegisteredImage registered, string who)
    {
        if (registered.PushedAt is not { } pushed)
        {
            Add(FindingLevel.Missing, $"age {image.Reference}", $"{who}: ECR does not say when it was pushed");
            return "of unknown age";
        }

        var days = (now - pushed).WholeDays();
        if (days >= policy.MaximumAgeDays)
        {
            Add(
                FindingLevel.Warning,
                $"age {image.Reference}",
                Text($"{who} was pushed {days} days ago (a warning from {policy.MaximumAgeDays}): build it anew")
            );
        }

        return Text($"pushed {days} days ago");
    }

    private string OfScan(ImageInUse image, ImageScan scan, string who)
    {
        var key = $"scan {image.Reference}";
        if (scan.WhyMissing is { } why)
        {
            Add(FindingLevel.Missing, key, $"{who}: nobody knows its vulnerabilities: {why}");
            return "not scanned";
        }

        var found = Text($"{scan.Critical} critical and {scan.High} high vulnerabilities");
        if (scan.Critical > 0 || scan.High >= policy.HighFrom)
        {
            Add(
                scan.Critical > 0 ? FindingLevel.Danger : FindingLevel.Warning,
                key,
                $"{who} has {found}{Fixable(scan)}{Named(scan)}: build it anew with the fixes"
            );
        }

        OfScanAge(image, scan, who);
        return found;
    }

    /// <summary>Basic scanning looks once, when an image is pushed: what becomes known later is in no scan then.</summary>
    private void OfScanAge(ImageInUse image, ImageScan scan, string who)
    {
        var key = $"scan age {image.Reference}";
        if (scan.IsContinuous)
        {
            return;
        }

        if (scan.At is not { } at)
        {
            Add(FindingLevel.Missing, key, $"{who}: ECR does not say when it was scanned");
        }
        else if ((now - at).WholeDays() is var days && days >= policy.ScanWithinDays)
        {
            Add(
                FindingLevel.Warning,
                key,
                Text($"{who} was scanned {days} days ago (a warning from {policy.ScanWithinDays}): ")
                    + "what became known since is not in it; scan it again (start-image-scan)"
            );
        }
    }

    private static string Fixable(ImageScan scan) =>
        scan.Fixable is { } fixable ? Text($", {fixable} of them with a fix") : "";

    private static string Named(ImageScan scan) =>
        scan.Names.IsEmpty ? "" : $" ({string.Join(", ", scan.Names)}{(More(scan) ? ", …" : "")})";

    private static bool More(ImageScan scan) => scan.Names.Length < scan.Critical + scan.High;

    private void OfBase(ImageReference image)
    {
        if (Runtime.In(image) is null)
        {
            Add(
                FindingLevel.Missing,
                $"runtime {image}",
                $"base image {image}: its name says no runtime that LambdaOps knows the end of"
            );
            return;
        }

        OfRuntime(image, $"base image {image}");
    }

    private void OfRuntime(ImageReference image, string who)
    {
        if (Runtime.In(image) is not { } runtime)
        {
            return;
        }

        var key = $"runtime {image}";
        if (runtime.EndsOn is not { } end)
        {
            Add(
                FindingLevel.Missing,
                key,
                runtime.Version is null
                    ? $"{who}: its tag does not say which version of {runtime} it is"
                    : $"{who}: LambdaOps does not know when {runtime} ends"
            );
            return;
        }

        var days = end.DayNumber - Today.DayNumber;
        Add(
            policy.LevelOf(days),
            key,
            days < 0
                ? Text($"{who}: {runtime} ended on {end:yyyy-MM-dd}, {-days} days ago, and gets no more fixes")
                : Text($"{who}: {runtime} ends on {end:yyyy-MM-dd}, in {days} days")
        );
    }

    private DateOnly Today => DateOnly.FromDateTime(now.UtcDateTime);

    private void Add(FindingLevel level, string key, string text)
    {
        if (!_findings.Any(finding => finding.Key == key))
        {
            _findings.Add(new Finding(level, key, text));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

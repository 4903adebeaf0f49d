using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaOps.Core.Resources;

/// <summary>A language's runtime that an image brings along, as far as the image's name says it.</summary>
/// <param name="Version">As far as its publisher supports it: "18" of Node.js, "3.12" of Python; null where no tag says it.</param>
public sealed partial record Runtime(RuntimeFamily Family, string? Version)
{
    /// <summary>Node.js has names for the lines that it supports for long, and images have them as tags.</summary>
    private static readonly ImmutableDictionary<string, string> s_nodeNames = ImmutableDictionary.CreateRange([
        KeyValuePair.Create("fermium", "14"),
        KeyValuePair.Create("gallium", "16"),
        KeyValuePair.Create("hydrogen", "18"),
        KeyValuePair.Create("iron", "20"),
        KeyValuePair.Create("jod", "22"),
        KeyValuePair.Create("krypton", "24"),
    ]);

    /// <summary>
    /// The runtime of an image that its publisher, or a copy of it, names so: AWS's base images for Lambda, Docker's official
    /// images, Microsoft's of .NET. Null for any other image: its name says nothing of what it is built on.
    /// </summary>
    public static Runtime? In(ImageReference image)
    {
        var path = image.Repository.Split('/');
        var isPublished =
            path.Length == 1 ? image.Registry is null or "docker.io" : path[^2] is "lambda" or "library" or "dotnet";
        return isPublished && RuntimeFamily.Of(path[^1]) is { } family
            ? new Runtime(family, VersionIn(family, image.Tag))
            : null;
    }

    /// <summary>When its publisher stops fixing it; null where the table does not have the version.</summary>
    public DateOnly? EndsOn => Version is { } version ? Family.EndOf(version) : null;

    public override string ToString() => Version is null ? Family.Name : $"{Family.Name} {Version}";

    private static string? VersionIn(RuntimeFamily family, string? tag)
    {
        if (tag is null)
        {
            return null;
        }

        if (family == RuntimeFamily.Node && s_nodeNames.TryGetValue(tag.Split('-')[0], out var named))
        {
            return named;
        }

        var match = NumbersForm().Match(tag);
        return !match.Success ? null
            : !family.HasMinorVersions ? match.Groups["major"].Value
            : match.Groups["minor"].Success ? $"{match.Groups["major"].Value}.{match.Groups["minor"].Value}"
            : null;
    }

    [GeneratedRegex(@"^(?<major>[0-9]{1,3})(\.(?<minor>[0-9]{1,4}))?(?![0-9])")]
    private static partial Regex NumbersForm();
}

/// <summary>A runtime with the days on which its versions end: after them nobody fixes what is found in them.</summary>
/// <remarks>
/// From the publishers' own calendars, as of 2026-11: nodejs.org/en/about/previous-releases,
/// devguide.python.org/versions (which names months: the last day stands for one), dotnet.microsoft.com/platform/support/policy,
/// ruby-lang.org/en/downloads/branches. AWS ends a Lambda runtime with them, or soon after.
/// </remarks>
public sealed record RuntimeFamily
{
    private readonly ImmutableDictionary<string, DateOnly> _ends;

    private RuntimeFamily(string name, bool hasMinorVersions, params ReadOnlySpan<(string Version, string EndsOn)> ends)
    {
        (Name, HasMinorVersions) = (name, hasMinorVersions);
        var all = ImmutableDictionary.CreateBuilder<string, DateOnly>();
        foreach (var (version, day) in ends)
        {
            all.Add(version, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        _ends = all.ToImmutable();
    }

    public static RuntimeFamily Node { get; } =
        new(
            "Node.js",
            false,
            ("14", "2023-04-30"),
            ("16", "2023-09-11"),
            ("18", "2025-04-30"),
            ("20", "2026-04-30"),
            ("22", "2027-04-30"),
            ("24", "2028-04-30")
        );

    public static RuntimeFamily Python { get; } =
        new(
            "Python",
            true,
            ("3.8", "2024-10-31"),
            ("3.9", "2025-10-31"),
            ("3.10", "2026-10-31"),
            ("3.11", "2027-10-31"),
            ("3.12", "2028-10-31"),
            ("3.13", "2029-10-31"),
            ("3.14", "2030-10-31")
        );

    public static RuntimeFamily DotNet { get; } =
        new(".NET", false, ("6", "2024-11-12"), ("8", "2026-11-10"), ("9", "2026-11-10"), ("10", "2028-11-14"));

    public static RuntimeFamily Ruby { get; } =
        new("Ruby", true, ("3.2", "2026-03-31"), ("3.3", "2027-03-31"), ("3.4", "2028-03-31"));

    public string Name { get; }

    /// <summary>Whether its minor versions have ends of their own.</summary>
    public bool HasMinorVersions { get; }

    /// <summary>Null where it is none of those that are known here.</summary>
    /// <param name="repository">The last part of an image's name.</param>
    internal static RuntimeFamily? Of(string repository) =>
        repository switch
        {
            "node" or "nodejs" => Node,
            "python" => Python,
            "aspnet" or "runtime" or "runtime-deps" or "sdk" or "dotnet" => DotNet,
            "ruby" => Ruby,
            _ => null,
        };

    /// <summary>The end of a version; what is older than all of the table has ended with its oldest at the latest.</summary>
    internal DateOnly? EndOf(string version) =>
        _ends.TryGetValue(version, out var day) ? day
        : _ends.Keys.All(known => IsOlder(version, known)) ? _ends.Values.Min()
        : null;

    private static bool IsOlder(string one, string other) => VersionOf(one) < VersionOf(other);

    private static Version VersionOf(string version) =>
        Version.Parse(version.Contains('.', StringComparison.Ordinal) ? version : $"{version}.0");
}

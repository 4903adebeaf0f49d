using System.Reflection;

namespace LambdaOps.Compat.Lambda.Tests.Api;

public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Packages =>
        [
            "Amazon.Lambda.Core",
            "Amazon.Lambda.RuntimeSupport",
            "Amazon.Lambda.Serialization.SystemTextJson",
            "Amazon.Lambda.SNSEvents",
            "Amazon.Lambda.SQSEvents",
            "Amazon.Lambda.CloudWatchEvents",
            "Amazon.Lambda.TestUtilities",
            "Amazon.Lambda.Annotations",
            "AWS.Lambda.Powertools.Logging",
        ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void CompatPackage_ShowsNothingThatTheRealOneHasNot(string package)
    {
        Assert.Empty(Unlisted(PublicSurface.Of(Assembly.Load(package)), PublicSurface.Parse(Read(package))));
    }

    [Theory]
    [InlineData("Amazon.Lambda.Core", "interface Amazon.Lambda.Core.ILambdaContext")]
    [InlineData("Amazon.Lambda.Core", "interface Amazon.Lambda.Core.ILambdaLogger")]
    [InlineData("Amazon.Lambda.Core", "interface Amazon.Lambda.Core.ILambdaSerializer")]
    [InlineData("Amazon.Lambda.RuntimeSupport", "interface Amazon.Lambda.RuntimeSupport.IRuntimeApiClient")]
    public void Interface_HasAllMembersSoThatImplementationsFitBoth(string package, string header)
    {
        var real = PublicSurface.Parse(Read(package))[header];
        var ours = PublicSurface.Of(Assembly.Load(package))[header];

        Assert.Equal(real.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_NamesAMemberATypeAndABaseThatAreNotListed()
    {
        var ours = PublicSurface.Of(typeof(PublicSurfaceTests).Assembly);

        var unlisted = Unlisted(
            ours,
            PublicSurface.Parse($"sealed class {typeof(PublicSurfaceTests).FullName}\n  ctor()\n")
        );

        Assert.Contains(
            unlisted,
            u =>
                u.EndsWith(
                    $"void {nameof(Check_NamesAMemberATypeAndABaseThatAreNotListed)}()",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(unlisted, u => u.Contains("LambdaBootstrapTests", StringComparison.Ordinal));
    }

    private static List<string> Unlisted(
        IReadOnlyDictionary<string, IReadOnlyList<string>> ours,
        IReadOnlyDictionary<string, IReadOnlyList<string>> real
    )
    {
        var byName = real.ToDictionary(r => WithSortedBases(r.Key), r => r.Value.ToHashSet());
        var unlisted = new List<string>();
        foreach (var (header, members) in ours)
        {
            if (byName.TryGetValue(WithSortedBases(header), out var listed))
            {
                unlisted.AddRange(members.Where(m => !listed.Contains(m)).Select(m => $"{header}: {m}"));
            }
            else
            {
                unlisted.Add(header);
            }
        }

        return unlisted;
    }

    // Reflection promises no order of interfaces.
    private static string WithSortedBases(string header)
    {
        var at = header.IndexOf(" : ", StringComparison.Ordinal);
        return at < 0
            ? header
            : header[..at] + " : " + string.Join(", ", header[(at + 3)..].Split(", ").Order(StringComparer.Ordinal));
    }

    private static string Read(string package)
    {
        using var stream = typeof(PublicSurfaceTests).Assembly.GetManifestResourceStream(package + ".txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

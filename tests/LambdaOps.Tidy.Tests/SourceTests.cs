using System.Collections.Concurrent;

namespace LambdaOps.Tidy.Tests;

public class SourceTests
{
    private static readonly ConcurrentDictionary<string, Offence[]> s_findings = new();

    /// <summary>Where decisions are made, and where they are checked.</summary>
    private static readonly string[] s_decides =
    [
        "src/LambdaOps.Core",
        "src/LambdaOps.Engine",
        "src/LambdaOps.Campaigns/Checkers",
    ];

    [Theory]
    [InlineData("method")]
    [InlineData("directive")]
    public void SourcesAndTests_Follow(string rule) =>
        Tidy.HasNone(Findings("src", "tests").Where(finding => finding.Rule == rule && !IsAllowed(finding)));

    [Theory]
    [InlineData("clock")]
    [InlineData("guid")]
    [InlineData("random")]
    [InlineData("delay")]
    [InlineData("sleep")]
    [InlineData("environment")]
    public void Sources_Follow(string rule) =>
        Tidy.HasNone(Findings("src").Where(finding => finding.Rule == rule && !IsAllowed(finding)));

    /// <summary>Where lines are shown to people, or their report is held against them: nothing is decided there.</summary>
    private static readonly string[] s_shows =
    [
        "src/LambdaOps.Core/Incidents/TimelineEntry.cs",
        "src/LambdaOps.Core/Reports/Daily/DailyReportWriter.cs",
        "src/LambdaOps.Core/Reports/Documents/",
        "src/LambdaOps.Core/Reports/IncidentPageWriter.cs",
        "src/LambdaOps.Core/Reports/IncidentReportWriter.cs",
        "src/LambdaOps.Core/Reports/ReportForm.cs",
        "src/LambdaOps.Core/Reports/ReportNotices.cs",
    ];

    /// <summary>Nothing is decided from the words of a record.</summary>
    [Fact]
    public void Lines_AreNotReadBack() =>
        Tidy.HasNone(
            s_decides
                .SelectMany(folder => SourceTree.Files("*.cs", folder))
                .Where(file => !s_shows.Any(shows => file.Name.StartsWith(shows, StringComparison.Ordinal)))
                .SelectMany(file => Rules.Prose(file.Name, Rules.Parse(file.Text)))
                .Where(finding => !IsAllowed(finding))
        );

    [Fact]
    public void Names_AreNotDefault()
    {
        var files = SourceTree
            .Files("*.cs", "src")
            .Concat(SourceTree.Files("*.cs", "tests"))
            .Select(file => (file.Name, Root: Rules.Parse(file.Text)))
            .ToList();
        var asked = files.SelectMany(file => Rules.AsksForAName(file.Root)).ToLookup(one => one.Asks);

        Assert.Contains(asked["Route"], at => at.Place == 1);
        Tidy.HasNone(files.SelectMany(file => Rules.NoNames(file.Name, file.Root, asked)));
    }

    [Fact]
    public void Sources_AreFound() =>
        Assert.Contains(
            SourceTree.Files("*.cs", "src"),
            file => file.Name == "src/LambdaOps.Core/Incidents/Incident.cs"
        );

    /// <summary>Names of registries stand in NuGet's own configuration of the machine, never in the project.</summary>
    [Fact]
    public void NoFile_NamesARegistry()
    {
        string[] registries = ["nuget" + ".org", "npm" + "js.", "pypi" + ".org", "pkgs.dev.azure" + ".com"];
        Tidy.HasNone(
            from file in SourceTree.Files("*")
            where new FileInfo(file.Path).Length < 2_000_000 && !Allowed.Has("registry", file.Name)
            from registry in registries
            where file.Text.Contains(registry, StringComparison.OrdinalIgnoreCase)
            select $"{file.Name}: {registry}"
        );
    }

    [Fact]
    public void Allowed_HasNothingForAFileThatIsGone() =>
        Tidy.HasNone(
            Allowed.All.Where(one => !one.Place.EndsWith('/') && !Path.Exists(Path.Combine(SourceTree.Root, one.Place)))
        );

    private static bool IsAllowed(Offence finding) => Allowed.Has(finding.Rule, finding.Name);

    private static IEnumerable<Offence> Findings(params string[] folders) =>
        folders.SelectMany(folder =>
            s_findings.GetOrAdd(folder, one => [.. SourceTree.Files("*.cs", one).SelectMany(Of)])
        );

    private static IEnumerable<Offence> Of(SourceFile file)
    {
        var root = Rules.Parse(file.Text);
        return
        [
            .. Rules.Methods(file.Name, root),
            .. Rules.Apis(file.Name, root),
            .. Rules.Directives(file.Name, root),
        ];
    }
}

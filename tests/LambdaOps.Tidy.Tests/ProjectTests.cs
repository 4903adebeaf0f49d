using System.Xml.Linq;

namespace LambdaOps.Tidy.Tests;

/// <summary>DESIGN.md 3: arrows point one way.</summary>
public class ProjectTests
{
    /// <summary>Whom each project may know, directly or through others; Compat aside.</summary>
    private static readonly Dictionary<string, string[]> s_mayKnow = new(StringComparer.Ordinal)
    {
        ["LambdaOps.Core"] = [],
        ["LambdaOps.Engine"] = ["LambdaOps.Core"],
        ["LambdaOps.Aws"] = ["LambdaOps.Core", "LambdaOps.Engine"],
        ["LambdaOps.Functions"] = ["LambdaOps.Core", "LambdaOps.Engine", "LambdaOps.Aws"],
        ["LambdaOps.Account"] = ["LambdaOps.Core"],
        ["LambdaOps.Campaigns"] = ["LambdaOps.Core", "LambdaOps.Engine"],
        ["LambdaOps.Drills"] = ["LambdaOps.Core", "LambdaOps.Engine", "LambdaOps.Aws", "LambdaOps.Account"],
        ["LambdaOps.Cli"] =
        [
            "LambdaOps.Core",
            "LambdaOps.Engine",
            "LambdaOps.Aws",
            "LambdaOps.Functions",
            "LambdaOps.Account",
            "LambdaOps.Campaigns",
            "LambdaOps.Drills",
        ],
    };

    private static readonly Project[] s_projects = [.. SourceTree.Files("*.csproj", "src").Select(Read)];

    public static TheoryData<string> Ours =>
        [.. s_projects.Where(project => !project.IsCompat).Select(project => project.Name)];

    public static TheoryData<string> All => [.. s_projects.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Ours))]
    public void Project_KnowsOnlyWhomItMay(string name)
    {
        Assert.True(s_mayKnow.ContainsKey(name), $"{name}: say in this test whom it may know");
        Tidy.HasNone(Known(name).Where(IsOurs).Except(s_mayKnow[name]));
    }

    [Fact]
    public void Core_NeedsNoPackage() =>
        Tidy.HasNone(Find("LambdaOps.Core") is var core ? core.Packages.Concat(core.AwsPackages) : []);

    [Fact]
    public void Compat_KnowsNothingOfLambdaOps() =>
        Tidy.HasNone(
            s_projects.Where(project => project.IsCompat).SelectMany(project => Known(project.Name)).Where(IsOurs)
        );

    [Fact]
    public void OnlyTheAwsSide_NamesAwsPackages() =>
        Tidy.HasNone(
            s_projects
                .Where(project =>
                    project.Name
                        is "LambdaOps.Core"
                            or "LambdaOps.Engine"
                            or "LambdaOps.Account"
                            or "LambdaOps.Campaigns"
                )
                .SelectMany(project =>
                    project.AwsPackages.Concat(
                        project.Packages.Where(one => one.StartsWith("AWSSDK", StringComparison.Ordinal))
                    )
                )
        );

    [Theory]
    [MemberData(nameof(All))]
    public void Project_HasATestProject(string name)
    {
        var project = Find(name);
        Assert.True(
            project.IsCompat
                || Allowed.Has("tests", project.Folder)
                || File.Exists(Path.Combine(SourceTree.Root, $"tests/{name}.Tests/{name}.Tests.csproj")),
            $"{project.Folder}: add tests/{name}.Tests"
        );
    }

    [Fact]
    public void Solution_HasEveryProject()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "LambdaOps.sln"));

        Tidy.HasNone(
            SourceTree
                .Files("*.csproj", "src", "tests")
                .Where(file =>
                    !file.Name.StartsWith("src/Compat/", StringComparison.Ordinal)
                    && !solution.Contains(file.Name.Replace('/', '\\'), StringComparison.Ordinal)
                )
                .Select(file => file.Name)
        );
    }

    /// <summary>An example that no test reads is out of date the day after.</summary>
    [Fact]
    public void EveryEvent_IsUsedByATest()
    {
        var tests = string.Concat(SourceTree.Files("*.cs", "tests").Select(file => file.Text));

        Tidy.HasNone(
            SourceTree
                .Files("*.json", "events")
                .Where(file =>
                    !Allowed.Has("event", file.Name)
                    && !tests.Contains(Path.GetFileName(file.Name), StringComparison.Ordinal)
                )
                .Select(file => file.Name)
        );
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    public void Document_SaysSomething(string name)
    {
        var path = Path.Combine(SourceTree.Root, name);
        Assert.True(!File.Exists(path) || new FileInfo(path).Length > 200, $"{name} is there, and empty");
    }

    private static bool IsOurs(string name) => name.StartsWith("LambdaOps.", StringComparison.Ordinal);

    private static Project Find(string name) => s_projects.Single(project => project.Name == name);

    private static HashSet<string> Known(string name)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(Find(name).Projects);
        while (next.TryDequeue(out var one))
        {
            if (known.Add(one))
            {
                Array.ForEach(Find(one).Projects, next.Enqueue);
            }
        }

        return known;
    }

    private static Project Read(SourceFile file)
    {
        var xml = XDocument.Load(file.Path);
        string[] Included(string element) =>
            [.. xml.Descendants(element).Select(one => (string?)one.Attribute("Include")).OfType<string>()];
        return new Project(
            Path.GetFileNameWithoutExtension(file.Name),
            Path.GetDirectoryName(file.Name)!.Replace('\\', '/'),
            [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            Included("PackageReference"),
            Included("AwsPackage")
        );
    }

    private sealed record Project(
        string Name,
        string Folder,
        string[] Projects,
        string[] Packages,
        string[] AwsPackages
    )
    {
        public bool IsCompat => Folder.StartsWith("src/Compat/", StringComparison.Ordinal);
    }
}

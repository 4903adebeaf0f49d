namespace LambdaOps.Tidy.Tests;

/// <summary>The files of the repository that this assembly was built from; build output left out.</summary>
internal static class SourceTree
{
    private static readonly string[] s_skipped =
    [
        "bin",
        "obj",
        "artifacts",
        "TestResults",
        "BenchmarkDotNet.Artifacts",
        ".git",
        ".vs",
        ".idea",
    ];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<SourceFile> Files(string pattern, params string[] folders) =>
        (folders.Length == 0 ? [Root] : folders.Select(folder => Path.Combine(Root, folder)))
            .Where(Directory.Exists)
            .SelectMany(folder => Walk(new DirectoryInfo(folder), pattern))
            .Select(path => new SourceFile(path, Path.GetRelativePath(Root, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern) =>
        folder
            .EnumerateFiles(pattern)
            .Select(file => file.FullName)
            .Concat(
                folder
                    .EnumerateDirectories()
                    .Where(below => !s_skipped.Contains(below.Name))
                    .SelectMany(below => Walk(below, pattern))
            );

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LambdaOps.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("LambdaOps.sln is in no folder above the tests");
    }
}

/// <param name="Name">Path from the root, with /.</param>
internal sealed record SourceFile(string Path, string Name)
{
    public string Text => File.ReadAllText(Path);

    public IReadOnlyList<string> Lines => File.ReadAllLines(Path);
}

internal static class Tidy
{
    /// <summary>Fails with all that was found, one a line.</summary>
    public static void HasNone<T>(IEnumerable<T> found)
    {
        var all = string.Join('\n', found);
        Assert.True(all.Length == 0, $"\n{all}\n");
    }
}

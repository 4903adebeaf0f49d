using System.Text.RegularExpressions;

namespace LambdaOps.Tidy.Tests;

/// <summary>What people read leads somewhere, and is short where it promises to be.</summary>
public partial class DocumentTests
{
    private const int MostLines = 110;

    /// <summary>Two minutes read aloud; code and tables are looked at, not read.</summary>
    private const int MostWords = 350;

    [Fact]
    public void Readme_IsReadInTwoMinutes()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "README.md"));
        var words = lines
            .Where(line => !line.StartsWith("    ", StringComparison.Ordinal) && !line.StartsWith('|'))
            .Where(line => !line.StartsWith("<!--", StringComparison.Ordinal))
            .SelectMany(line => Target().Replace(line, "]").Split(' '))
            .Count(word => word.Any(char.IsLetterOrDigit));

        Assert.InRange(lines.Length, 20, MostLines);
        Assert.InRange(words, 100, MostWords);
    }

    /// <summary>A file that is renamed takes the links to it along.</summary>
    [Fact]
    public void Link_LeadsToAFileAndAHeading() =>
        Tidy.HasNone(
            SourceTree
                .Files("*.md")
                .SelectMany(page =>
                    Target()
                        .Matches(page.Text)
                        .Select(link => link.Groups["target"].Value)
                        .Where(target => !target.Contains("://", StringComparison.Ordinal))
                        .Where(target => !Leads(page, target))
                        .Select(target => $"{page.Name}: {target}")
                )
        );

    private static bool Leads(SourceFile page, string target)
    {
        var (file, heading) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var path = file.Length == 0 ? page.Path : Path.Combine(Path.GetDirectoryName(page.Path)!, file);
        return (File.Exists(path) || Directory.Exists(path))
            && (heading is null || Heading().Matches(File.ReadAllText(path)).Any(one => AnchorOf(one) == heading));
    }

    /// <summary>As GitHub names the place of a heading.</summary>
    private static string AnchorOf(Match heading) =>
        string.Concat(
            heading
                .Groups["text"]
                .Value.ToLowerInvariant()
                .Replace(' ', '-')
                .Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_')
        );

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Target();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

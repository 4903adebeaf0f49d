using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaOps.Tidy.Tests;

/// <summary>
/// What people read uses the field's words: string literals and comments of the sources, texts of notices, documents.
/// </summary>
public class GlossaryTests
{
    /// <summary>Phrases that nobody in the field says, and what to write.</summary>
    private static readonly (Regex Not, string Write)[] s_glossary =
    [
        (Phrase("with a person|a person has (it|to take)|is a person's"), "handed off to on-call"),
        (Phrase("hand(ed|s)? over|handover"), "hand off, hand-off"),
        (Phrase("somebody else"), "someone else changed it; leaving it alone"),
        (Phrase("nobody has it"), "nobody has acknowledged it"),
        (Phrase("(put|puts|give|gives|gave|given|giving) back|goes back up"), "restore, scale in"),
        (Phrase("in the safe|into the safe"), "backed up, backup bucket"),
        (Phrase("comes? again"), "retry later, is delivered again"),
        (Phrase("taken for lost|the world (shows|does not show)"), "unconfirmed, the evidence shows"),
        (Phrase("(on-call|people) (is|was|are|were) (last )?told"), "on-call is notified"),
        (Phrase("mend(s|ed)?|be the cure"), "fix"),
        (Phrase("has room|have room"), "not saturated"),
        (Phrase("may I|but may not"), "approval needed: …, blocked: …"),
        (Phrase("watched on"), "monitoring continues"),
        (Phrase("the CDN (forgets?|is told)"), "invalidate the CDN cache"),
        (Phrase("tells nobody|may overtake"), "no-op, out of order"),
        (Phrase("parted by"), "comma-separated, space-separated"),
    ];

    /// <summary>The same for comments, which no test file's names or events appear in.</summary>
    private static readonly (Regex Not, string Write)[] s_ofComments =
    [
        .. s_glossary,
        (Phrase("somebody('s)?"), "someone, on-call, another invocation"),
        (Phrase("the safe"), "backup bucket"),
        (Phrase("went back|(goes|go|gone|going) back (up|in|to an older)"), "restored, scaled in, rolled back"),
        (Phrase("(person's|whose|whosever) hands"), "handed off to on-call"),
        (Phrase("the cure|(is|was|were) cured"), "fix"),
        (Phrase("forgotten by|to forget"), "invalidate, drop"),
    ];

    /// <summary>The projects whose comments are held to it.</summary>
    private static readonly string[] s_commented = ["Core", "Engine", "Aws", "Functions", "Drills", "Campaigns", "Cli"];

    [Fact]
    public void Literals_UseTheFieldsWords() =>
        Tidy.HasNone(
            SourceTree
                .Files("*.cs", "src")
                .Where(file => !file.Name.StartsWith("src/Compat/", StringComparison.Ordinal))
                .SelectMany(file => Findings(file.Name, Literals(file.Text)))
        );

    [Fact]
    public void Comments_UseTheFieldsWords() =>
        Tidy.HasNone(
            SourceTree
                .Files("*.cs", [.. s_commented.Select(project => $"src/LambdaOps.{project}")])
                .SelectMany(file => Findings(file.Name, Comments(file.Text), s_ofComments))
        );

    /// <summary>The changelog quotes what earlier versions said.</summary>
    [Fact]
    public void Documents_UseTheFieldsWords() =>
        Tidy.HasNone(
            SourceTree
                .Files("*.md")
                .Where(file => file.Name != "CHANGELOG.md")
                .Concat(SourceTree.Files("notices.en.json", "src"))
                .Concat(SourceTree.Files("estate.schema.json"))
                .SelectMany(file => Findings(file.Name, file.Lines.Select((line, index) => (index + 1, line))))
        );

    [Theory]
    [InlineData("restart is due, but it is with a person", "handed off to on-call")]
    [InlineData("Somebody else set 5 tasks", "someone else changed it; leaving it alone")]
    [InlineData("the page goes back up", "restore, scale in")]
    [InlineData("it amends the recommendation", null)]
    [InlineData("the target group has roomy limits", null)]
    public void Phrase_IsFoundAsAWholeWord(string text, string? write)
    {
        string[] expected = write is null ? [] : [write];

        Assert.Equal(expected, s_glossary.Where(rule => rule.Not.IsMatch(text)).Select(rule => rule.Write));
    }

    [Fact]
    public void Comments_AreFoundInEachForm()
    {
        const string Code = """
            /// <summary>A summary
            /// of two lines.</summary>
            #pragma warning disable CA1031 // Why.
            var a = "// a literal"; // Behind.
            /* A block. */
            """;

        Assert.Equal(
            [(1, "A summary"), (2, "of two lines."), (3, "Why."), (4, "Behind."), (5, "A block.")],
            Comments(Code).Select(comment => (comment.Line, comment.Text.Trim('/', '*', ' ')))
        );
    }

    private static IEnumerable<string> Findings(string name, IEnumerable<(int Line, string Text)> texts) =>
        Findings(name, texts, s_glossary);

    private static IEnumerable<string> Findings(
        string name,
        IEnumerable<(int Line, string Text)> texts,
        (Regex Not, string Write)[] rules
    ) =>
        from text in texts
        from rule in rules
        where rule.Not.IsMatch(text.Text)
        select $"{name}:{text.Line}: \"{rule.Not.Match(text.Text).Value}\": write {rule.Write}";

    private static IEnumerable<(int Line, string Text)> Literals(string code)
    {
        var root = Rules.Parse(code);
        return root.DescendantTokens()
            .Where(token =>
                token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.Parent is LiteralExpressionSyntax
            )
            .Select(token => (token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, token.ValueText));
    }

    /// <summary>Line by line, without the tags of doc comments.</summary>
    private static IEnumerable<(int Line, string Text)> Comments(string code)
    {
        var root = Rules.Parse(code);
        return root.DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia =>
                trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            )
            .Select(trivia => (Span: trivia.GetLocation(), Text: trivia.ToString()))
            .Concat(
                root.DescendantTokens(descendIntoTrivia: true)
                    .Where(token => token.IsKind(SyntaxKind.XmlTextLiteralToken) && token.Text.Trim().Length > 0)
                    .Select(token => (Span: token.GetLocation(), token.Text))
            )
            .Select(comment => (comment.Span.GetLineSpan().StartLinePosition.Line + 1, comment.Text))
            .OrderBy(comment => comment.Item1);
    }

    private static Regex Phrase(string words) =>
        new($@"\b({words})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}

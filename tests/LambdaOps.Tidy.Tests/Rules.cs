using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaOps.Tidy.Tests;

/// <summary>STYLE.md's rules on one C# file: each gives findings that name the place and the replacement.</summary>
internal static class Rules
{
    private const int MostLines = 70;

    private const string NameType = "ProcedureName";

    private static readonly CSharpParseOptions s_language = CSharpParseOptions.Default.WithLanguageVersion(
        LanguageVersion.Preview
    );

    /// <summary>By receiver and member: the rule's name and what to use instead.</summary>
    private static readonly Dictionary<string, (string Rule, string Instead)> s_banned = new(StringComparer.Ordinal)
    {
        ["DateTime.Now"] = ("clock", "a `now` argument in Core, the loop's clock or a TimeProvider elsewhere"),
        ["DateTime.UtcNow"] = ("clock", "a `now` argument in Core, the loop's clock or a TimeProvider elsewhere"),
        ["DateTime.Today"] = ("clock", "a `now` argument in Core, the loop's clock or a TimeProvider elsewhere"),
        ["DateTimeOffset.Now"] = ("clock", "a `now` argument in Core, the loop's clock or a TimeProvider elsewhere"),
        ["DateTimeOffset.UtcNow"] = ("clock", "a `now` argument in Core, the loop's clock or a TimeProvider elsewhere"),
        ["Guid.NewGuid"] = ("guid", "an id made of what it names (IncidentId), or a seeded source"),
        ["Guid.CreateVersion7"] = ("guid", "an id made of what it names (IncidentId), or a seeded source"),
        ["Random.Shared"] = ("random", "a Random with a printed seed, given as an argument"),
        ["Thread.Sleep"] = ("sleep", "Task.Delay with a TimeProvider; in a function CheckAgainIn"),
        ["Environment.GetEnvironmentVariable"] = ("environment", "a setting given by the composition"),
        ["Environment.GetEnvironmentVariables"] = ("environment", "a setting given by the composition"),
    };

    /// <summary>Lines that only close or open a bracket are the formatter's, and don't count.</summary>
    public static IEnumerable<Offence> Methods(string name, SyntaxNode root)
    {
        var text = root.SyntaxTree.GetText();
        return root.DescendantNodes()
            .Where(node =>
                node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            )
            .Select(node => root.SyntaxTree.GetLineSpan(WithoutAttributes(node)))
            .Select(span =>
                (
                    First: span.StartLinePosition.Line,
                    Count: Enumerable
                        .Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)
                        .Count(line => !text.Lines[line].ToString().AsSpan().Trim("(){}[];, ").IsEmpty)
                )
            )
            .Where(one => one.Count > MostLines)
            .Select(one => new Offence(
                "method",
                name,
                one.First + 1,
                $"a method of {one.Count} lines: split it, {MostLines} are the most"
            ));
    }

    /// <summary>A theory's rows stand before its code, and are no part of it.</summary>
    private static TextSpan WithoutAttributes(SyntaxNode node)
    {
        var first = node.ChildNodesAndTokens().First(one => !one.IsKind(SyntaxKind.AttributeList));
        return TextSpan.FromBounds(first.SpanStart, node.Span.End);
    }

    public static IEnumerable<Offence> Apis(string name, SyntaxNode root) =>
        root.DescendantNodes().Select(node => Api(name, node)).OfType<Offence>();

    private static Offence? Api(string name, SyntaxNode node) =>
        node switch
        {
            MemberAccessExpressionSyntax member when s_banned.TryGetValue(Of(member), out var banned) => new Offence(
                banned.Rule,
                name,
                LineOf(member),
                $"{Of(member)}: use {banned.Instead}"
            ),
            ObjectCreationExpressionSyntax { Type: var type, ArgumentList: null or { Arguments.Count: 0 } } made
                when Last(type) == "Random" => new Offence(
                "random",
                name,
                LineOf(made),
                "new Random(): give it a seed that is printed"
            ),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax delay } call
                when Of(delay) == "Task.Delay" && !NamesAClock(call) => new Offence(
                "delay",
                name,
                LineOf(call),
                "Task.Delay: pass a TimeProvider, or return CheckAgainIn"
            ),
            _ => null,
        };

    public static IEnumerable<Offence> Directives(string name, SyntaxNode root) =>
        root.DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
            .Select(trivia => new Offence(
                "directive",
                name,
                LineOf(trivia.GetLocation()),
                "#if: one code for all builds; differences are data or types"
            ));

    /// <summary>
    /// What reads a line of a record back: a member Text, in a file that knows of lines. Lines have a typed detail.
    /// </summary>
    public static IEnumerable<Offence> Prose(string name, SyntaxNode root)
    {
        string[] ofLines = ["TimelineEntry", "EntryKind", "Lines"];
        return root.DescendantTokens().Any(token => ofLines.Contains(token.Text))
            ? root.DescendantNodes()
                .Where(ReadsText)
                .Select(node => new Offence(
                    "prose",
                    name,
                    LineOf(node),
                    "a line's text is for people: decide by its kind and Detail"
                ))
            : [];
    }

    private static bool ReadsText(SyntaxNode node) =>
        node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.Text: "Text" } read => read.Parent
                is not InvocationExpressionSyntax
                && Last(read.Expression) != "System",
            MemberBindingExpressionSyntax { Name.Identifier.Text: "Text" } => true,
            NameColonSyntax { Name.Identifier.Text: "Text", Parent: SubpatternSyntax } => true,
            _ => false,
        };

    /// <summary>Where a procedure's name is asked for: by the method or type that asks, and the argument's place.</summary>
    public static IEnumerable<(string Asks, int Place, string Parameter)> AsksForAName(SyntaxNode root) =>
        from list in root.DescendantNodes().OfType<ParameterListSyntax>()
        let asks = list.Parent switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            LocalFunctionStatementSyntax local => local.Identifier.Text,
            ConstructorDeclarationSyntax made => made.Identifier.Text,
            TypeDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }
        where asks is not null
        from one in list.Parameters.Select((parameter, place) => (Parameter: parameter, Place: place))
        where one.Parameter.Type?.ToString() == NameType
        select (asks, one.Place, one.Parameter.Identifier.Text);

    /// <summary>A name of nothing: "none" is a case or null, as a default name reads like a name.</summary>
    public static IEnumerable<Offence> NoNames(
        string name,
        SyntaxNode root,
        ILookup<string, (string Asks, int Place, string Parameter)> asked
    ) =>
        root.DescendantNodes()
            .Where(node =>
                node switch
                {
                    DefaultExpressionSyntax made => Last(made.Type) == NameType,
                    ObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } made => Last(
                        made.Type
                    ) == NameType,
                    ArgumentSyntax { Expression: LiteralExpressionSyntax given, Parent: ArgumentListSyntax list } one =>
                        given.IsKind(SyntaxKind.DefaultLiteralExpression)
                            && asked[Called(list)]
                                .Any(at =>
                                    one.NameColon is { } named
                                        ? named.Name.Identifier.Text == at.Parameter
                                        : list.Arguments.IndexOf(one) == at.Place
                                ),
                    _ => false,
                }
            )
            .Select(node => new Offence(
                "default",
                name,
                LineOf(node),
                $"the default of {NameType} is no name: say \"none\" by a case or by null"
            ));

    private static string Called(ArgumentListSyntax list) =>
        list.Parent switch
        {
            InvocationExpressionSyntax call => Last(call.Expression),
            ObjectCreationExpressionSyntax made => Last(made.Type),
            _ => "",
        };

    public static SyntaxNode Parse(string text) => CSharpSyntaxTree.ParseText(text, s_language).GetRoot();

    private static bool NamesAClock(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count >= 2
        && call.ArgumentList.Arguments[1].Expression is var second
        && !second.ToString().Contains("token", StringComparison.OrdinalIgnoreCase)
        && !second.ToString().Contains("cancel", StringComparison.OrdinalIgnoreCase);

    private static string Of(MemberAccessExpressionSyntax member) =>
        $"{Last(member.Expression)}.{member.Name.Identifier.Text}";

    private static string Last(SyntaxNode name) => name.ToString().Split('.', ':')[^1];

    private static int LineOf(SyntaxNode node) => LineOf(node.GetLocation());

    private static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}

internal sealed record Offence(string Rule, string Name, int Line, string Text)
{
    public override string ToString() => $"{Name}:{Line}: {Text} [{Rule}]";
}

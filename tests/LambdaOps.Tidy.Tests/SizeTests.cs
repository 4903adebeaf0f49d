using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaOps.Tidy.Tests;

/// <summary>
/// A file is read at one sitting, and a class stands in one file: one that is too long for that is two, each with a
/// name that says what it is for.
/// </summary>
public class SizeTests
{
    private const int MostLines = 500;

    [Fact]
    public void Files_AreShort() =>
        Tidy.HasNone(
            from file in Sources("src", "tests")
            let lines = file.Lines.Count
            where lines > MostLines && !Allowed.Has("lines", file.Name)
            select $"{file.Name}: {lines} lines: {MostLines} are the most, split it by what its parts are for [lines]"
        );

    [Fact]
    public void Classes_StandInOneFile() =>
        Tidy.HasNone(
            Spread(Sources("src", "tests").Select(file => (file.Name, file.Text)))
                .Where(finding => !Allowed.Has("partial", finding.Name))
        );

    [Theory]
    [InlineData("sealed partial class Loop;", "sealed partial class Loop;", 1)]
    [InlineData("partial struct Loop;", "partial struct Loop;", 1)]
    [InlineData("sealed partial record Loop;", "sealed partial record Loop;", 1)]
    [InlineData("sealed partial class Loop;", "namespace Other; sealed partial class Loop;", 0)]
    [InlineData("partial class Loop<T>;", "partial class Loop;", 0)]
    [InlineData("partial class A { partial class Loop; }", "partial class B { partial class Loop; }", 0)]
    [InlineData("abstract partial record Change;", "partial record Change { sealed record Take : Change; }", 0)]
    [InlineData("abstract partial record Change;", "partial record Change { void Take() { } }", 1)]
    [InlineData("partial class Json : JsonSerializerContext;", "partial class Json;", 0)]
    public void Spread_FindsWhatIsInTwoFiles(string one, string other, int found) =>
        Assert.Equal(found, Spread([("src/A/one.cs", one), ("src/A/other.cs", other)]).Count());

    [Fact]
    public void Spread_KnowsNothingOfOtherProjects() =>
        Assert.Empty(Spread([("src/A/one.cs", "partial class Loop;"), ("src/B/other.cs", "partial class Loop;")]));

    private static IEnumerable<SourceFile> Sources(params string[] folders) =>
        SourceTree.Files("*.cs", folders).Where(file => !file.Name.StartsWith("src/Compat/", StringComparison.Ordinal));

    /// <summary>
    /// Types that stand in several files of a project. Two kinds may: a closed hierarchy, whose further files hold
    /// nothing but its cases, and what the JSON generator writes the other half of.
    /// </summary>
    private static IEnumerable<Offence> Spread(IEnumerable<(string Name, string Text)> files) =>
        from file in files
        where file.Text.Contains("partial", StringComparison.Ordinal)
        from type in Rules.Parse(file.Text).DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type.Modifiers.Any(SyntaxKind.PartialKeyword)
        group (file.Name, Type: type) by (Project: ProjectOf(file.Name), Name: NameOf(type)) into parts
        where parts.Select(part => part.Name).Distinct().Count() > 1
        where !IsClosedHierarchy([.. parts.Select(part => part.Type)])
        where !parts.Any(part => part.Type.BaseList?.ToString().Contains("JsonSerializerContext") == true)
        let first = parts.First()
        select new Offence(
            "partial",
            first.Name,
            first.Type.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            $"{parts.Key.Name} stands in {parts.Count()} files: make each part a class, with a name"
        );

    private static bool IsClosedHierarchy(IReadOnlyList<TypeDeclarationSyntax> parts) =>
        parts.Any(part => part is RecordDeclarationSyntax && part.Modifiers.Any(SyntaxKind.AbstractKeyword))
        && parts
            .Where(part => !part.Modifiers.Any(SyntaxKind.AbstractKeyword))
            .All(part => part.Members.All(member => member is RecordDeclarationSyntax));

    private static string ProjectOf(string file) => string.Join('/', file.Split('/').Take(2));

    private static string NameOf(TypeDeclarationSyntax type) =>
        string.Join(
            '.',
            type.AncestorsAndSelf()
                .Reverse()
                .Select(node =>
                    node switch
                    {
                        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
                        TypeDeclarationSyntax { TypeParameterList: { } generic } named =>
                            $"{named.Identifier}`{generic.Parameters.Count}",
                        TypeDeclarationSyntax named => named.Identifier.ToString(),
                        _ => null,
                    }
                )
                .OfType<string>()
        );
}

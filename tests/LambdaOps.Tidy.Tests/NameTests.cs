using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaOps.Tidy.Tests;

/// <summary>A type's name means one thing in the whole solution, so that a search finds one answer.</summary>
public class NameTests
{
    [Fact]
    public void TypeNames_MeanOneThing() =>
        Tidy.HasNone(
            Twice(SourceTree.Files("*.cs", "src", "tests").Select(file => (file.Name, file.Text)))
                .Where(finding => !Allowed.Has("name", finding.Name))
        );

    [Theory]
    [InlineData("namespace A; class Plan;", "namespace B; class Plan;", 1)]
    [InlineData("namespace A; class Plan;", "namespace B; enum Plan;", 1)]
    [InlineData("namespace A; interface Plan;", "namespace B { file record struct Plan; }", 1)]
    [InlineData("namespace A; class Plan;", "namespace B; delegate void Plan();", 1)]
    [InlineData("namespace A; class Plan<T>;", "namespace B; class Plan;", 1)]
    [InlineData("class Plan;", "namespace B; class Plan;", 1)]
    [InlineData("namespace A; class Plan<T>;", "namespace A; class Plan;", 0)]
    [InlineData("namespace A; partial class Plan;", "namespace A; partial class Plan;", 0)]
    [InlineData("namespace A; class Plan;", "namespace B; class Other { class Plan; }", 0)]
    [InlineData("namespace A; class Plan;", "namespace B; class Plans;", 0)]
    [InlineData("namespace A; class Plan;", "using Plan = B.Other; namespace B; class Other;", 1)]
    [InlineData("namespace A; class Plan;", "using Plan = A.Plan; namespace B; class Other;", 0)]
    [InlineData("namespace A; class Plan;", "using Plans = A.Plan; namespace B; class Other;", 0)]
    public void Twice_FindsASecondMeaning(string one, string other, int found) =>
        Assert.Equal(found, Twice([("src/A/one.cs", one), ("src/A/other.cs", other)]).Count());

    [Fact]
    public void Twice_FindsTheSameNamespaceInTwoProjects() =>
        Assert.Equal(
            "src/Compat/B/two.cs:1: Plan is also src/Compat/A/one.cs: give each an exact name [name]",
            Assert
                .Single(
                    Twice([
                        ("src/Compat/A/one.cs", "namespace A; class Plan;"),
                        ("src/Compat/B/two.cs", "namespace A; class Plan;"),
                    ])
                )
                .ToString()
        );

    /// <summary>Nested types are read with the name of the type that they are in, and generated ones have no file.</summary>
    private static IEnumerable<Offence> Twice(IEnumerable<(string Name, string Text)> files)
    {
        var all = files.Select(file => (file.Name, Root: Rules.Parse(file.Text))).ToList();
        var types = (
            from file in all
            from node in file.Root.DescendantNodes(node =>
                node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax
            )
            let name = NameOf(node)
            where name is not null
            select (Name: name, Idea: (ProjectOf(file.Name), SpaceOf(node)), File: file.Name, Node: node)
        ).ToLookup(type => type.Name, StringComparer.Ordinal);
        var seconds =
            from named in types
            let first = named.First()
            from second in named.Where(one => one.Idea != first.Idea).DistinctBy(one => one.Idea)
            select Second(second.File, second.Node, named.Key, first.File);
        var aliases =
            from file in all
            from alias in file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>()
            let name = alias.Alias?.Name.ToString()
            where name is not null && types.Contains(name) && alias.NamespaceOrType.ToString().Split('.')[^1] != name
            select Second(file.Name, alias, name, types[name].First().File);
        return seconds.Concat(aliases);
    }

    private static Offence Second(string file, SyntaxNode node, string name, string first) =>
        new(
            "name",
            file,
            node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
            $"{name} is also {first}: give each an exact name"
        );

    private static string? NameOf(SyntaxNode node) =>
        node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        };

    private static string SpaceOf(SyntaxNode type) =>
        string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(one => one.Name));

    private static string ProjectOf(string file) =>
        string.Join('/', file.Split('/').Take(file.StartsWith("src/Compat/", StringComparison.Ordinal) ? 3 : 2));
}

using Microsoft.CodeAnalysis;

namespace LambdaOps.Compat.Lambda.Tests.Annotations;

public sealed class LambdaGeneratorTests
{
    [Fact]
    public void EverySignature_CompilesWithoutAWarning()
    {
        var generated = CompiledProgram.From(
            FunctionProgram.With(
                """
                [LambdaFunction] public void A() { }
                [LambdaFunction] public void B(string text) { }
                [LambdaFunction] public void C(Stream input, ILambdaContext context) { }
                [LambdaFunction] public Task D([FromServices] Counter counter) => Task.CompletedTask;
                [LambdaFunction] public Task E(List<string?>? items) => Task.CompletedTask;
                [LambdaFunction] public Task<string> F(Stream input, ILambdaContext context) => Task.FromResult("");
                [LambdaFunction] public Stream? G(string text) => null;
                [LambdaFunction] public string? H([FromServices] Counter counter) => null;
                [LambdaFunction] public string I(Stream input, [FromServices] Counter c, ILambdaContext context) => "";
                [LambdaFunction] public Task J(string text, ILambdaContext context) => Task.CompletedTask;
                [LambdaFunction] public async Task<Stream> K(string text) { await Task.Yield(); return Stream.Null; }
                [LambdaFunction] public Task<string?> L(string text, ILambdaContext c) => Task.FromResult<string?>(text);
                [LambdaFunction] public Task<int> M(Stream input) => Task.FromResult(1);
                [LambdaFunction] public int N(int number, ILambdaContext context) => number;
                """
            )
        );

        Assert.Empty(generated.Ids);
        Assert.Empty(generated.CompilerComplaints);
        Assert.Equal(15, generated.Sources.Count);
    }

    /// <summary>
    /// Always with the serializer, as the real generator has it: what the compiler refuses there, it refuses here.
    /// </summary>
    [Theory]
    [InlineData("CS0121", "[LambdaFunction] public Stream A(Stream input) => input;")]
    [InlineData("CS0121", "[LambdaFunction] public Task<Stream> A(Stream input) => Task.FromResult(input);")]
    [InlineData(
        "CS0121",
        "[LambdaFunction] public Task<Stream> A(Stream input, ILambdaContext c) => Task.FromResult(input);"
    )]
    [InlineData("CS0121", "[LambdaFunction] public Task A(Stream input) => Task.CompletedTask;")]
    [InlineData("CS0121", "[LambdaFunction] public Task A(ILambdaContext context) => Task.CompletedTask;")]
    [InlineData("CS1503", "[LambdaFunction] public Task<string> A(ILambdaContext c, string s) => Task.FromResult(s);")]
    public void Signature_ThatTheRealCallDoesNotTakeDoesNotCompile(string error, string member)
    {
        var generated = CompiledProgram.From(FunctionProgram.With(member));

        Assert.Empty(generated.Ids);
        Assert.Contains(error, Assert.Single(generated.CompilerComplaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrapper_IsNamedAfterClassAndMethodInTheSameNamespace()
    {
        var generated = CompiledProgram.From(FunctionProgram.With("[LambdaFunction] public void Handle() { }"));

        Assert.NotNull(generated.Compilation.GetTypeByMetadataName("Some.Functions_Handle_Generated"));
        Assert.NotNull(generated.Compilation.GetTypeByMetadataName("Some.GeneratedProgram"));
    }

    [Fact]
    public void Main_IsGeneratedOnlyWhenAskedFor()
    {
        var generated = CompiledProgram.From(
            FunctionProgram
                .With("[LambdaFunction] public void Handle() { }")
                .Replace("GenerateMain = true", "GenerateMain = false", StringComparison.Ordinal),
            OutputKind.DynamicallyLinkedLibrary
        );

        Assert.Empty(generated.Ids);
        Assert.Empty(generated.CompilerComplaints);
        Assert.Equal(["Functions_Handle_Generated.g.cs"], generated.Sources.Keys);
    }

    [Fact]
    public void Program_WithoutFunctionsIsLeftAlone()
    {
        var generated = CompiledProgram.From("class P { static void Main() { } }");

        Assert.Empty(generated.Ids);
        Assert.Empty(generated.Sources);
    }

    [Theory]
    [InlineData(
        "LOA001",
        "[LambdaFunction] public void A() { } public class C { [LambdaFunction] public void A() { } }"
    )]
    [InlineData("LOA002", "[LambdaFunction] public void A(string one, string two) { }")]
    [InlineData("LOA002", "[LambdaFunction] public void A(ref string one) { }")]
    [InlineData("LOA002", "[LambdaFunction] public void A(params string[] one) { }")]
    [InlineData("LOA002", "[LambdaFunction] public void A(System.Span<byte> one) { }")]
    [InlineData("LOA002", "[LambdaFunction] public void A(ILambdaContext one, ILambdaContext two) { }")]
    [InlineData(
        "LOA004",
        "[LambdaFunction] public void A() { }"
            + " [LambdaStartup] public class C { public void ConfigureServices(IServiceCollection s) { } }"
    )]
    [InlineData("LOA006", "[LambdaFunction] public static void A() { }")]
    [InlineData("LOA006", "[LambdaFunction] private void A() { }")]
    [InlineData("LOA006", "[LambdaFunction] public void A<T>() { }")]
    [InlineData("LOA006", "public class Of<T> { [LambdaFunction] public void A() { } }")]
    [InlineData("LOA006", "public abstract class Base { [LambdaFunction] public void A() { } }")]
    [InlineData("LOA007", "[LambdaFunction] public async void A() { await Task.Yield(); }")]
    [InlineData("LOA007", "[LambdaFunction] public ValueTask A() => default;")]
    [InlineData("LOA007", "[LambdaFunction] public ValueTask<string> A() => default;")]
    [InlineData("LOA007", "[LambdaFunction] public IAsyncEnumerable<string> A() => null!;")]
    public void Method_ThatCannotBeWrappedIsAnErrorAtItsPlace(string id, string members)
    {
        var generated = CompiledProgram.From(FunctionProgram.With(members));

        Assert.Equal([id], generated.Ids);
        Assert.NotEqual(Location.None, generated.Reported[0].Location);
        Assert.Empty(generated.Sources);
    }

    [Theory]
    [InlineData("LOA003", "[assembly: LambdaSerializer(typeof(Some.Json))]", "")]
    [InlineData("LOA005", "public void ConfigureServices(", "public void Configure(")]
    [InlineData("LOA005", "public void ConfigureServices(", "public static void ConfigureServices(")]
    [InlineData("LOA005", "public void ConfigureServices(", "public Startup(int n) { } public void ConfigureServices(")]
    public void Assembly_ThatLacksSomethingIsAnError(string id, string text, string instead)
    {
        var generated = CompiledProgram.From(
            FunctionProgram
                .With("[LambdaFunction] public void A() { }")
                .Replace(text, instead, StringComparison.Ordinal)
        );

        Assert.Equal([id], generated.Ids);
        Assert.Empty(generated.Sources);
    }

    [Fact]
    public void Library_CannotHaveAMain()
    {
        var generated = CompiledProgram.From(
            FunctionProgram.With("[LambdaFunction] public void A() { }"),
            OutputKind.DynamicallyLinkedLibrary
        );

        Assert.Equal(["LOA009"], generated.Ids);
    }

    [Theory]
    [InlineData("Amazon.Lambda.RuntimeSupport")]
    public void Package_ThatTheWrapperNeedsIsNamed(string package)
    {
        var generated = CompiledProgram.From(
            FunctionProgram.With("[LambdaFunction] public void A() { }"),
            isReferenced: r => !r.Display!.EndsWith(package + ".dll", StringComparison.Ordinal)
        );

        var problem = Assert.Single(generated.Reported);
        Assert.Equal("LOA008", problem.Id);
        Assert.Contains(package, problem.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicate_IsNamedOnce()
    {
        var generated = CompiledProgram.From(
            FunctionProgram.With(
                "[LambdaFunction] public void Same() { }  [LambdaFunction] public void Same(string text) { }"
            )
        );

        Assert.Contains("'Same'", Assert.Single(generated.Reported).GetMessage(null), StringComparison.Ordinal);
    }
}

using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Amazon.Lambda.Annotations.SourceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaOps.Compat.Lambda.Tests.Annotations;

/// <summary>A program compiled with the generator, as the compiler would do it.</summary>
internal sealed record CompiledProgram(
    Compilation Compilation,
    ImmutableArray<Diagnostic> Reported,
    IReadOnlyDictionary<string, string> Sources
)
{
    private static readonly IReadOnlyList<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => !p.EndsWith("LambdaOps.Compat.Lambda.Tests.dll", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    internal IReadOnlyList<string> Ids => [.. Reported.Select(d => d.Id)];

    /// <summary>What the compiler says of the whole: warnings count, since we build with warnings as errors.</summary>
    internal IReadOnlyList<string> CompilerComplaints =>
        [
            .. Compilation
                .GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning)
                .Select(d => d.ToString()),
        ];

    internal static CompiledProgram From(
        string source,
        OutputKind kind = OutputKind.ConsoleApplication,
        Func<MetadataReference, bool>? isReferenced = null
    )
    {
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable);
        var parse = new CSharpParseOptions(LanguageVersion.CSharp13);
        var compilation = CSharpCompilation.Create(
            $"Generated{Guid.CreateVersion7():N}",
            [CSharpSyntaxTree.ParseText(source, parse)],
            s_references.Where(isReferenced ?? (_ => true)),
            options
        );
        var driver = CSharpGeneratorDriver
            .Create([new LambdaAnnotationsGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var whole, out var reported);
        return new CompiledProgram(
            whole,
            reported,
            driver
                .GetRunResult()
                .Results[0]
                .GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString())
        );
    }

    internal Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }
}

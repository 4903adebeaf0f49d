using System.Collections.Immutable;
using Amazon.Lambda.Annotations.SourceGenerator.Emit;
using Amazon.Lambda.Annotations.SourceGenerator.Model;
using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Generates a wrapper for each [LambdaFunction] method and the Main that runs one.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class LambdaAnnotationsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                Names.LambdaFunction,
                static (_, _) => true,
                static (found, _) => FunctionReader.Read((IMethodSymbol)found.TargetSymbol)
            )
            .Collect();
        var startups = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                Names.LambdaStartup,
                static (_, _) => true,
                static (found, _) => StartupReader.Read((INamedTypeSymbol)found.TargetSymbol)
            )
            .Collect();
        var assembly = context.CompilationProvider.Select(static (compilation, _) => AssemblyReader.Read(compilation));

        context.RegisterSourceOutput(
            functions.Combine(startups).Combine(assembly),
            static (output, all) => Generate(output, all.Left.Left, all.Left.Right, all.Right)
        );
    }

    private static void Generate(
        SourceProductionContext output,
        ImmutableArray<FunctionModel> functions,
        ImmutableArray<StartupModel> startups,
        AssemblyModel assembly
    )
    {
        if (functions.IsEmpty)
        {
            return;
        }

        var problems = Problems(functions, startups, assembly).ToList();
        foreach (var problem in problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }

        // Half a program would only add errors about the missing half.
        if (problems.Count > 0 || assembly.SerializerType is not { } serializer)
        {
            return;
        }

        var ordered = functions.OrderBy(f => f.Method, StringComparer.Ordinal).ToList();
        foreach (var function in ordered)
        {
            output.AddSource(
                $"{function.WrapperName}.g.cs",
                WrapperSource.Write(function, startups.FirstOrDefault(), serializer)
            );
        }

        if (assembly.GenerateMain)
        {
            output.AddSource("GeneratedProgram.g.cs", MainSource.Write(ordered, serializer));
        }
    }

    private static IEnumerable<Problem> Problems(
        ImmutableArray<FunctionModel> functions,
        ImmutableArray<StartupModel> startups,
        AssemblyModel assembly
    )
    {
        foreach (var problem in functions.SelectMany(f => f.Problems).Concat(startups.SelectMany(s => s.Problems)))
        {
            yield return problem;
        }

        foreach (var same in functions.GroupBy(f => f.Method).Where(g => g.Count() > 1))
        {
            yield return new Problem(Descriptors.DuplicateMethodName, same.Last().Place, new([same.Key]));
        }

        if (startups.Length > 1)
        {
            var names = string.Join(", ", startups.Select(s => s.Type.Replace("global::", string.Empty)));
            yield return new Problem(Descriptors.SeveralStartups, startups.Last().Place, new([names]));
        }

        foreach (var package in assembly.MissingPackages)
        {
            yield return new Problem(Descriptors.MissingPackage, null, new([package]));
        }

        if (assembly.SerializerType == null)
        {
            yield return new Problem(Descriptors.MissingSerializer, functions[0].Place, new([]));
        }

        if (assembly is { GenerateMain: true, IsExecutable: false })
        {
            yield return new Problem(Descriptors.NotAnExecutable, null, new([]));
        }
    }
}

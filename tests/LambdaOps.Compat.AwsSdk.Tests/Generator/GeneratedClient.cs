using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LambdaOps.Compat.SourceGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaOps.Compat.AwsSdk.Tests.Generator;

/// <summary>What the generator makes of a model, as the compiler would run it.</summary>
internal static class GeneratedClient
{
    public static GeneratorDriver Driver(string model, string operations, string without = "", string only = "") =>
        CSharpGeneratorDriver.Create(
            [new SdkClientGenerator().AsSourceGenerator()],
            [new ModelFile(model)],
            optionsProvider: new Options(
                new()
                {
                    ["Operations"] = operations,
                    ["Without"] = without,
                    ["Only"] = only,
                }
            ),
            driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );

    public static CSharpCompilation Project(params string[] sources) =>
        CSharpCompilation.Create("AWSSDK.Example", sources.Select(source => CSharpSyntaxTree.ParseText(source)));

    public static GeneratorDriverRunResult From(
        string model,
        string operations,
        string without = "",
        string only = ""
    ) => Driver(model, operations, without, only).RunGenerators(Project()).GetRunResult();

    private sealed class ModelFile(string text) : AdditionalText
    {
        public override string Path => "/models/example.json";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(Dictionary<string, string> metadata) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Values(metadata.ToDictionary(one => "build_metadata.AdditionalFiles." + one.Key, one => one.Value));
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}

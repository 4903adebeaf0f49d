using System.Collections.Immutable;
using System.Text;
using LambdaOps.Compat.SourceGenerator.Emit;
using LambdaOps.Compat.SourceGenerator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
// A model file and what its project wants of it. Compared by value: where nothing changed, nothing is done.
using Wanted = (
    string File,
    string Text,
    string Operations,
    string Without,
    string Only,
    string Endpoints,
    string Client
);

namespace LambdaOps.Compat.SourceGenerator;

/// <summary>Generates the client of an AWS service, with all that it takes, from the service's model.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SdkClientGenerator : IIncrementalGenerator
{
    private const string Metadata = "build_metadata.AdditionalFiles.";
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private const string Package = "AWSSDK.";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var stem = context.CompilationProvider.Select(
            static (compilation, _) =>
                compilation.AssemblyName is { } name && name.StartsWith(Package, StringComparison.Ordinal)
                    ? name.Substring(Package.Length)
                    : ""
        );
        var models = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (file, stop) => Read(file.Left, file.Right.GetOptions(file.Left), stop))
            .Where(static wanted => wanted.Operations.Length > 0);

        context.RegisterSourceOutput(
            models.Combine(stem),
            static (output, one) => Generate(output, one.Left, one.Right)
        );
    }

    private static Wanted Read(AdditionalText file, AnalyzerConfigOptions options, CancellationToken stop)
    {
        string Of(string name) => options.TryGetValue(Metadata + name, out var value) ? value : "";
        var operations = Of("Operations");
        var text = operations.Length > 0 ? file.GetText(stop)?.ToString() ?? "" : "";
        var (provider, plain) = (Of("EndpointProvider"), Of("PlainFipsRegions"));
        var endpoints =
            provider.Length > 0 ? $"new {provider}()"
            : plain.Length > 0 ? $"new RegionalEndpointProvider({{0}}, plainFipsRegions: {SdkNames.Literal(plain)})"
            : "new RegionalEndpointProvider({0})";
        return (Path.GetFileName(file.Path), text, operations, Of("Without"), Of("Only"), endpoints, Of("Client"));
    }

    private static void Generate(SourceProductionContext output, Wanted wanted, string stem)
    {
        ImmutableArray<string> problems;
        try
        {
            var (client, protocol, found) = Read(wanted, stem);
            problems = found;
            if (problems.IsEmpty)
            {
                Write(output, client!, protocol!);
            }
        }
        catch (FormatException wrong)
        {
            problems = [wrong.Message];
        }

        foreach (var problem in problems)
        {
            output.ReportDiagnostic(
                Diagnostic.Create(SdkDescriptors.CannotGenerate, Location.None, wanted.File, problem)
            );
        }
    }

    private static (SdkClient?, SdkProtocol?, ImmutableArray<string>) Read(Wanted wanted, string stem)
    {
        var model = SdkModel.Parse(wanted.Text, Words(wanted.Without), Words(wanted.Only));
        var operations = Words(wanted.Operations)
            .Select(name => (Name: name, Operation: model.Operation(name)))
            .ToList();
        var missing = operations.Where(one => one.Operation is null).Select(one => one.Name).Concat(model.NamedInVain);
        if (missing.Select(name => $"the model has no {name}").ToImmutableArray() is { IsEmpty: false } problems)
        {
            return (null, null, problems);
        }

        var client = new SdkClient(
            model,
            stem,
            wanted.Client.Length > 0 ? wanted.Client : stem,
            wanted.Endpoints.Replace("{0}", SdkNames.Literal(model.Metadata("endpointPrefix")!)),
            operations.Select(one => one.Operation!)
        );
        var protocol = SdkProtocol.Of(client);
        return protocol is null
            ? (null, null, [$"none of its protocols is known: {string.Join(", ", model.Protocols)}"])
            : (client, protocol, [.. Unsupported.In(client, protocol)]);
    }

    private static void Write(SourceProductionContext output, SdkClient client, SdkProtocol protocol)
    {
        var files = new ClientEmitter(client, protocol)
            .Files()
            .Concat(new ExceptionEmitter(client).Files())
            .Concat(new ModelEmitter(client, protocol).Files());
        foreach (var (name, text) in files)
        {
            output.AddSource(name + ".g.cs", SourceText.From(text, s_utf8));
        }
    }

    private static string[] Words(string text) => text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
}

using System.Text;
using Amazon.Lambda.Annotations.SourceGenerator.Model;

namespace Amazon.Lambda.Annotations.SourceGenerator.Emit;

/// <summary>The program: one executable holds all functions; ANNOTATIONS_HANDLER says which one runs.</summary>
internal static class MainSource
{
    private const string Support = "global::Amazon.Lambda.RuntimeSupport";
    private const string Variable = "global::System.Environment.GetEnvironmentVariable";

    internal static string Write(IReadOnlyList<FunctionModel> functions, string serializer)
    {
        var source = new StringBuilder(SourceText.Header);
        if (functions[0].Namespace.Length > 0)
        {
            source.Append("namespace ").Append(functions[0].Namespace).AppendLine(";").AppendLine();
        }

        source.AppendLine(
            $$"""
            {{SourceText.GeneratedCode}}
            public static class GeneratedProgram
            {
                private static async global::System.Threading.Tasks.Task Main()
                {
                    {{Support}}.LambdaBootstrap bootstrap;
                    try
                    {
                        bootstrap = CreateBootstrap({{Variable}}("ANNOTATIONS_HANDLER"));
                    }
                    catch (global::System.Exception e)
                        when (!string.IsNullOrEmpty({{Variable}}("AWS_LAMBDA_RUNTIME_API")))
                    {
                        // Lambda shows a reported reason; of a process that merely ends it shows the exit code.
                        using var http = {{Support}}.LambdaBootstrap.ConstructHttpClient();
                        await new {{Support}}.RuntimeApiClient(http).ReportInitializationErrorAsync(e);
                        throw;
                    }

                    using (bootstrap)
                    {
                        await bootstrap.RunAsync();
                    }
                }

                private static {{Support}}.LambdaBootstrap CreateBootstrap(string? handler)
                {
                    switch (handler)
                    {
            """
        );
        foreach (var function in functions)
        {
            WriteCase(source, function, serializer);
        }

        var names = string.Join(", ", functions.Select(f => f.Method));
        source.AppendLine(
            $$"""
                        default:
                            throw new global::System.InvalidOperationException(
                                $"ANNOTATIONS_HANDLER is '{handler}'; it must name one of the functions: {{names}}.");
                    }
                }
            }
            """
        );
        return source.ToString();
    }

    private static void WriteCase(StringBuilder source, FunctionModel function, string serializer)
    {
        var types = new List<string>();
        if (function.Input is { } input)
        {
            types.Add(input.Type);
        }

        if (function.TakesContext)
        {
            types.Add("global::Amazon.Lambda.Core.ILambdaContext");
        }

        var returns = SourceText.ReturnType(function);
        if (returns != "void")
        {
            types.Add(returns);
        }

        var arguments = types.Count == 0 ? string.Empty : $"<{string.Join(", ", types)}>";
        var delegateType = $"global::System.{(returns == "void" ? "Action" : "Func")}{arguments}";
        var needsSerializer =
            function.Input is { Kind: ParameterKind.TypedInput } || function.Result == ResultKind.Object;
        var handle = $"handle{function.Method}";
        var create = needsSerializer ? $"{handle}, new {serializer}()" : handle;
        source.AppendLine(
            $$"""
                        case "{{function.Method}}":
                            {{delegateType}} {{handle}} =
                                new {{function.WrapperFullName}}().{{function.Method}};
                            return {{Support}}.LambdaBootstrapBuilder.Create({{create}}).Build();
            """
        );
    }
}

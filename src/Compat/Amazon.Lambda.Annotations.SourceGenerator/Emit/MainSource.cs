using System.Text;
using Amazon.Lambda.Annotations.SourceGenerator.Model;

namespace Amazon.Lambda.Annotations.SourceGenerator.Emit;

/// <summary>The program: one executable holds all functions; ANNOTATIONS_HANDLER says which one runs.</summary>
/// <remarks>
/// The calls are those of the real generator, so that what does not compile there does not compile here: every function
/// but one from nothing to a Task is created with the serializer. Like there, a name that no function has ends the
/// process with 0 and without a word, and what fails before the first invocation is not reported to the Runtime API.
/// </remarks>
internal static class MainSource
{
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
            public class GeneratedProgram
            {
                public static async global::System.Threading.Tasks.Task Main(string[] args)
                {
                    switch (global::System.Environment.GetEnvironmentVariable("ANNOTATIONS_HANDLER"))
                    {
            """
        );
        foreach (var function in functions)
        {
            WriteCase(source, function, serializer);
        }

        source.AppendLine(
            """
                    }
                }
            }
            """
        );
        return source.ToString();
    }

    private static void WriteCase(StringBuilder source, FunctionModel function, string serializer)
    {
        var returns = SourceText.ReturnType(function);
        string[] types = [.. SourceText.Arguments(function), .. returns == "void" ? [] : new[] { returns }];
        var handler = $"handle{function.Method}";
        var needsNoSerializer = !function.Given.Any() && function is { IsAsync: true, Result: ResultKind.Nothing };
        var create = needsNoSerializer ? handler : $"{handler}, new {serializer}()";
        source.AppendLine(
            $$"""
                        case "{{function.Method}}":
                            global::System.{{(returns == "void" ? "Action" : "Func")}}<{{string.Join(
                ", ",
                types
            )}}> {{handler}} =
                                new {{function.WrapperFullName}}().{{function.Method}};
                            await global::Amazon.Lambda.RuntimeSupport.LambdaBootstrapBuilder
                                .Create({{create}}).Build().RunAsync();
                            break;
            """
        );
    }
}

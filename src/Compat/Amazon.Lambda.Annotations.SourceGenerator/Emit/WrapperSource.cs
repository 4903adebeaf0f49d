using System.Text;
using Amazon.Lambda.Annotations.SourceGenerator.Model;

namespace Amazon.Lambda.Annotations.SourceGenerator.Emit;

/// <summary>The class around one function: its services, made once, and a scope for each invocation.</summary>
internal static class WrapperSource
{
    internal static string Write(FunctionModel function, StartupModel? startup, string serializer)
    {
        var source = new StringBuilder(SourceText.Header);
        if (function.Namespace.Length > 0)
        {
            source.Append("namespace ").Append(function.Namespace).AppendLine(";").AppendLine();
        }

        source.AppendLine(
            $$"""
            {{SourceText.GeneratedCode}}
            public sealed class {{function.WrapperName}}
            {
                private readonly global::Microsoft.Extensions.DependencyInjection.ServiceProvider _provider;
                private readonly {{function.ClassType}} _function;

                public {{function.WrapperName}}()
                {
                    var services = new global::Microsoft.Extensions.DependencyInjection.ServiceCollection();
                    {{SourceText.Services}}.AddSingleton<{{function.ClassType}}>(services);
                    {{SourceText.Services}}.AddSingleton<global::Amazon.Lambda.Core.ILambdaSerializer>(
                        services, new {{serializer}}());
            """
        );
        if (startup != null)
        {
            source.AppendLine($"        new {startup.Type}().ConfigureServices(services);");
        }

        source.AppendLine(
            $$"""
                    _provider = {{SourceText.ServiceBuilder}}.BuildServiceProvider(services);
                    _function = {{SourceText.Provided}}.GetRequiredService<{{function.ClassType}}>(_provider);
                }

            """
        );
        WriteMethod(source, function);
        return source.AppendLine("}").ToString();
    }

    private static void WriteMethod(StringBuilder source, FunctionModel function)
    {
        var parameters = new List<string>();
        if (function.Input is { } input)
        {
            parameters.Add($"{input.Type} input");
        }

        if (function.TakesContext)
        {
            parameters.Add($"{function.Parameters.First(p => p.Kind == ParameterKind.Context).Type} context");
        }

        var arguments = function.Parameters.Select(p =>
            p.Kind switch
            {
                ParameterKind.Service =>
                    $"{SourceText.Provided}.GetRequiredService<{p.Type.TrimEnd('?')}>(scope.ServiceProvider)",
                ParameterKind.Context => "context",
                _ => "input",
            }
        );
        var call = $"_function.{function.Method}({string.Join(", ", arguments)})";
        var scope = function.IsAsync ? "await using var scope = " : "using var scope = ";
        var create = function.IsAsync ? "CreateAsyncScope" : "CreateScope";
        var result = function.Result == ResultKind.Nothing ? string.Empty : "return ";
        var returns = (function.IsAsync ? "async " : string.Empty) + SourceText.ReturnType(function);
        source.AppendLine(
            $$"""
                public {{returns}} {{function.Method}}({{string.Join(", ", parameters)}})
                {
                    {{scope}}{{SourceText.Provided}}.{{create}}(_provider);
                    {{result}}{{(function.IsAsync ? "await " : string.Empty)}}{{call}};
                }
            """
        );
    }
}

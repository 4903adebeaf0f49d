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
            public class {{function.WrapperName}}
            {
                private readonly global::Microsoft.Extensions.DependencyInjection.ServiceProvider _provider;

                public {{function.WrapperName}}()
                {
                    var services = new global::Microsoft.Extensions.DependencyInjection.ServiceCollection();
                    {{SourceText.Services}}.AddSingleton<{{function.ClassType}}>(services);
                    {{SourceText.Services}}.AddSingleton<{{serializer}}>(services);
            """
        );
        if (startup != null)
        {
            source.AppendLine($"        new {startup.Type}().ConfigureServices(services);");
        }

        source.AppendLine(
            $$"""
                    _provider = {{SourceText.ServiceBuilder}}.BuildServiceProvider(services);
                    _ = {{SourceText.Provided}}.GetRequiredService<{{function.ClassType}}>(_provider);
                }

            """
        );
        WriteMethod(source, function);
        return source.AppendLine("}").ToString();
    }

    private static void WriteMethod(StringBuilder source, FunctionModel function)
    {
        var parameters = SourceText.Arguments(function).Select((type, place) => $"{type} given{place}");
        var given = 0;
        var arguments = function
            .Parameters.Select(p =>
                p.Kind == ParameterKind.Service
                    ? $"{SourceText.Provided}.GetRequiredService<{p.Type.TrimEnd('?')}>(scope.ServiceProvider)"
                    : $"given{given++}"
            )
            .ToList();
        var call = $"function.{function.Method}({string.Join(", ", arguments)})";
        var result = function.Result == ResultKind.Nothing ? string.Empty : "return ";
        var returns = (function.IsAsync ? "async " : string.Empty) + SourceText.ReturnType(function);
        source.AppendLine(
            $$"""
                public {{returns}} {{function.Method}}({{string.Join(", ", parameters)}})
                {
                    using var scope = {{SourceText.Provided}}.CreateScope(_provider);
                    var function = {{SourceText.Provided}}.GetRequiredService<{{function.ClassType}}>(scope.ServiceProvider);
                    {{result}}{{(function.IsAsync ? "await " : string.Empty)}}{{call}};
                }
            """
        );
    }
}

namespace LambdaOps.Compat.Lambda.Tests.Annotations;

/// <summary>The text of a function project around some members of its class Functions.</summary>
internal static class FunctionProgram
{
    internal static string With(string members) =>
        $$"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Threading.Tasks;
            using Amazon.Lambda.Annotations;
            using Amazon.Lambda.Core;
            using Microsoft.Extensions.DependencyInjection;
            [assembly: LambdaSerializer(typeof(Some.Json))]
            [assembly: LambdaGlobalProperties(GenerateMain = true, Runtime = "provided.al2023")]
            namespace Some
            {
                public class Json : ILambdaSerializer
                {
                    public T Deserialize<T>(Stream requestStream) =>
                        System.Text.Json.JsonSerializer.Deserialize<T>(requestStream)!;
                    public void Serialize<T>(T response, Stream responseStream) =>
                        System.Text.Json.JsonSerializer.Serialize(responseStream, response);
                }

                public class Counter : IDisposable
                {
                    public static List<string> Log { get; } = new();
                    public static int Made { get; private set; }
                    public int Number { get; } = ++Made;
                    public void Dispose() => Log.Add($"disposed {Number}");
                }

                [LambdaStartup]
                public class Startup
                {
                    public void ConfigureServices(IServiceCollection services) => services.AddScoped<Counter>();
                }

                public class Functions
                {
                    {{members}}
                }
            }
            """;
}

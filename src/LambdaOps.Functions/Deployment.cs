using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Amazon.Lambda.RuntimeSupport;
using LambdaOps.Aws.Estates;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Functions;

/// <summary>Makes a wrong deployment loud: whoever invokes the function gets the reason, and so does its log.</summary>
/// <remarks>
/// The Main that Amazon.Lambda.Annotations generates does not: where ANNOTATIONS_HANDLER names no function it ends with
/// 0 and without a word, and of a startup that throws Lambda says only that the process ended.
/// </remarks>
internal static class Deployment
{
    private const string Api = "AWS_LAMBDA_RUNTIME_API";

    private const string Handler = "ANNOTATIONS_HANDLER";

    /// <summary>The methods that ANNOTATIONS_HANDLER may name.</summary>
    internal static readonly string[] Functions =
    [
        .. AllProcedures.Functions.Select(function => function.Value).Order(StringComparer.Ordinal),
    ];

    /// <summary>Looks at what Main takes for granted, before Main. Not where the assembly is only a library.</summary>
    [ModuleInitializer]
    internal static void Check()
    {
        if (Assembly.GetEntryAssembly() != typeof(Deployment).Assembly)
        {
            return;
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Api)))
        {
            Console.Error.WriteLine(
                $"environment variable {Api} is not set: this program runs in AWS Lambda, or in `lambdaops serve`"
            );
            Environment.Exit(1);
        }

        var handler = Environment.GetEnvironmentVariable(Handler);
        if (!Functions.Contains(handler))
        {
            Fail(
                new InvalidOperationException(
                    $"environment variable {Handler} is '{handler}'; expected one of {string.Join(", ", Functions)}"
                )
            );
        }
    }

    /// <summary>Makes what a function needs; where that fails, nothing was invoked yet, and nothing will be.</summary>
    internal static T Compose<T>(Func<T> make)
    {
        try
        {
            return make();
        }
#pragma warning disable CA1031 // Whatever it is: the process ends with it, and Lambda says the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
            throw;
        }
    }

    [DoesNotReturn]
    private static void Fail(Exception error)
    {
        using var http = LambdaBootstrap.ConstructHttpClient();
        var client = new RuntimeApiClient(http);
        const string Level = nameof(Amazon.Lambda.Core.LogLevel.Critical);
        if (error is InvalidOperationException or BadEstateException)
        {
            client.ConsoleLogger.FormattedWriteLine(Level, error.Message);
        }
        else
        {
            client.ConsoleLogger.FormattedWriteLine(Level, error, error.Message);
        }

        try
        {
            client.ReportInitializationErrorAsync(error, error.GetType().Name).GetAwaiter().GetResult();
        }
        catch (Exception silent) when (silent is HttpRequestException or RuntimeApiClientException)
        {
            client.ConsoleLogger.FormattedWriteLine(Level, $"the Runtime API did not take that: {silent.Message}");
        }

        Environment.Exit(1);
    }
}

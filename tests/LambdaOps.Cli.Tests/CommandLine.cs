using System.Diagnostics;

namespace LambdaOps.Cli.Tests;

/// <summary>The command line as a person starts it: a process, its exit code, and what it said.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Errors)
{
    public static Task<CommandLine> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <param name="environment">Variables beside the test's own; null takes one away.</param>
    public static async Task<CommandLine> RunAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lambdaops.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandLine(process.ExitCode, await output, await errors);
    }
}

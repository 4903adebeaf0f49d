using System.CommandLine;
using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using Spectre.Console;

namespace LambdaOps.Cli;

/// <summary>The command line: drills, the simulator, invocations, incidents, the estate's check, the package.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            // A file or a pipe has no width of its own, and no colours, whatever CI system it is.
            AnsiConsole.Console = AnsiConsole.Create(
                new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new TrimmedOutput(Console.Out)) }
            );
            AnsiConsole.Profile.Width = short.MaxValue;
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        using var signals = StopSignals.Listen();
        return await RunAsync(args, Console.Error, signals.Stopped);
    }

    /// <summary>All commands.</summary>
    public static RootCommand Root() =>
        Help.In(
            new RootCommand("LambdaOps: carries operations runbooks out, and rehearses them.")
            {
                DrillCommand.Create(),
                SimulateCommand.Create(),
                NightsCommand.Create(),
                BacktestCommand.Create(),
                ServeCommand.Create(),
                InvokeCommand.Create(),
                IncidentsCommand.Create(),
                ReportCommand.Create(),
                ChecksCommand.Create(),
                ControlCommand.Stop(),
                ControlCommand.Resume(),
                ControlCommand.Tick(),
                EstateCommand.Create(),
                SyncCommand.Create(),
                DescribeCommand.Create(),
                PackageCommand.Create(),
            }
        );

    /// <summary>Runs a command to its end.</summary>
    /// <param name="errors">Takes the sentence that says what is wrong.</param>
    /// <param name="stop">The command ends as soon as it can, and cleans up.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors, CancellationToken stop)
    {
        if (args.Length == 0)
        {
            await Root().Parse(["--help"]).InvokeAsync(cancellationToken: stop);
            return ExitCodes.Usage;
        }

        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var sentence in parsed.Errors.Select(error => Misuse.Sentence(error, parsed)).Distinct())
            {
                await errors.WriteLineAsync($"lambdaops: {sentence}");
            }

            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                stop
            );
        }
        catch (Exception wrong)
            when (wrong is UsageException or BuildFailedException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"lambdaops: {wrong.Message}");
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await errors.WriteLineAsync("lambdaops: stopped");
            return ExitCodes.Failed;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it was, say it, and exit with a crash's code.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            await errors.WriteLineAsync($"lambdaops: {crash}");
            return ExitCodes.Crash;
        }
    }
}

using System.CommandLine;
using LambdaOps.Cli.Commands;
using Spectre.Console;

namespace LambdaOps.Cli;

/// <summary>The command line: drills, the simulator, invocations, the estate's check, and the package.</summary>
public static class Program
{
    /// <summary>What is stopped may still say how far it came.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static async Task<int> Main(string[] args)
    {
        const int Wide = 130;
        if (Console.IsOutputRedirected)
        {
            // A file or a pipe has no width of its own; the default of 80 would break the table.
            AnsiConsole.Profile.Width = Wide;
        }

        var root = new RootCommand("LambdaOps: carries operations runbooks out, and rehearses them.")
        {
            DrillCommand.Create(),
            SimulateCommand.Create(),
            ServeCommand.Create(),
            InvokeCommand.Create(),
            ControlCommand.Stop(),
            ControlCommand.Resume(),
            EstateCommand.Create(),
            SyncCommand.Create(),
            PackageCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = s_patience,
                }
            );
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"lambdaops: {wrong.Message}");
            return ExitCodes.Usage;
        }
#pragma warning disable CA1031 // The last line of defence: whatever it was, say it, and exit with a crash's code.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"lambdaops: {crash}");
            return ExitCodes.Crash;
        }
    }
}

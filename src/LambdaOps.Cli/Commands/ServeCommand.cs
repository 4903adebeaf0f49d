using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Simulator.Drills;
using LambdaOps.Simulator.Lambda;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops serve: the simulator as an AWS endpoint, until Ctrl+C.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 4566;

    private const ulong DefaultSeed = 20260115;

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on 127.0.0.1.",
            DefaultValueFactory = _ => DefaultPort,
        };
        var speed = new Option<double>("--speed")
        {
            Description = "Virtual seconds for each real one.",
            DefaultValueFactory = _ => 1,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "What chance is drawn from.",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var inProcess = new Option<bool>("--in-process")
        {
            Description = "Run the loop in this process instead of compiled functions.",
        };
        var estate = new Option<FileInfo?>("--estate")
        {
            Description = "Another estate than the checkout's estate.json.",
        };
        var drill = new Option<string?>("--drill")
        {
            Description = "Also play what goes wrong in this drill, with every remedy in act.",
        };
        speed.Validators.Add(given =>
        {
            if (given.GetValue(speed) is not > 0)
            {
                given.AddError("--speed: expected a number above 0");
            }
        });
        var command = new Command(
            "serve",
            "Serves the simulated AWS account on loopback, for the AWS CLI and SDKs (AWS_ENDPOINT_URL)."
        )
        {
            port,
            speed,
            seed,
            inProcess,
            estate,
            drill,
        };
        command.SetAction(
            (parsed, stop) =>
                RunAsync(
                    new HostOptions(
                        parsed.GetValue(seed),
                        parsed.GetValue(estate)?.FullName ?? Repository.Estate,
                        parsed.GetValue(drill) is not null,
                        Build: null,
                        parsed.GetValue(port)
                    )
                    {
                        AlwaysListen = true,
                        Concurrency = LambdaSettings.DefaultAccountConcurrency,
                    },
                    parsed.GetValue(speed),
                    parsed.GetValue(inProcess),
                    parsed.GetValue(drill),
                    stop
                )
        );
        return command;
    }

    private static async Task<SimulationHost> StartAsync(HostOptions options)
    {
        try
        {
            return await SimulationHost.StartAsync(options);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new UsageException($"--port: found {options.Port} in use, expected a free port");
        }
    }

    private static async Task<int> RunAsync(
        HostOptions options,
        double speed,
        bool inProcess,
        string? drillName,
        CancellationToken stop
    )
    {
        var drill = drillName is null
            ? null
            : AllDrills.Find(drillName)
                ?? throw new UsageException(
                    $"found drill '{drillName}', expected one that 'lambdaops drill --list' lists"
                );
        var build = inProcess
            ? null
            : await FunctionBuild.EnsureAsync(text => AnsiConsole.MarkupLine($"[grey]{Markup.Escape(text)}[/]"));
        await using var host = await StartAsync(
            options with
            {
                Build = build,
                Shape = drill?.Shape ?? options.Shape,
                ShapeWorld = drill?.ShapeWorld ?? options.ShapeWorld,
                ShapeEstate = drill?.ShapeEstate ?? options.ShapeEstate,
            }
        );
        var world = host.Simulation.World;
        var shown = drill ?? AllDrills.All[0];
        world.Watch(seen => DrillTimeline.Show(shown, seen));
        AnsiConsole.MarkupLine(
            $"AWS endpoint  [bold]{host.Simulation.Wire!.Url}[/]   region {host.Simulation.Stack.Region}"
        );
        AnsiConsole.MarkupLine(
            $"functions     {string.Join(", ", host.Simulation.Stack.Functions.Select(one => one.Name))}"
        );
        AnsiConsole.MarkupLine(
            $"seed {options.Seed}, virtual time {world.Clock.Now:yyyy-MM-dd HH:mm:ss}Z at speed {speed}. "
                + "Ctrl+C ends it."
        );
        if (drill is not null)
        {
            lock (world.Gate)
            {
                drill.Script(new DrillStage(host.Simulation, drill.Remedy, host.Incidents));
            }
        }

        await host.Simulation.Pump.RunAtSpeedAsync(speed, stop);
        return ExitCodes.Passed;
    }
}

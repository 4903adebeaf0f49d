using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using LambdaOps.Account.Lambda;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;
using Microsoft.AspNetCore.Connections;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops serve: the simulator as an AWS endpoint, until Ctrl+C.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 4566;

    private static readonly Option<int> s_port = Flag.Whole(
        "--port",
        1,
        IPEndPoint.MaxPort,
        DefaultPort,
        "Port on 127.0.0.1."
    );

    /// <summary>An hour a second: beyond it the machine cannot follow.</summary>
    private static readonly Option<double> s_speed = Flag.Number(
        "--speed",
        0.01,
        3600,
        byDefault: 1,
        "Virtual seconds for each real one."
    );

    private static readonly Option<ulong> s_seed = Flag.Seed("The seed of all that is drawn.");

    private static readonly Option<FileInfo?> s_estate = Flag.File(
        "--estate",
        "Another estate than the checkout's estate.json."
    );

    private static readonly Option<string?> s_drill = new("--drill")
    {
        Description = "Also play what goes wrong in this drill, with every remedy in act.",
    };

    private static readonly FunctionFlags s_functions = new();

    public static Command Create()
    {
        var command = new Command(
            "serve",
            "Serves the simulated AWS account on loopback, for the AWS CLI and SDKs (AWS_ENDPOINT_URL), until Ctrl+C; "
                + "its state ends with it. Exit codes: 0 it was stopped; 2 something to set or correct."
        )
        {
            s_port,
            s_speed,
            s_seed,
            s_estate,
            s_drill,
        };
        s_functions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // All that can be wrong is said before the functions are published, which takes a minute.
        var drill = DrillNamed(parsed.GetValue(s_drill));
        var functions = s_functions.Of(parsed);
        var options = new HostOptions(
            parsed.GetValue(s_seed),
            parsed.GetValue(s_estate)?.FullName ?? Repository.Estate,
            Act: drill is not null,
            Build: null,
            parsed.GetValue(s_port)
        )
        {
            AlwaysListen = true,
            Start = drill is null ? FullMinute(TimeProvider.System.GetUtcNow()) : null,
            Concurrency = LambdaSettings.DefaultAccountConcurrency,
        };
        var estate = DrillEstate.Read(options.EstatePath).Estate;
        var scene = drill?.On(estate);
        if (scene?.Missing is { } missing)
        {
            throw new UsageException($"--drill: '{scene.Drill.Name}' does not apply to the estate: {missing}");
        }

        CheckPort(parsed.GetValue(s_port));
        await using var host = await StartAsync(
            (scene is null ? options : options.For(scene)) with
            {
                Build = await functions.BuildAsync(stop),
                Concurrency = options.Concurrency,
            }
        );
        host.Simulation.World.Watch(DrillTimeline.ShowWhole);
        ServeGreeting.Show(host.Simulation, estate, parsed.GetValue(s_speed));
        if (scene is not null)
        {
            lock (host.Simulation.World.Gate)
            {
                scene.Drill.Script(new DrillStage(host.Simulation, scene, host.Incidents));
            }
        }

        await host.Simulation.Pump.RunAtSpeedAsync(parsed.GetValue(s_speed), stop);
        AnsiConsole.MarkupLine($"stopped; {ServeGreeting.Lost}");
        return ExitCodes.Passed;
    }

    /// <summary>The machine's time, so that "an hour ago" means the same to the account and to whoever asks it.</summary>
    private static DateTimeOffset FullMinute(DateTimeOffset now) =>
        new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static Drill? DrillNamed(string? name) =>
        name is null
            ? null
            : AllDrills.Find(name)
                ?? throw new UsageException(
                    $"--drill: found '{name}', expected one that 'lambdaops drill --list' lists"
                );

    /// <exception cref="UsageException">Nobody can listen on it now.</exception>
    private static void CheckPort(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException taken)
        {
            throw new UsageException(PortText(port, taken));
        }
    }

    private static string PortText(int port, SocketException why) =>
        why.SocketErrorCode == SocketError.AccessDenied
            ? FormattableString.Invariant($"--port: found {port}, which only root may use, expected 1024 or more")
            : FormattableString.Invariant($"--port: found {port} in use, expected a free port");

    private static async Task<SimulationHost> StartAsync(HostOptions options)
    {
        try
        {
            return await SimulationHost.StartAsync(options);
        }
        catch (IOException taken)
            when (taken.InnerException is AddressInUseException { InnerException: SocketException why })
        {
            // Another process took it since it was checked.
            throw new UsageException(PortText(options.Port!.Value, why));
        }
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.World.Certificates;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Hosting;

/// <summary>What a simulation is started with.</summary>
/// <param name="Build">The functions' executable; null runs the same in this process.</param>
/// <param name="Port">Null for any free one.</param>
public sealed record HostOptions(ulong Seed, string EstatePath, bool Act, FunctionBuild? Build, int? Port)
{
    /// <summary>
    /// The template's WritePermissions. Not its default: what is rehearsed is acting, and the estate's modes say who
    /// may.
    /// </summary>
    public bool MayWrite { get; init; } = true;

    public Func<OperatedService, ServicePlan, ServicePlan> Shape { get; init; } = (_, plan) => plan;

    public Func<WorldPlan, WorldPlan> ShapeWorld { get; init; } = plan => plan;

    /// <summary>Where the stack is deployed; null for the estate's own region.</summary>
    public string? Region { get; init; }

    /// <summary>Changes the template.</summary>
    public Func<string, string> ShapeTemplate { get; init; } = template => template;

    /// <summary>Makes the template of an older version, which stands until the stack is updated.</summary>
    public Func<string, string> Before { get; init; } = template => template;

    /// <summary>Changes the estate file.</summary>
    public Action<JsonNode> ShapeEstate { get; init; } = _ => { };

    public int Concurrency { get; init; } = 1;

    /// <summary>The account's time at its start; null is the drills' own, in the estate's business hours.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Also without compiled functions: an AWS endpoint for other clients.</summary>
    public bool AlwaysListen { get; init; }

    /// <summary>The AWS endpoint's certificate; null is plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Further ports of the AWS endpoint.</summary>
    public ImmutableArray<int> MorePorts { get; init; } = [];

    /// <summary>Called for each AWS call as it arrives on the wire.</summary>
    public Action<ServiceCall>? OnCall { get; init; }

    /// <summary>Other environments than the build's process.</summary>
    public Func<Simulation, Func<EnvironmentOrder, IExecutionEnvironment>>? Environments { get; init; }

    /// <summary>The same with what a drill changes: the estate, the world, the stack.</summary>
    public HostOptions For(DrillScene scene) =>
        this with
        {
            Shape = scene.Drill.Shape,
            ShapeWorld = scene.Drill.ShapeWorld,
            Region = scene.Drill.IsInOtherRegion ? scene.Estate.DisasterRecovery?.Region : null,
            ShapeEstate = scene.Shape,
            Before = scene.Drill.Before,
            Concurrency = scene.Drill.Concurrency,
            MayWrite = scene.Drill.MayWrite,
            Start = scene.Start ?? Start,
        };
}

/// <summary>
/// A simulation with its functions: processes on the wire, or the same in this process, on the account in memory.
/// </summary>
public sealed class SimulationHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private RecordedIncidents _incidents = null!;

    private SimulationHost(DirectoryInfo folder)
    {
        _folder = folder;
        AppDomain.CurrentDomain.ProcessExit += Clear;
    }

    public Simulation Simulation { get; private set; } = null!;

    public bool Compiled { get; private init; }

    /// <summary>All incidents, open and ended. Called with the world's gate held.</summary>
    public IReadOnlyList<Incident> Incidents() => _incidents.All();

    public static async Task<SimulationHost> StartAsync(HostOptions options)
    {
        var estate = DrillEstate.Load(options.EstatePath, options.Act, options.ShapeEstate);
        var host = new SimulationHost(Directory.CreateTempSubdirectory("lambdaops-"))
        {
            Compiled = options.Build is { Compiled: true },
        };
        try
        {
            await host.StartAsync(options, estate);
            return host;
        }
        catch
        {
            host.Clear(null, EventArgs.Empty);
            throw;
        }
    }

    private async Task StartAsync(HostOptions options, DrillEstate estate)
    {
        var estateFile = Path.Combine(_folder.FullName, "estate.json");
        var roots = Path.Combine(_folder.FullName, "roots.pem");
        var listens = options.Build is not null || options.AlwaysListen;
        var simulated = new SimulationOptions(
            options.Seed,
            estate.Estate,
            options.ShapeTemplate(estate.Template()),
            ImmutableDictionary<string, string>
                .Empty.Add("EstateLocation", estateFile)
                .Add("WritePermissions", options.MayWrite ? "granted" : "none")
        )
        {
            Before = options.Before,
            Shape = options.Shape,
            ShapeWorld = options.ShapeWorld,
            Region = options.Region,
            Port = listens ? options.Port ?? FreePorts(1)[0] : null,
            Certificate = options.Certificate,
            MorePorts = options.MorePorts,
            OnCall = options.OnCall,
            Concurrency = options.Concurrency,
            Host = (simulation, function) =>
                options.Environments is { } environments ? environments(simulation)
                : options.Build is { } build
                    ? FunctionDefinition.Process(FunctionCommand.For(build.Path), simulation.Wire!.Url, roots)
                : FunctionInProcess.In(simulation, estate.Estate),
        };
        Simulation = await Simulation.StartAsync(
            options.Start is { } start ? simulated with { Start = start } : simulated
        );
        _incidents = new RecordedIncidents(Simulation);
        if (Simulation.Wire is { } wire)
        {
            estate.WriteFor(wire.Url, wire.TlsPort, estateFile);
            await File.WriteAllTextAsync(roots, SimulatedAuthority.Pem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulation.DisposeAsync();
        Clear(null, EventArgs.Empty);
    }

    /// <summary>Also when the process ends without waiting for anything.</summary>
    private void Clear(object? sender, EventArgs e)
    {
        AppDomain.CurrentDomain.ProcessExit -= Clear;
        _folder.Delete(recursive: true);
    }

    /// <summary>Loopback ports that nobody listened on just now, each another one.</summary>
    public static ImmutableArray<int> FreePorts(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        probes.ForEach(probe => probe.Start());
        ImmutableArray<int> ports = [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        probes.ForEach(probe => probe.Dispose());
        return ports;
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Signals;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Drills;
using LambdaOps.Drills.Ports;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Cli.Hosting;

/// <summary>What a simulation is started with.</summary>
/// <param name="Build">The functions' executable; null runs the same loop in this process.</param>
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

    /// <summary>Changes the template.</summary>
    public Func<string, string> ShapeTemplate { get; init; } = template => template;

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

    /// <summary>Told of each AWS call as it arrives on the wire.</summary>
    public Action<ServiceCall>? OnCall { get; init; }

    /// <summary>Other environments than the build's process.</summary>
    public Func<Simulation, Func<EnvironmentOrder, IExecutionEnvironment>>? Environments { get; init; }

    /// <summary>The same with what a drill changes: the estate, the world, the stack.</summary>
    public HostOptions For(DrillScene scene) =>
        this with
        {
            Shape = scene.Drill.Shape,
            ShapeWorld = scene.Drill.ShapeWorld,
            ShapeEstate = scene.Shape,
            Concurrency = scene.Drill.Concurrency,
            MayWrite = scene.Drill.MayWrite,
        };
}

/// <summary>
/// A simulation with its functions: processes on the wire, or the same loop in this process on the ports.
/// </summary>
public sealed class SimulationHost : IAsyncDisposable
{
    private readonly SimulatedJournalStore _store = new();
    private readonly DirectoryInfo _folder;
    private readonly bool _inProcess;

    private SimulationHost(DirectoryInfo folder, bool inProcess)
    {
        (_folder, _inProcess) = (folder, inProcess);
        AppDomain.CurrentDomain.ProcessExit += Clear;
    }

    public Simulation Simulation { get; private set; } = null!;

    public bool Compiled { get; private init; }

    /// <summary>All incidents, open and ended. Called with the world's gate held.</summary>
    public IReadOnlyList<Incident> Incidents() =>
        [.. (_inProcess && Simulation.Wire is null ? _store.Ended.Concat(_store.Open) : ReadJournal()).NewestOfEach()];

    public static async Task<SimulationHost> StartAsync(HostOptions options)
    {
        var estate = DrillEstate.Load(options.EstatePath, options.Act, options.ShapeEstate);
        var host = new SimulationHost(Directory.CreateTempSubdirectory("lambdaops-"), options.Build is null)
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
        var listens = options.Build is not null || options.AlwaysListen;
        var simulated = new SimulationOptions(
            options.Seed,
            estate.Estate,
            options.ShapeTemplate(Templates.For(estate.Estate).Text),
            ImmutableDictionary<string, string>
                .Empty.Add("EstateLocation", estateFile)
                .Add("WritePermissions", options.MayWrite ? "granted" : "none")
        )
        {
            Shape = options.Shape,
            ShapeWorld = options.ShapeWorld,
            Port = listens ? options.Port ?? FreePorts(1)[0] : null,
            Certificate = options.Certificate,
            MorePorts = options.MorePorts,
            OnCall = options.OnCall,
            Concurrency = options.Concurrency,
            Host = (simulation, function) =>
                options.Environments is { } environments ? environments(simulation)
                : options.Build is { } build
                    ? FunctionDefinition.Process(FunctionCommand.For(build.Path), simulation.Wire!.Url)
                : InProcess(simulation, function, estate),
        };
        Simulation = await Simulation.StartAsync(
            options.Start is { } start ? simulated with { Start = start } : simulated
        );
        if (Simulation.Wire is { } wire)
        {
            estate.WriteFor(wire.Url, estateFile);
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

    private Func<EnvironmentOrder, IExecutionEnvironment> InProcess(
        Simulation simulation,
        StackFunction function,
        DrillEstate estate
    )
    {
        var calls = new SimulatedCalls(simulation.World, simulation.Lambda, function.Name)
        {
            Trace = () => simulation.Lambda.TraceOf(function.Name),
        };
        IJournal journal = simulation.Wire is { } wire
            ? OnTheWire(simulation, function, wire.Url)
            : new SimulatedJournal(calls, _store);
        var followUps = new SimulatedFollowUps(
            calls,
            name => QueueOf(simulation, simulation.Stack.Find(name)),
            signal => JsonSerializer.Serialize(signal, JournalJson.Default.Signal)
        );
        var notifier = new SimulatedNotifier(calls);
        if (function.LogicalId == "WatchFunction")
        {
            var watchdog = new Watchdog(
                estate.Estate,
                journal,
                followUps,
                notifier,
                simulation.Stack.AccountId,
                NullLogger<Watchdog>.Instance
            );
            return FunctionDefinition.InProcess(
                async (payload, _, killed) =>
                    EventReader.Read(payload) is IncomingEvent.Job
                        ? EventAnswer.Of(await watchdog.RunAsync(killed)).ToJson()
                        : throw new BadEventException("$", "another event", "a job")
            );
        }

        var ports = new LoopPorts(
            journal,
            new SimulatedObserver(calls),
            new SimulatedActuator(calls),
            followUps,
            notifier,
            new NoMetrics()
        );
        var only = AllProcedures.Functions.First(name => simulation.Stack.Find(name) == function);
        var loop = new RemedyLoop(
            estate.Estate,
            ports,
            NullLogger<RemedyLoop>.Instance,
            LoopOptions.Default with
            {
                Only = only,
                Account = simulation.Stack.AccountId,
                MayWrite = function.Environment["LAMBDAOPS_WRITES"] == "granted",
            },
            simulation.World.Clock
        );
        var queue = new SimulatedOwnQueue(calls, QueueOf(simulation, function));
        return FunctionDefinition.InProcess((payload, _, killed) => HandleAsync(loop, queue, payload, killed));
    }

    /// <summary>Where others reach the account, they find the journal in its table.</summary>
    private static DynamoDbJournal OnTheWire(Simulation simulation, StackFunction function, string url)
    {
        var credentials = FunctionCredentials.For(simulation.World.Seed, function.Name);
        var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey),
            new AmazonDynamoDBConfig { ServiceURL = url, AuthenticationRegion = simulation.Stack.Region }
        );
        var date = new AwsDate();
        date.Follow(client);
        return new DynamoDbJournal(client, date, function.Environment["LAMBDAOPS_JOURNAL_TABLE"]);
    }

    private static SqsQueue QueueOf(Simulation simulation, StackFunction function) =>
        simulation.Sqs.Queue(function.QueueSources[0].QueueArn.Split(':')[^1]);

    /// <summary>As the compiled function answers: a batch's failed messages, or what each signal led to.</summary>
    private static async Task<byte[]> HandleAsync(
        RemedyLoop loop,
        SimulatedOwnQueue queue,
        byte[] payload,
        CancellationToken killed
    )
    {
        switch (EventReader.Read(payload))
        {
            case IncomingEvent.Signals signals:
                var reports = new List<LoopReport>();
                foreach (var signal in signals.All)
                {
                    reports.Add(await loop.HandleAsync(signal, killed));
                }

                return EventAnswer.Of(reports).ToJson();
            case IncomingEvent.Batch batch:
                var failed = new List<string>();
                foreach (var item in batch.Items)
                {
                    if (item.Signal is null || !await HandledAsync(loop, item.Signal, killed))
                    {
                        failed.Add(item.MessageId);
                        await HideAsync(queue, item, killed);
                    }
                }

                return EventAnswer.OfBatch(failed).ToJson();
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task HideAsync(SimulatedOwnQueue queue, BatchItem item, CancellationToken killed)
    {
        try
        {
            await queue.ShowAgainAsync(item.Receipt, IOwnQueue.HiddenFor(item.Received), killed);
        }
        catch (SimulatedCallException)
        {
            // It comes again in any case, only later.
        }
    }

    private static async Task<bool> HandledAsync(RemedyLoop loop, Signal signal, CancellationToken killed)
    {
        try
        {
            await loop.HandleAsync(signal, killed);
            return true;
        }
        catch (Exception failed)
            when (failed is SimulatedCallException or AmazonServiceException or AmazonClientException)
        {
            return false;
        }
    }

    private IEnumerable<Incident> ReadJournal() =>
        Simulation
            .DynamoDb.ItemsOf(Simulation.Stack.Tables[0].Name)
            .Select(item =>
                ((string?)item["pk"]?["S"], (string?)item["record"]?["S"]) is (string key, string record)
                    ? DynamoDbIncidents.Of(key, record)
                    : null
            )
            .OfType<Incident>();

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

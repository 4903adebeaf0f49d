using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Benchmarks.ColdStart;

/// <summary>
/// One outage of a fresh world: the alarm starts the function's process, and the clock runs from there to the first
/// change and to the answer.
/// </summary>
internal sealed class ColdRun(FunctionBuild build, TrustStore trust, ThrowAwayAuthority authority, TimeProvider machine)
{
    /// <summary>The first request that changes something in AWS.</summary>
    public const string Write = "UpdateService";

    private const ulong Seed = 20260115;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    /// <summary>With AWS each service has a host, and so a connection, of its own; here each has a port.</summary>
    private static readonly string[] s_endpoints =
    [
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_ENDPOINT_URL_ECS",
        "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2",
        "AWS_ENDPOINT_URL_CLOUDWATCH",
        "AWS_ENDPOINT_URL_SQS",
        "AWS_ENDPOINT_URL_SNS",
    ];

    private readonly List<ArrivedCall> _calls = [];
    private long _spawned;
    private bool _hasEnded;

    public TrustStore Trust => trust;

    /// <summary>What the function wrote, to show when it did not work.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>From the process' start to the answer to Lambda; null when there was none.</summary>
    public double? AnswerMs { get; private set; }

    /// <summary>MB.</summary>
    public double PeakMemory { get; private set; }

    /// <summary>From the process' start to the arrival of the write; null when none came.</summary>
    public double? WriteMs => _calls.Find(call => call.Operation == Write)?.Ms;

    /// <summary>The AWS requests in the order of arrival.</summary>
    public IReadOnlyList<ArrivedCall> Calls => _calls;

    public void Spawning() => _spawned = machine.GetTimestamp();

    public void Answered(bool successfully, double peakMemory)
    {
        AnswerMs = successfully ? machine.GetElapsedTime(_spawned).TotalMilliseconds : null;
        PeakMemory = peakMemory;
        _hasEnded = true;
    }

    /// <summary>An alarm for rollout on the rate of errors may come first: what is measured is one function's start.</summary>
    private static void WithoutErrorBudget(JsonNode estate)
    {
        var alarms = estate["alarms"]!.AsArray();
        foreach (var alarm in alarms.Where(one => (string?)one!["remedy"] == "rollout").ToList())
        {
            alarms.Remove(alarm);
        }
    }

    /// <exception cref="InvalidOperationException">The function did not act in its first tick; its log is in the
    /// message.</exception>
    public async Task RunAsync()
    {
        var all = SimulationHost.FreePorts(s_endpoints.Length + 1);
        var ports = all[1..];
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(Seed, Repository.Estate, Act: true, build, Port: all[0])
            {
                ShapeEstate = WithoutErrorBudget,
                Certificate = authority.Endpoint,
                MorePorts = ports,
                OnCall = Arrived,
                Environments = simulation =>
                    order => new MeasuredProcess(
                        build.Path,
                        Variables(order, simulation.Wire!.Url, ports),
                        this,
                        machine
                    ),
            }
        );
        var simulation = host.Simulation;
        lock (simulation.World.Gate)
        {
            var scene = ServiceUnavailableDrills.Find("hung-tasks")!.On(simulation.Options.Estate);
            scene.Drill.Script(new DrillStage(simulation, scene, host.Incidents));
        }

        await simulation.Pump.RunUntilAsync(() => _hasEnded, simulation.World.Clock.Now + s_limit);
        if (WriteMs is null || AnswerMs is null)
        {
            throw new InvalidOperationException(
                $"the function did not act in its first tick; its log:\n{string.Join('\n', Log)}"
            );
        }
    }

    private void Arrived(ServiceCall call) =>
        _calls.Add(
            new ArrivedCall(
                call.Operation,
                machine.GetElapsedTime(_spawned).TotalMilliseconds,
                _calls.Count(before => before.Operation == call.Operation)
            )
        );

    private Dictionary<string, string> Variables(EnvironmentOrder order, string endpoint, ImmutableArray<int> ports)
    {
        var variables = new Dictionary<string, string>(
            FunctionVariables.For(order, Path.GetDirectoryName(build.Path)!, endpoint)
        )
        {
            ["SSL_CERT_FILE"] = trust.Roots,
            ["SSL_CERT_DIR"] = trust.Folder,
        };
        foreach (var (name, port) in s_endpoints.Zip(ports))
        {
            variables[name] = FormattableString.Invariant($"https://127.0.0.1:{port}");
        }

        return variables;
    }
}

/// <summary>An AWS request at the simulator.</summary>
/// <param name="Ms">Since the process was started.</param>
/// <param name="Earlier">Requests of the same operation before it.</param>
internal sealed record ArrivedCall(string Operation, double Ms, int Earlier);

using System.Collections.Concurrent;
using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Estates;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>The checkout's estate, and others of other shapes.</summary>
internal static class Estates
{
    /// <summary>Two services and a site, in Frankfurt and Japanese, with alarm names that say little.</summary>
    public const string Two = "two-services";

    /// <summary>One service of one task: no site, no balancer, no ladder, nothing that scales.</summary>
    public const string One = "one-service";

    /// <summary>Six services that share dependencies, two sites, alarms known by tags, a freeze window at the time.</summary>
    public const string Many = "many-services";

    /// <summary>The one at the checkout's root.</summary>
    public const string Checkout = "estate";

    public static string PathOf(string name) =>
        name == Checkout ? Repository.Estate : Path.Combine(AppContext.BaseDirectory, "Estates", $"{name}.json");

    public static Estate Read(string name) => DrillEstate.Read(PathOf(name)).Estate;
}

/// <summary>A drill in a simulation of its own, with everything that the world saw.</summary>
internal static class Rehearsal
{
    /// <summary>The functions as this test project was built with them: JIT, in processes of their own.</summary>
    public static FunctionBuild Processes { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "functions", "bootstrap.dll"), Compiled: false);

    public static Drill Drill(string name) => AllDrills.Find(name)!;

    /// <summary>The drill on the checkout's estate.</summary>
    public static DrillScene Scene(string name) => Drill(name).On(DrillEstate.Read(Repository.Estate).Estate);

    private static readonly ConcurrentDictionary<string, Lazy<Task<Played>>> s_played = new();

    /// <summary>
    /// The drill on the checkout's estate in this process, with the diagrams' seed. Each is played once, for whoever asks.
    /// </summary>
    public static Task<Played> PlayedAsync(string name) =>
        s_played.GetOrAdd(name, _ => new Lazy<Task<Played>>(() => Task.Run(() => PlayAsync(Drill(name))))).Value;

    private static async Task<Played> PlayAsync(Drill drill)
    {
        SortedSet<(string From, string To)> ways = [];
        IReadOnlySet<RoleUse> uses = new HashSet<RoleUse>();
        var (result, log) = await RunAsync(
            drill,
            Diagrams.Seed,
            build: null,
            after: simulation =>
            {
                ways = drill.Check is null ? Diagrams.WaysOf(simulation) : [];
                uses = simulation.Roles.Uses;
            }
        );
        return new Played(result, result.End == DrillEnd.Passed ? "" : log, ways, uses);
    }

    public static async Task<(DrillResult Result, string Log)> RunAsync(
        Drill drill,
        ulong seed,
        FunctionBuild? build,
        string? estate = null,
        Action<Simulation>? after = null
    )
    {
        var log = new StringBuilder();
        void Note(Drill _, WorldEvent? seen) => log.Append(seen).Append('\n');
        var options = new DrillOptions(seed, estate ?? Repository.Estate, InProcess: build is null);
        return (await DrillRun.RunAsync(drill, options, build, Note, after), log.ToString());
    }

    /// <summary>Without checks: they have drills of their own.</summary>
    public static Task<SimulationHost> HostAsync(bool act, FunctionBuild? build) =>
        SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, act, build, Port: null)
            {
                ShapeEstate = estate => DrillScene.SetChecks(estate, acts: null),
            }
        );
}

/// <summary>How a drill ended.</summary>
/// <param name="Log">Everything that the world saw, of one that did not pass.</param>
/// <param name="Ways">Its incidents' ways from phase to phase.</param>
/// <param name="Uses">What its functions asked of AWS.</param>
internal sealed record Played(
    DrillResult Result,
    string Log,
    SortedSet<(string From, string To)> Ways,
    IReadOnlySet<RoleUse> Uses
);

/// <summary>
/// Tests with functions as processes: their requests have limits in real time, so they run alone, one after the other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneAtATime
{
    public const string Name = "functions as processes";
}

using LambdaOps.Account.World;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Commands;

/// <summary>One drill from start to verdict, in a simulation of its own.</summary>
public static class DrillRun
{
    /// <summary>A drill that does not apply to the estate is skipped; one that throws loses only its own result.</summary>
    /// <param name="build">The functions' executable; null runs the loop in this process.</param>
    /// <param name="show">Sees the world's events as they happen; null begins the drill.</param>
    /// <param name="after">Sees the simulation once the drill is over.</param>
    /// <exception cref="UsageException">The estate cannot be read.</exception>
    public static async Task<DrillResult> RunAsync(
        Drill drill,
        DrillOptions options,
        FunctionBuild? build,
        Action<Drill, WorldEvent?> show,
        Action<Simulation>? after = null,
        CancellationToken stop = default
    )
    {
        stop.ThrowIfCancellationRequested();
        var scene = drill.On(DrillEstate.Read(options.EstatePath).Estate);
        if (scene.Missing is { } missing)
        {
            return DrillResult.Skipped(drill, options.Seed, missing);
        }

        show(drill, null);
        try
        {
            return await PlayAsync(scene, options, build, show, after, stop);
        }
#pragma warning disable CA1031 // Whatever it was: the other drills' results are not lost by it.
        catch (Exception crash) when (crash is not (UsageException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return DrillResult.Crashed(drill, options.Seed, crash);
        }
    }

    private static async Task<DrillResult> PlayAsync(
        DrillScene scene,
        DrillOptions options,
        FunctionBuild? build,
        Action<Drill, WorldEvent?> show,
        Action<Simulation>? after,
        CancellationToken stop
    )
    {
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(options.Seed, options.EstatePath, Act: true, build, Port: null).For(scene)
        );
        host.Simulation.World.Watch(seen => show(scene.Drill, seen));
        var result = await new DrillRunner(
            host.Simulation,
            () =>
            {
                // Asked between any two moments: a drill ends there when it is stopped.
                stop.ThrowIfCancellationRequested();
                return host.Incidents();
            },
            host.Compiled
        ).RunAsync(scene);
        after?.Invoke(host.Simulation);
        return result;
    }
}

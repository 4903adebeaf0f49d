using LambdaOps.Cli.Hosting;
using LambdaOps.Simulator.Drills;
using LambdaOps.Simulator.World;

namespace LambdaOps.Cli.Commands;

/// <summary>One drill from start to verdict, in a simulation of its own.</summary>
public static class DrillRun
{
    /// <summary>A drill that does not apply to the estate is skipped; one that throws loses only its own result.</summary>
    /// <param name="build">The functions' executable; null runs the loop in this process.</param>
    /// <param name="show">Sees the world's events as they happen; null begins the drill.</param>
    /// <exception cref="UsageException">The estate cannot be read.</exception>
    public static async Task<DrillResult> RunAsync(
        Drill drill,
        DrillOptions options,
        FunctionBuild? build,
        Action<Drill, WorldEvent?> show,
        CancellationToken stop = default
    )
    {
        stop.ThrowIfCancellationRequested();
        if (drill.MissingIn(DrillEstate.Read(options.EstatePath).Estate) is { } missing)
        {
            return DrillResult.Skipped(drill, options.Seed, missing);
        }

        show(drill, null);
        try
        {
            return await PlayAsync(drill, options, build, show, stop);
        }
#pragma warning disable CA1031 // Whatever it was: the other drills' results are not lost by it.
        catch (Exception crash) when (crash is not (UsageException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return DrillResult.Crashed(drill, options.Seed, crash);
        }
    }

    private static async Task<DrillResult> PlayAsync(
        Drill drill,
        DrillOptions options,
        FunctionBuild? build,
        Action<Drill, WorldEvent?> show,
        CancellationToken stop
    )
    {
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(options.Seed, options.EstatePath, Act: true, build, Port: null)
            {
                Shape = drill.Shape,
                ShapeWorld = drill.ShapeWorld,
                Concurrency = drill.Concurrency,
                ShapeEstate = drill.ShapeEstate,
                MayWrite = drill.MayWrite,
            }
        );
        host.Simulation.World.Watch(seen => show(drill, seen));
        return await new DrillRunner(
            host.Simulation,
            () =>
            {
                // Asked between any two moments: a drill ends there when it is stopped.
                stop.ThrowIfCancellationRequested();
                return host.Incidents();
            },
            host.Compiled
        ).RunAsync(drill);
    }
}

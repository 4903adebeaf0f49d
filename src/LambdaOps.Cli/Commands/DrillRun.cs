using LambdaOps.Cli.Hosting;
using LambdaOps.Simulator.Drills;
using LambdaOps.Simulator.World;

namespace LambdaOps.Cli.Commands;

/// <summary>One drill from start to verdict, in a simulation of its own.</summary>
public static class DrillRun
{
    /// <param name="build">The functions' executable; null runs the loop in this process.</param>
    /// <param name="show">Sees the world's events as they happen.</param>
    public static async Task<DrillResult> RunAsync(
        Drill drill,
        DrillOptions options,
        FunctionBuild? build,
        Action<Drill, WorldEvent?> show
    )
    {
        show(drill, null);
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
        return await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(drill);
    }
}

using LambdaOps.Drills;

namespace LambdaOps.Cli.Tests;

/// <summary>A global index shows a write a moment later, and virtual time stands still while nobody lets it pass.</summary>
internal static class JournalIndexes
{
    public static Task CatchUpAsync(this Simulation simulation) =>
        simulation.Pump.RunUntilAsync(() => false, simulation.World.Clock.Now + TimeSpan.FromSeconds(1));
}

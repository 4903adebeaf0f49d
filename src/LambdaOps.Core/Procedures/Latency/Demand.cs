using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Latency;

/// <summary>How many tasks the numbers ask for.</summary>
public static class Demand
{
    /// <summary>
    /// ⌈work ÷ target use⌉, where work is counted in fully used tasks. It is known in two ways, and the larger counts:
    /// what the running tasks do (running × CPU), which is cut off when they are saturated; and what comes in
    /// (requests per second × what one request cost while all was well), which is not.
    /// </summary>
    /// <returns>Null when neither is known.</returns>
    public static int? TasksFor(LoadReading load, int running, int targetCpuPercent)
    {
        double?[] work = [load.CpuPercent / 100 * running, load.RequestsPerSecond * load.TasksPerRequest];

        // Rounded first: 4.4 ÷ 0.55 are 8 tasks, whatever the last bit says.
        return work.Max() is { } most ? (int)Math.Ceiling(Math.Round(most * 100 / targetCpuPercent, 6)) : null;
    }
}

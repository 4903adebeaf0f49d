using System.Diagnostics;
using System.Globalization;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// simulate --wire: outages that seeds draw, against the compiled functions on the simulated AWS account's endpoint. A
/// few hundred are a night's work; each is judged by the safety rules and by its end.
/// </summary>
internal static class SimulateOnWire
{
    /// <returns>The exit code: of the worst run.</returns>
    public static async Task<int> RunAsync(int runs, DrillOptions options, bool timeline, CancellationToken stop)
    {
        var build = await options.Functions.BuildAsync(stop);
        var (watch, bad, actions, ends) = (Stopwatch.StartNew(), new List<DrillResult>(), 0, new int[runs]);
        for (var run = 0; run < runs; run++)
        {
            var seed = options.Seed + (ulong)run;
            var result = await DrillRun.RunAsync(
                SeededDrill.Of(seed),
                options with
                {
                    Seed = seed,
                },
                build,
                timeline ? DrillTimeline.Show : (_, _) => { },
                stop: stop
            );
            actions += result.Actions.Count;
            ends[run] = result.RecoveredAt is null ? 0 : 1;
            if (result.End != DrillEnd.Passed)
            {
                bad.Add(result);
                Console.WriteLine($"{result.Name}: {result.End}: {result.Why}");
            }

            if ((run + 1) % 10 == 0)
            {
                await Console.Error.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{run + 1} of {runs} runs, {bad.Count} bad, {watch.Elapsed.TotalSeconds:0} s"
                    )
                );
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{runs} runs on the wire from seed {options.Seed}: {ends.Sum()} recovered, {runs - ends.Sum()} with a "
                    + $"person or without an incident, {actions} actions, {bad.Count} bad, {watch.Elapsed.TotalSeconds:0} s"
            )
        );
        foreach (var result in bad)
        {
            Console.WriteLine(ReplayOf(result.Seed, options.Functions));
        }

        return bad.Count == 0 ? ExitCodes.Passed : (int)bad.Max(result => result.End);
    }

    private static string ReplayOf(ulong seed, FunctionChoice functions) =>
        $"dotnet run --project src/LambdaOps.Cli -- simulate --wire --runs 1 --seed {seed}"
        + $"{functions.Flag} --timeline";
}

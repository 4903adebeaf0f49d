using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Account.World;
using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Benchmarks.Drills;

/// <summary>records: every drill in process by many seeds, each twice: how long, and whether a seed is a run.</summary>
internal static partial class RecordsCommand
{
    private const int DefaultSeeds = 20;

    public static Command Create()
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "Seeds 1 to this.",
            DefaultValueFactory = _ => DefaultSeeds,
        };
        var only = new Option<string>("--only") { Description = "One drill's name." };
        var once = new Option<bool>("--once") { Description = "Plays each seed once only: for the time." };
        var folder = new Option<DirectoryInfo>("--write")
        {
            Description = "Writes each drill's record there: DRILL.SEED.txt, a call a line.",
        };
        var command = new Command(
            "records",
            "Every drill in process, by seed: wall time, and whether the same seed makes the same calls."
        )
        {
            seeds,
            only,
            once,
            folder,
        };
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(seeds),
                    parsed.GetValue(only),
                    parsed.GetValue(once) ? 1 : 2,
                    parsed.GetValue(folder)
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(int seeds, string? only, int times, DirectoryInfo? folder)
    {
        folder?.Create();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"{"", -32}{"ms a run", 10}{"calls a run", 14}");
        var (all, calls, runs, wrong) = (TimeSpan.Zero, 0, 0, 0);
        foreach (var drill in AllDrills.All.Where(drill => only is null || drill.Name == only))
        {
            var (took, made) = (TimeSpan.Zero, 0);
            for (var seed = 1; seed <= seeds; seed++)
            {
                var played = await PlayAsync(drill, (ulong)seed);
                took += played.Took;
                made += played.Calls.Count;
                var isSame =
                    times == 1 || (await PlayAsync(drill, (ulong)seed)) is { } again && again.Record == played.Record;
                if (!isSame || played.End is not (DrillEnd.Passed or DrillEnd.Skipped))
                {
                    wrong++;
                    Console.WriteLine(
                        $"{drill.Name} {seed}: {(isSame ? played.End : "another record with the same seed")}"
                    );
                }

                if (folder is not null)
                {
                    await File.WriteAllTextAsync(
                        Path.Combine(
                            folder.FullName,
                            $"{drill.Name}.{seed.ToString(CultureInfo.InvariantCulture)}.txt"
                        ),
                        played.Record
                    );
                }
            }

            (all, calls, runs) = (all + took, calls + made, runs + seeds);
            Show(drill.Name, took / seeds, made / seeds);
        }

        Show("all, together", all, calls);
        Console.WriteLine(
            FormattableString.Invariant(
                $"{runs} runs{(times > 1 ? ", each twice" : "")}: {wrong} wrong; load now {Machine.Load()}"
            )
        );
        return wrong == 0 ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static async Task<Played> PlayAsync(Drill drill, ulong seed)
    {
        var started = TimeProvider.System.GetTimestamp();
        var scene = drill.On(DrillEstate.Read(Repository.Estate).Estate);
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(seed, Repository.Estate, Act: true, Build: null, Port: null).For(scene)
        );
        var result = await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);
        var took = TimeProvider.System.GetElapsedTime(started);
        var calls = host.Simulation.World.Calls;
        return new Played(took, result.End, calls, string.Concat(calls.Select(Line)));
    }

    /// <summary>As the account has it: when, who, what, on what, and how it ended.</summary>
    private static string Line(CallRecord call) =>
        $"{call.At:O} {call.Caller} {call.Service}:{call.Operation} {call.Error ?? "ok"} "
        + $"{Token().Replace(call.Input, "")}\n";

    /// <summary>The SDK draws one for each transaction.</summary>
    [GeneratedRegex("\"ClientRequestToken\":\"[^\"]*\",")]
    private static partial Regex Token();

    private static void Show(string name, TimeSpan took, int calls) =>
        Console.WriteLine(FormattableString.Invariant($"{name, -32}{took.TotalMilliseconds, 10:0.0}{calls, 14}"));

    private sealed record Played(TimeSpan Took, DrillEnd End, IReadOnlyList<CallRecord> Calls, string Record);
}

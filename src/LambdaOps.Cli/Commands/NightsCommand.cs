using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Campaigns.Nights;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// lambdaops nights: thousands of simulated nights of the checks that delete or create something, every promise checked
/// after every call.
/// </summary>
internal static class NightsCommand
{
    private const int MostRuns = 1_000_000;

    private const int LinesOfABrokenRun = 60;

    private static readonly Option<int> s_runs = Flag.Whole(
        "--runs",
        1,
        MostRuns,
        byDefault: 200,
        "How many runs of each check, with consecutive seeds; a run is four nights."
    );

    private static readonly Option<ulong> s_seed = Flag.Seed(
        "The seed of the first run: the same one gives the same run, byte for byte."
    );

    private static readonly Option<string?> s_check = new("--check")
    {
        Description = $"Only this one: {string.Join(", ", AllNights.Checks)}.",
    };

    private static readonly Option<bool> s_timeline = new("--timeline")
    {
        Description = "Show everything that happens in the first run.",
    };

    public static Command Create()
    {
        var command = new Command(
            "nights",
            "Simulates nights of the checks that delete or create something: lost calls, deaths, duplicates, people who "
                + "interfere, the control switch; every promise is checked after every call. Exit codes: 0 clean; 1 a "
                + "promise was broken, or it was stopped; 2 something to set or correct."
        )
        {
            s_runs,
            s_seed,
            s_check,
            s_timeline,
        };
        command.SetAction((parsed, stopped) => Task.Run(() => Run(parsed, stopped), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stopped)
    {
        var (runs, first) = (parsed.GetValue(s_runs), parsed.GetValue(s_seed));
        var estate = DrillEstate.Load(Repository.Estate, act: true, Acting).Estate;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {first}"));
        var isClean = true;
        foreach (var check in Chosen(parsed.GetValue(s_check)))
        {
            if (parsed.GetValue(s_timeline))
            {
                Show(AllNights.RunOne(check, first, estate), int.MaxValue);
            }

            isClean &= Run(check, first, runs, estate, stopped);
        }

        return isClean && !stopped.IsCancellationRequested ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static void Acting(JsonNode estate) =>
        estate["checks"] = new JsonObject(
            AllNights.Checks.Select(check =>
                KeyValuePair.Create(check.Value, (JsonNode?)new JsonObject { ["mode"] = "act" })
            )
        );

    private static ImmutableArray<ProcedureName> Chosen(string? name) =>
        name is null ? AllNights.Checks
        : AllNights.Checks.Contains(new ProcedureName(name)) ? [new ProcedureName(name)]
        : throw new UsageException($"--check: found '{name}', expected one of {string.Join(", ", AllNights.Checks)}");

    private static bool Run(ProcedureName check, ulong first, int runs, Estate estate, CancellationToken stopped)
    {
        var (done, failed, broken, started) = (0, 0L, 0, System.Diagnostics.Stopwatch.StartNew());
        for (; done < runs && !stopped.IsCancellationRequested; done++)
        {
            var result = AllNights.RunOne(check, first + (ulong)done, estate);
            failed += result.FailedInvocations;
            if (result.Broken is null)
            {
                continue;
            }

            if (broken++ == 0)
            {
                Show(result, LinesOfABrokenRun);
                Console.Error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{check} seed {result.Seed}: {result.Broken}\nTo repeat: lambdaops nights --check {check} --seed {result.Seed} --runs 1 --timeline"
                    )
                );
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{check}: {done} runs, {broken} with a broken promise, {failed} failed invocations, {started.Elapsed.TotalSeconds:0.0} s"
            )
        );
        return broken == 0;
    }

    private static void Show(NightResult result, int most)
    {
        foreach (var line in result.Timeline.TakeLast(most))
        {
            Console.WriteLine(line);
        }
    }
}

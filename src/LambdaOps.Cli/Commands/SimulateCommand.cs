using System.CommandLine;
using System.Globalization;
using LambdaOps.Campaigns;
using LambdaOps.Cli.Hosting;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// lambdaops simulate: thousands of simulated outages with faults, every rule checked at every event.
/// </summary>
internal static class SimulateCommand
{
    private const int MostRuns = 10_000_000;

    private static readonly Option<int> s_runs = Flag.Whole(
        "--runs",
        1,
        MostRuns,
        byDefault: 100,
        "How many runs, with consecutive seeds."
    );

    private static readonly Option<ulong> s_seed = Flag.Seed(
        "The seed of the first run: the same one gives the same run, byte for byte."
    );

    private static readonly Option<int> s_minutes = Flag.Whole(
        "--minutes",
        1,
        10_000,
        byDefault: 90,
        "Virtual minutes with faults; then causes are fixed and every incident has to end."
    );

    private static readonly Option<string?> s_faults = Flag.Text(
        "--faults",
        "all, none, or names of faults",
        "Faults that may strike: all, none, comma-separated names, or all,-NAME to leave one out.",
        byDefault: "all"
    );

    private static readonly Option<FileInfo?> s_json = ResultsFile.Option();

    private static readonly Option<int> s_parallel = Flag.Whole(
        "--parallel",
        1,
        1024,
        byDefault: Environment.ProcessorCount,
        "Runs side by side; the results do not depend on it."
    );

    private static readonly Option<bool> s_timeline = new("--timeline")
    {
        Description = "Show everything that happens in the first run.",
    };

    private static readonly Option<int?> s_services = Flag.Whole(
        "--services",
        1,
        50,
        "The most services of an estate."
    );

    private static readonly Option<string?> s_outages = new("--outages")
    {
        Description = "Only these outages of the plan, comma-separated numbers; none lets none happen.",
    };

    private static readonly Option<string?> s_acts = new("--acts")
    {
        Description = "Only these acts of people, comma-separated numbers; none lets none happen.",
    };

    private static readonly Option<bool> s_wire = new("--wire")
    {
        Description =
            "Draw whole outages against the compiled functions on the simulated AWS account instead, a few "
            + "hundred in a night: --runs, --seed, --timeline, --in-process and --jit apply.",
    };

    private static readonly FunctionFlags s_functions = new();

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            "Simulates outages by the thousand: drawn estates, faults in every call, people who interfere; every "
                + "safety rule is checked at every event. Exit codes: 0 clean; 1 a rule was broken, something was not "
                + "exercised, or it was stopped; 2 something to set or correct."
        )
        {
            s_runs,
            s_seed,
            s_minutes,
            s_faults,
            s_json,
            s_parallel,
            s_timeline,
            s_services,
            s_outages,
            s_acts,
            s_wire,
        };
        s_functions.AddTo(command);
        command.SetAction(
            (parsed, stopped) =>
            {
                CheckTogether(parsed);
                return parsed.GetValue(s_wire)
                    ? SimulateOnWire.RunAsync(
                        parsed.GetValue(s_runs),
                        DrillOptions.Of(parsed.GetValue(s_seed), Repository.Estate, s_functions.Of(parsed)),
                        parsed.GetValue(s_timeline),
                        stopped
                    )
                    : Task.Run(() => Run(parsed, stopped), CancellationToken.None);
            }
        );
        return command;
    }

    /// <summary>A flag that would have no effect is a mistake.</summary>
    private static void CheckTogether(ParseResult parsed)
    {
        (Option[] Others, string Found, string Expected) together = parsed.GetValue(s_wire)
            ? ([s_minutes, s_faults, s_json, s_parallel, s_services, s_outages, s_acts], "with", "without")
            : ([s_functions.InProcess, s_functions.Jit], "without", "with");
        if (together.Others.FirstOrDefault(one => parsed.GetResult(one) is { Implicit: false }) is { } other)
        {
            throw new UsageException(
                $"{other.Name}: found {together.Found} --wire, expected it {together.Expected} --wire only"
            );
        }
    }

    private static int Run(ParseResult parsed, CancellationToken stopped)
    {
        var (runs, parallel) = (parsed.GetValue(s_runs), parsed.GetValue(s_parallel));
        var options = OptionsOf(parsed);
        var json = ResultsFile.Checked(parsed.GetValue(s_json));
        AnsiConsole.MarkupLine($"seed [bold]{options.Seed}[/]");
        if (options.Timeline)
        {
            ShowTimeline(Campaign.RunOne(options));
        }

        var progress = new SimulateProgress(runs);
        var result = Campaign.Run(options with { Timeline = false }, runs, parallel, progress.Show, stopped);
        var missing =
            result.Runs >= SimulateTable.RunsThatExerciseAll && options.Faults.Count == Faults.All.Count
                ? SimulateTable.Missing(result.Tally)
                : [];
        SimulateTable.Show(result, SimulateTable.Missing(result.Tally));
        if (json is not null)
        {
            SimulateJson.Write(result, options, json);
        }

        if (stopped.IsCancellationRequested)
        {
            Console.WriteLine(FormattableString.Invariant($"stopped after {result.Runs} of {runs} runs"));
            return ExitCodes.Failed;
        }

        ShowViolations(result, options with { Timeline = false });
        foreach (var name in missing)
        {
            Console.WriteLine($"not exercised: {name}");
        }

        return result.Violations.Count == 0 && missing.Count == 0 ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static CampaignOptions OptionsOf(ParseResult parsed) =>
        new(parsed.GetValue(s_seed))
        {
            Minutes = parsed.GetValue(s_minutes),
            Faults =
                Faults.Parse(parsed.GetValue(s_faults)!, out var unknown)
                ?? throw new UsageException($"--faults: {unknown}"),
            Services = parsed.GetValue(s_services),
            Outages = Numbers("--outages", parsed.GetValue(s_outages)),
            Acts = Numbers("--acts", parsed.GetValue(s_acts)),
            Timeline = parsed.GetValue(s_timeline),
        };

    private static HashSet<int>? Numbers(string flag, string? text)
    {
        if (text is null or "none")
        {
            return text is null ? null : [];
        }

        var numbers = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            numbers.Add(
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new UsageException($"{flag}: found '{part}', expected comma-separated numbers, or none")
            );
        }

        return numbers;
    }

    private static void ShowTimeline(RunResult result)
    {
        foreach (var line in result.Timeline)
        {
            Console.WriteLine(line);
        }
    }

    private static void ShowViolations(CampaignResult result, CampaignOptions options)
    {
        const int Shown = 5;
        foreach (var violation in result.Violations.DistinctBy(one => one.Rule).Take(Shown))
        {
            var times = result.Violations.Count(one => one.Rule == violation.Rule);
            Console.WriteLine(
                FormattableString.Invariant(
                    $"violated in {times} runs: {violation.Rule}; seed {violation.Seed}, {violation.At:hh\\:mm\\:ss}"
                )
            );
            Console.WriteLine($"  {violation.Text}");
            Console.WriteLine($"  {ReplayOf(options with { Seed = violation.Seed })}");
            ShowSmallest(options with { Seed = violation.Seed }, violation.Rule);
        }
    }

    /// <summary>
    /// The run made smaller: one command that replays it, and the last that happened before the violation.
    /// </summary>
    private static void ShowSmallest(CampaignOptions failing, string rule)
    {
        const int Lines = 60;
        var (smallest, tries) = Shrinker.Shrink(failing, rule);
        Console.WriteLine(FormattableString.Invariant($"  made smaller in {tries} runs: {ReplayOf(smallest)}"));
        var timeline = Campaign.RunOne(smallest with { Timeline = true }).Timeline.ToList();
        var end = timeline.FindIndex(line => line.Contains($"*** {rule}", StringComparison.Ordinal));
        foreach (var line in timeline.Take(end + 1).TakeLast(Lines))
        {
            Console.WriteLine($"    {line}");
        }
    }

    /// <summary>The whole command that makes a run again, and shows it.</summary>
    public static string ReplayOf(CampaignOptions options)
    {
        static string List(IReadOnlySet<int>? numbers, string flag) =>
            numbers switch
            {
                null => "",
                { Count: 0 } => $" {flag} none",
                _ => $" {flag} {string.Join(',', numbers.Order())}",
            };
        return string.Create(
                CultureInfo.InvariantCulture,
                $"dotnet run -c Release --project src/LambdaOps.Cli -- simulate --runs 1 --seed {options.Seed} "
            )
            + string.Create(CultureInfo.InvariantCulture, $"--minutes {options.Minutes} ")
            + $"--faults {Faults.Text(options.Faults)}"
            + (
                options.Services is { } services
                    ? string.Create(CultureInfo.InvariantCulture, $" --services {services}")
                    : ""
            )
            + List(options.Outages, "--outages")
            + List(options.Acts, "--acts")
            + " --timeline";
    }
}

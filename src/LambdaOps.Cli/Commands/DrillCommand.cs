using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops drill: rehearses outages against the compiled functions.</summary>
internal static class DrillCommand
{
    private static readonly Argument<string[]> s_names = new("name")
    {
        Description = "Drills to run, with their timelines; all of them when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> s_list = new("--list") { Description = "List the drills and stop." };

    private static readonly Option<bool> s_verbose = new("--verbose")
    {
        Description = "Show every timeline, not only those of the drills that are named or that fail.",
    };

    private static readonly Option<ulong> s_seed = Flag.Seed("The seed: the same one gives the same world.");

    private static readonly Option<FileInfo?> s_json = ResultsFile.Option();

    private static readonly Option<FileInfo?> s_estate = Flag.File(
        "--estate",
        "Another estate than the checkout's estate.json."
    );

    private static readonly Option<string?> s_html = PageFile.Option(
        "With one drill: write its incident as one HTML page into this file, as on-call reads it; further ones beside it."
    );

    private static readonly FunctionFlags s_functions = new();

    public static Command Create()
    {
        var command = new Command(
            "drill",
            "Rehearses outages on the simulator: compiled functions, real protocols, virtual time. Exit codes: 0 all "
                + "passed; 1 one did not end as expected, all were skipped, or it was stopped; 2 something to set "
                + "or correct; 127 one crashed; 128 one did not end; 129 one broke a safety rule."
        )
        {
            s_names,
            s_list,
            s_verbose,
            s_seed,
            s_json,
            s_html,
            s_estate,
        };
        s_functions.AddTo(command);
        command.SetAction((parsed, stop) => parsed.GetValue(s_list) ? Task.FromResult(List()) : RunAsync(parsed, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var options = DrillOptions.Of(
            parsed.GetValue(s_seed),
            parsed.GetValue(s_estate)?.FullName ?? Repository.Estate,
            s_functions.Of(parsed)
        );
        var names = parsed.GetValue(s_names)!;
        var estate = DrillEstate.Read(options.EstatePath).Estate;
        var drills = Choose(names);
        var json = ResultsFile.Checked(parsed.GetValue(s_json));
        var pages = DrillPages.In(parsed.GetValue(s_html), drills.Count);
        AnsiConsole.MarkupLine($"seed [bold]{options.Seed}[/]");
        foreach (var missing in EstateAlarms.Of(estate).NotSimulated)
        {
            AnsiConsole.MarkupLine($"[grey]not simulated: {Markup.Escape(missing)}[/]");
        }

        var build = await options.Functions.BuildAsync(stop);
        var progress = new DrillProgress(drills.Count, names.Length > 0 || parsed.GetValue(s_verbose));
        var results = new List<DrillResult>();
        try
        {
            foreach (var drill in drills)
            {
                var result = await DrillRun.RunAsync(drill, options, build, progress.Show, pages.Take, stop);
                progress.Ended(drill, result);
                results.Add(result);
            }
        }
        catch (OperationCanceledException)
        {
            // What came out so far is not lost.
        }

        var code = Conclude(results, drills.Count, options, json);
        await pages.WriteAsync(stop);
        return code;
    }

    /// <returns>The exit code.</returns>
    private static int Conclude(List<DrillResult> results, int drills, DrillOptions options, FileInfo? json)
    {
        DrillTable.Show(results);
        if (json is not null)
        {
            DrillJson.Write(results, json);
        }

        if (results.MaxBy(result => result.End) is { End: > DrillEnd.Passed } worst)
        {
            Console.WriteLine(options.CommandFor(worst));
        }

        if (results.Count == drills)
        {
            return DrillResult.ExitCodeOf(results);
        }

        Console.WriteLine(FormattableString.Invariant($"stopped after {results.Count} of {drills} drills"));
        return Math.Max(ExitCodes.Failed, DrillResult.ExitCodeOf(results));
    }

    private static int List()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("procedure", "drill", "what happens");
        foreach (var drill in AllDrills.All)
        {
            table.AddRow((drill.Check ?? drill.Remedy).Value, Markup.Escape(drill.Name), Markup.Escape(drill.What));
        }

        AnsiConsole.Write(table);
        return ExitCodes.Passed;
    }

    /// <summary>The drills that are named; all of them when none is.</summary>
    private static List<Drill> Choose(string[] names) =>
        names.Length == 0
            ? [.. AllDrills.All]
            :
            [
                .. names
                    .Distinct(StringComparer.Ordinal)
                    .Select(name =>
                        AllDrills.Find(name)
                        ?? throw new UsageException(
                            name.StartsWith('-')
                                ? $"{name}: found no such flag, expected one that 'lambdaops drill --help' names"
                                : $"found drill '{name}', expected {Meant(name)}"
                        )
                    ),
            ];

    /// <summary>Those that begin with the same word, as there are hundreds.</summary>
    private static string Meant(string name)
    {
        var family = $"{name.Split('-')[0]}-";
        List<string> near =
        [
            .. AllDrills
                .All.Select(drill => drill.Name)
                .Where(one => $"{one}-".StartsWith(family, StringComparison.Ordinal)),
        ];
        return near.Count == 0
            ? "one that 'lambdaops drill --list' names"
            : $"one of {string.Join(", ", near)} ('lambdaops drill --list' names all)";
    }
}

/// <summary>What all drills of one run share.</summary>
public sealed record DrillOptions(ulong Seed, string EstatePath, bool InProcess)
{
    /// <summary>Whether the functions are a JIT build.</summary>
    public bool Jit { get; init; }

    public FunctionChoice Functions => new(InProcess, Jit);

    public static DrillOptions Of(ulong seed, string estatePath, FunctionChoice functions) =>
        new(seed, estatePath, functions.InProcess) { Jit = functions.Jit };

    /// <summary>The command that repeats one drill of the run.</summary>
    public string CommandFor(DrillResult result)
    {
        var estate = EstatePath == Repository.Estate ? "" : $" --estate {Quoted(EstatePath)}";
        return $"dotnet run --project src/LambdaOps.Cli -- drill {result.Name} --seed {result.Seed}{estate}{Functions.Flag}";
    }

    /// <summary>As a shell takes it for one word.</summary>
    private static string Quoted(string path) =>
        path.All(one => char.IsLetterOrDigit(one) || one is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Simulator.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops drill: rehearses outages against the compiled functions.</summary>
internal static class DrillCommand
{
    private const ulong DefaultSeed = 20260115;

    public static Command Create()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Drills to run; all of them when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var list = new Option<bool>("--list") { Description = "List the drills and stop." };
        var seed = new Option<ulong>("--seed")
        {
            Description = "What chance is drawn from: the same seed gives the same world.",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var json = ResultsFile.Option();
        var inProcess = new Option<bool>("--in-process")
        {
            Description = "Run the loop in this process instead of the compiled functions: quicker, proves less.",
        };
        var estate = new Option<FileInfo?>("--estate")
        {
            Description = "Another estate than the checkout's estate.json.",
        };
        var command = new Command(
            "drill",
            "Rehearses outages on the simulator: compiled functions, real protocols, virtual time."
        )
        {
            names,
            list,
            seed,
            json,
            inProcess,
            estate,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                if (parsed.GetValue(list))
                {
                    return List();
                }

                var options = new DrillOptions(
                    parsed.GetValue(seed),
                    parsed.GetValue(estate)?.FullName ?? Repository.Estate,
                    parsed.GetValue(inProcess)
                );
                var known = DrillEstate.Read(options.EstatePath).Estate;
                return await RunAsync(
                    Choose(parsed.GetValue(names)!, known),
                    options,
                    ResultsFile.Checked(parsed.GetValue(json))
                );
            }
        );
        return command;
    }

    private static int List()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("remedy", "drill", "what happens");
        foreach (var drill in AllDrills.All)
        {
            table.AddRow(drill.Remedy.Value, Markup.Escape(drill.Name), Markup.Escape(drill.What));
        }

        AnsiConsole.Write(table);
        return ExitCodes.Passed;
    }

    /// <summary>
    /// The drills that are named, or all that fit the estate: those that do not are said, not passed over.
    /// </summary>
    private static List<Drill> Choose(string[] names, Estate estate)
    {
        var chosen =
            names.Length == 0
                ? [.. AllDrills.All]
                : names
                    .Select(name =>
                        AllDrills.Find(name)
                        ?? throw new UsageException(
                            $"found drill '{name}', expected one of "
                                + string.Join(", ", AllDrills.All.Select(drill => drill.Name))
                        )
                    )
                    .ToList();
        foreach (var (drill, missing) in chosen.Select(drill => (drill, drill.MissingIn(estate))).ToList())
        {
            if (missing is not null && names.Length > 0)
            {
                throw new UsageException($"drill '{drill.Name}' cannot be played: {missing}");
            }

            if (missing is not null)
            {
                AnsiConsole.MarkupLine($"[yellow]{drill.Name} is left out: {Markup.Escape(missing)}[/]");
                chosen.Remove(drill);
            }
        }

        return chosen;
    }

    private static async Task<int> RunAsync(List<Drill> drills, DrillOptions options, FileInfo? json)
    {
        AnsiConsole.MarkupLine($"seed [bold]{options.Seed}[/]");
        var build = options.InProcess
            ? null
            : await FunctionBuild.EnsureAsync(text => AnsiConsole.MarkupLine($"[grey]{Markup.Escape(text)}[/]"));
        var results = new List<DrillResult>();
        foreach (var drill in drills)
        {
            results.Add(await DrillRun.RunAsync(drill, options, build, DrillTimeline.Show));
        }

        DrillTable.Show(results);
        if (json is not null)
        {
            DrillJson.Write(results, json);
        }

        var worst = results.MaxBy(result => (int)result.End)!;
        if (worst.End != DrillEnd.Passed)
        {
            var how = options.InProcess ? " --in-process" : "";
            Console.WriteLine($"dotnet run --project src/LambdaOps.Cli -- drill {worst.Name} --seed {worst.Seed}{how}");
        }

        return (int)worst.End;
    }
}

/// <summary>What all drills of one run share.</summary>
public sealed record DrillOptions(ulong Seed, string EstatePath, bool InProcess);

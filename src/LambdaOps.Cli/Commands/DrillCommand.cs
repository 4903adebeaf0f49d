using System.CommandLine;
using LambdaOps.Cli.Hosting;
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
                DrillEstate.Read(options.EstatePath);
                return await RunAsync(
                    Choose(parsed.GetValue(names)!),
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

    /// <summary>The drills that are named; all of them when none is.</summary>
    private static List<Drill> Choose(string[] names) =>
        names.Length == 0
            ? [.. AllDrills.All]
            :
            [
                .. names.Select(name =>
                    AllDrills.Find(name)
                    ?? throw new UsageException(
                        $"found drill '{name}', expected one of "
                            + string.Join(", ", AllDrills.All.Select(drill => drill.Name))
                    )
                ),
            ];

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

        if (results.MaxBy(result => result.End) is { End: > DrillEnd.Passed } worst)
        {
            Console.WriteLine(options.CommandFor(worst));
        }

        return DrillResult.ExitCodeOf(results);
    }
}

/// <summary>What all drills of one run share.</summary>
public sealed record DrillOptions(ulong Seed, string EstatePath, bool InProcess)
{
    /// <summary>The command that repeats one drill of the run.</summary>
    public string CommandFor(DrillResult result)
    {
        var estate = EstatePath == Repository.Estate ? "" : $" --estate {Quoted(EstatePath)}";
        var how = InProcess ? " --in-process" : "";
        return $"dotnet run --project src/LambdaOps.Cli -- drill {result.Name} --seed {result.Seed}{estate}{how}";
    }

    /// <summary>As a shell takes it for one word.</summary>
    private static string Quoted(string path) =>
        path.All(one => char.IsLetterOrDigit(one) || one is '/' or '.' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

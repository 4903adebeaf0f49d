using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops sync: what follows from the procedures and the estate, written into the checkout's files.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var estate = new Option<FileInfo?>("--estate")
        {
            Description = "The estate file; the checkout's estate.json when left out.",
        };
        var check = new Option<bool>("--check") { Description = "Writes nothing; names what differs." };
        var diagrams = new Option<bool>("--diagrams")
        {
            Description = $"Also the diagrams of {Diagrams.Path}: plays the drills, which takes a minute or two.",
        };
        var command = new Command(
            "sync",
            "Writes what follows from the procedures and the estate into serverless.template, estate.schema.json and "
                + $"README.md, and with --diagrams into {Diagrams.Path}; everything else stays as it is. "
                + "Exit codes: 0 every file is up to date; 1 --check found a difference; 2 something to set or correct."
        )
        {
            estate,
            check,
            diagrams,
        };
        command.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(estate)?.FullName ?? Repository.Estate,
                    parsed.GetValue(check),
                    parsed.GetValue(diagrams)
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string estatePath, bool check, bool diagrams)
    {
        var estate = DrillEstate.Read(estatePath).Estate;
        var files = SyncedFile.All;
        if (diagrams)
        {
            var ways = await Diagrams.WaysAsync();
            files = files.Add(new(Diagrams.Path, (text, _) => Diagrams.Write(text, AllProcedures.Remedies, ways)));
        }

        var differing = files.Count(file => Sync(file, estate, estatePath, check));
        if (differing > 0 && check)
        {
            Console.WriteLine("run 'lambdaops sync'");
            return ExitCodes.Failed;
        }

        return ExitCodes.Passed;
    }

    /// <returns>Whether the file differed.</returns>
    private static bool Sync(SyncedFile file, Estate estate, string estatePath, bool check)
    {
        var path = Path.Combine(Repository.Root, file.Path);
        var synced = Templates.Derive(file, estate, path);
        foreach (var note in synced.Notes)
        {
            Console.WriteLine($"note: {note}");
        }

        if (synced.Changed.IsEmpty)
        {
            Console.WriteLine($"{path}: fits {estatePath}, nothing to write");
            return false;
        }

        foreach (var place in synced.Changed)
        {
            Console.WriteLine($"  {place}");
        }

        if (!check)
        {
            File.WriteAllText(path, synced.Text);
        }

        Console.WriteLine(
            check
                ? $"{path}: {synced.Changed.Length} places differ from what follows from {estatePath}"
                : $"{path}: {synced.Changed.Length} places written from {estatePath}"
        );
        return true;
    }
}

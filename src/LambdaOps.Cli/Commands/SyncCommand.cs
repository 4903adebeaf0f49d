using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Estates;

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
        var command = new Command(
            "sync",
            "Writes what follows from the procedures and the estate into serverless.template, estate.schema.json and "
                + "README.md; everything else stays as it is. "
                + "Exit codes: 0 every file is up to date; 1 --check found a difference; 2 something to set or correct."
        )
        {
            estate,
            check,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(estate)?.FullName ?? Repository.Estate, parsed.GetValue(check))
        );
        return command;
    }

    private static int Run(string estatePath, bool check)
    {
        var estate = DrillEstate.Read(estatePath).Estate;
        var differing = SyncedFile.All.Count(file => Sync(file, estate, estatePath, check));
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

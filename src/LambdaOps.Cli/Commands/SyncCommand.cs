using System.CommandLine;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops sync: what follows from the estate, written into serverless.template.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var estate = new Option<FileInfo?>("--estate")
        {
            Description = "The estate file; the checkout's estate.json when left out.",
        };
        var check = new Option<bool>("--check") { Description = "Writes nothing, and says what differs." };
        var command = new Command(
            "sync",
            "Writes into serverless.template what follows from the estate: what the roles may touch, the rules of its "
                + "alarms, the alarms that the stack can create. Everything else stays as it is. "
                + "Exit codes: 0 the template fits the estate; 1 --check found a difference; 2 something to set or correct."
        )
        {
            estate,
            check,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(estate)?.FullName ?? Repository.Estate, Repository.Template, parsed.GetValue(check))
        );
        return command;
    }

    private static int Run(string estatePath, string templatePath, bool check)
    {
        var derived = Templates.For(DrillEstate.Read(estatePath).Estate, templatePath);
        foreach (var note in derived.Notes)
        {
            Console.WriteLine($"note: {note}");
        }

        if (derived.Changed.IsEmpty)
        {
            Console.WriteLine($"{templatePath}: fits {estatePath}, nothing to write");
            return ExitCodes.Passed;
        }

        foreach (var place in derived.Changed)
        {
            Console.WriteLine($"  {place}");
        }

        if (check)
        {
            Console.WriteLine(
                $"{templatePath}: {derived.Changed.Length} places differ from what follows from {estatePath}; "
                    + "run 'lambdaops sync'"
            );
            return ExitCodes.Failed;
        }

        File.WriteAllText(templatePath, derived.Text);
        Console.WriteLine($"{templatePath}: {derived.Changed.Length} places written from {estatePath}");
        return ExitCodes.Passed;
    }
}

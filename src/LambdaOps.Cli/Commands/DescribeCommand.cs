using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops describe: a procedure, from what the code says of it.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "The procedure; when left out, all of them, one line each.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var estate = new Option<FileInfo?>("--estate")
        {
            Description = "The estate whose resources the permissions name; the checkout's estate.json when left out.",
        };
        var command = new Command(
            "describe",
            "Prints a procedure: its paragraph, what starts and ends it, what it looks at, its guards and numbers, its "
                + "permissions, and its diagram. Exit codes: 0 shown; 2 something to set or correct."
        )
        {
            name,
            estate,
        };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(estate)?.FullName ?? Repository.Estate));
        return command;
    }

    private static int Run(string? name, string estateFile)
    {
        var estate = DrillEstate.Read(estateFile).Estate;
        if (name is null)
        {
            foreach (var procedure in AllProcedures.All)
            {
                Console.WriteLine($"{procedure.Name, -20} {procedure.Paragraph.When}: {procedure.Paragraph.Does}");
            }

            return ExitCodes.Passed;
        }

        var found =
            AllProcedures.All.FirstOrDefault(procedure => procedure.Name.Value == name)
            ?? throw new UsageException(
                $"found '{name}', expected one of {string.Join(", ", AllProcedures.All.Select(procedure => procedure.Name))}"
            );
        Console.Write(ProcedureText.Of(found, estate, File.ReadAllText(Repository.Procedures)));
        return ExitCodes.Passed;
    }
}

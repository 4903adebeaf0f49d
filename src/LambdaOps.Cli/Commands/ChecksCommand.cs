using System.Collections.Immutable;
using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops checks: the last report of each check, or of one in full.</summary>
internal static class ChecksCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "The check to show in full; when left out, all of them, one line each.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var estate = Flag.File(
            "--estate",
            "The estate by whose wall clock checks run; the checkout's estate.json when left out."
        );
        var json = new Option<bool>("--json") { Description = "Print JSON, for programs." };
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        var stack = Flag.Text("--stack", "a stack's name", "The deployed stack.", byDefault: "lambdaops");
        var table = Flag.Text(
            "--table",
            "a table's name",
            "The journal's table; else the one of the stack, by its name."
        );
        var command = new Command(
            "checks",
            "Lists what each check found in its last run and when its next one is, or shows one in full. Exit codes: 0 "
                + "listed; 2 something to set or correct."
        )
        {
            name,
            json,
            estate,
            endpoint,
            region,
            stack,
            table,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var checks = Named(parsed.GetValue(name));
                var zone = TimeZoneInfo.FindSystemTimeZoneById(
                    DrillEstate.Read(parsed.GetValue(estate)?.FullName ?? Repository.Estate).Estate.TimeZone
                );
                using var journal = await JournalReader.OpenAsync(
                    await AwsAccess.OfAsync(parsed.GetValue(endpoint), parsed.GetValue(region)),
                    parsed.GetValue(stack)!,
                    parsed.GetValue(table),
                    stop
                );
                var found = ImmutableArray.CreateBuilder<(Check Check, ImmutableArray<CheckRecord> Parts)>();
                foreach (var check in checks)
                {
                    found.Add((check, await journal.RunsAsync(check.Name, stop)));
                }

                var text = new CheckText(zone, journal.Now);
                Console.Write(
                    parsed.GetValue(json) ? text.Json(found.ToImmutable())
                    : parsed.GetValue(name) is null ? text.List(found.ToImmutable())
                    : text.Of(found[0].Check, found[0].Parts)
                );
                return ExitCodes.Passed;
            }
        );
        return command;
    }

    /// <exception cref="UsageException">There is no such check.</exception>
    private static ImmutableArray<Check> Named(string? name) =>
        name is null ? AllProcedures.Checks
        : AllProcedures.Checks.FirstOrDefault(check => check.Name.Value == name) is { } one ? [one]
        : throw new UsageException(
            $"found '{name}', expected one of {string.Join(", ", AllProcedures.Checks.Select(check => check.Name))}"
        );
}

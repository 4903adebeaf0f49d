using System.CommandLine;
using LambdaOps.Cli.Account;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate init: an estate to start from, made of what an account has.</summary>
internal static class EstateInitCommand
{
    public static Command Create()
    {
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        region.Description = "The region to read; else AWS_REGION, AWS_DEFAULT_REGION or the profile's.";
        var file = Flag.File("--out", "The file to write; estate.json when left out.");
        var force = new Option<bool>("--force") { Description = "Overwrites the file if it is there." };
        var command = new Command(
            "init",
            "Reads an AWS account and writes an estate to start from: every remedy only observes. Only reading calls "
                + "are made, and listed before; what the account does not tell is asked. "
                + "Exit codes: 0 written, 2 something to set or correct."
        )
        {
            endpoint,
            region,
            file,
            force,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var target = parsed.GetValue(file) ?? new FileInfo("estate.json");
                Demand(target, parsed.GetValue(force));
                var account = await EstateAccount.ReadAsync(
                    parsed.GetValue(endpoint),
                    parsed.GetValue(region),
                    (_, snapshot) => Task.FromResult(snapshot),
                    stop
                );
                var proposal = EstateProposal.Of(account, TimeZone());
                await WriteAsync(proposal, target, stop);
                return ExitCodes.Passed;
            }
        );
        return command;
    }

    private static void Demand(FileInfo target, bool force)
    {
        if (Directory.Exists(target.FullName))
        {
            throw new UsageException($"--out: found the folder {target.FullName}, expected a file");
        }

        if (target.Exists && !force)
        {
            throw new UsageException(
                $"--out: found {target.FullName}, expected no file of that name, or --force to overwrite it"
            );
        }

        if (target.Directory is not { Exists: true })
        {
            throw new UsageException($"--out: found no folder {target.DirectoryName}, expected one to write to");
        }
    }

    private static async Task WriteAsync(EstateProposal proposal, FileInfo target, CancellationToken stop)
    {
        if (EstateReader.Read(proposal.Json) is EstateReading.Invalid invalid)
        {
            throw new UsageException(
                "the account has what no estate can say; nothing was written:\n"
                    + string.Join("\n", invalid.Errors.Select(error => $"  {error}"))
            );
        }

        await File.WriteAllTextAsync(target.FullName, proposal.Json, stop);
        Console.WriteLine("What it has:");
        foreach (var reason in proposal.Reasons)
        {
            Console.WriteLine($"  {reason}");
        }

        Console.WriteLine("Please answer in the file:");
        foreach (var (question, index) in proposal.Questions.Select((question, index) => (question, index)))
        {
            Console.WriteLine($"  {index + 1}. {question}.");
        }

        Console.WriteLine($"Written: {target.FullName}. Every remedy only observes.");
        Console.WriteLine($"Next: lambdaops estate check {target.FullName} --probe");
    }

    /// <summary>A machine without a zone of its own keeps UTC.</summary>
    private static string TimeZone() =>
        TimeZoneInfo.Local.HasIanaId && TimeZoneInfo.Local.Id.Contains('/') ? TimeZoneInfo.Local.Id : "Etc/UTC";
}

/// <summary>lambdaops estate: what is done with an estate file before anything is deployed.</summary>
internal static class EstateCommand
{
    public static Command Create() =>
        new("estate", "The estate file.") { EstateCheckCommand.Create(), EstateInitCommand.Create() };
}

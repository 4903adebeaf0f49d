using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Remedies;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate check: every error and warning of an estate file with its place.</summary>
internal static class EstateCheckCommand
{
    private const string Codes =
        "Exit codes: 0 valid; 1 a warning with --strict or an unhealthy URL with --probe; 2 not a valid estate.";

    public static Command Create()
    {
        var file = Flag.OptionalFile("file", "The estate file; the checkout's estate.json when left out.");
        var strict = new Option<bool>("--strict") { Description = "Treats warnings as failures." };
        var probe = new Option<bool>("--probe")
        {
            Description =
                "Requests each health URL once, as the functions do (no redirect, only the roots of trust.pem), and "
                + "reports DNS, TLS, status and body.",
        };
        var check = new Command(
            "check",
            $"Checks an estate file as a whole and names every error and warning with its place. {Codes}"
        )
        {
            file,
            strict,
            probe,
        };
        check.SetAction(
            async (parsed, stop) =>
            {
                var path = parsed.GetValue(file)?.FullName ?? Repository.Estate;
                var estate = DrillEstate.Read(path).Estate;
                Summarize(path, estate);
                var warnings = EstateWarnings.Of(estate);
                foreach (var warning in warnings)
                {
                    Console.WriteLine($"  warning: {warning}");
                }

                var passed = warnings.IsEmpty || !parsed.GetValue(strict);
                if (parsed.GetValue(probe))
                {
                    passed &= await ProbeAsync(estate, stop);
                }

                return passed ? ExitCodes.Passed : ExitCodes.Failed;
            }
        );
        return check;
    }

    private static void Summarize(string path, Estate estate)
    {
        Console.WriteLine(
            $"{path}: valid. Estate {estate.Name} in {estate.Region}: "
                + $"{estate.Services.Length} services, {estate.Sites.Length} sites, "
                + $"{estate.Alarms.Length} alarm rules, {estate.Dependencies.Length} dependencies."
        );
        foreach (var target in estate.Services.Concat<IOperated>(estate.Sites))
        {
            var modes = Remedy
                .All.Select(remedy => (remedy.Name, Setting: remedy.SettingFor(target)))
                .Where(one => one.Setting is not null)
                .Select(one => $"{one.Name} {one.Setting!.Mode.ToString().ToLowerInvariant()}")
                .ToList();
            Console.WriteLine($"  {target.Id}: {(modes.Count == 0 ? "no remedies" : string.Join(", ", modes))}");
        }

        foreach (var dependency in estate.Dependencies)
        {
            Console.WriteLine($"  {dependency.Id}: needed by {string.Join(", ", dependency.Targets)}");
        }
    }

    /// <summary>Services that share a health check are asked once.</summary>
    private static async Task<bool> ProbeAsync(Estate estate, CancellationToken stop)
    {
        var asked = await Task.WhenAll(
            estate
                .Services.GroupBy(service => service.Health)
                .Select(async services =>
                    (
                        Ids: string.Join(", ", services.Select(service => service.Id)),
                        Answer: await HealthUrlReport.AskAsync(services.Key, Repository.Trust, stop)
                    )
                )
        );
        foreach (var (ids, answer) in asked)
        {
            Console.WriteLine($"  {ids}: {(answer.IsHealthy ? "healthy" : "NOT HEALTHY")}: {answer.Url}");
            foreach (var line in answer.Lines)
            {
                Console.WriteLine($"    {line}");
            }
        }

        return asked.All(one => one.Answer.IsHealthy);
    }
}

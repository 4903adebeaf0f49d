using System.CommandLine;
using LambdaOps.Cli.Account;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate check: every error and warning of an estate file with its place.</summary>
internal static class EstateCheckCommand
{
    private const string Codes =
        "Exit codes: 0 valid; 1 a warning or difference with --strict, an unhealthy URL with --probe, or something missing "
        + "with --live; 2 not a valid estate, or something to set or correct.";

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
        var live = new Option<bool>("--live")
        {
            Description = "Compares the estate with its account, read-only, and names each difference.",
        };
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        region.Description = "With --live, the region to read; the estate's when left out.";
        var check = new Command(
            "check",
            $"Checks an estate file and names every error and warning with its place. {Codes}"
        )
        {
            file,
            strict,
            probe,
            live,
            endpoint,
            region,
        };
        check.SetAction(
            async (parsed, stop) =>
            {
                if (
                    !parsed.GetValue(live)
                    && (parsed.GetValue(endpoint) is not null || parsed.GetValue(region) is not null)
                )
                {
                    throw new UsageException(
                        "--endpoint-url, --region: found without --live, expected them with it only"
                    );
                }

                var path = parsed.GetValue(file)?.FullName ?? Repository.Estate;
                var estate = DrillEstate.Read(path).Estate;
                Summarize(path, estate);
                var warnings = EstateWarnings.Of(estate);
                foreach (var warning in warnings)
                {
                    Console.WriteLine($"  warning: {warning}");
                }

                var isStrict = parsed.GetValue(strict);
                var passed = warnings.IsEmpty || !isStrict;
                var isSimulated = parsed.GetValue(endpoint) is { IsLoopback: true };
                if (parsed.GetValue(live) && isSimulated && !parsed.GetValue(probe))
                {
                    Console.WriteLine("  health URLs: not requested, as the account is a simulated one (--probe does)");
                }
                else if (parsed.GetValue(probe) || parsed.GetValue(live))
                {
                    // Compared with the account, a URL that does not answer is a difference, and nothing is missing.
                    passed &= await ProbeAsync(estate, stop) || !(parsed.GetValue(probe) || isStrict);
                }

                if (parsed.GetValue(live))
                {
                    var where = parsed.GetValue(region) ?? estate.Region;
                    passed &= await CompareAsync(estate, parsed.GetValue(endpoint), where, isStrict, stop);
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
        var tables = estate.Tables.Where(table => !table.Settings.All.IsEmpty);
        foreach (var target in estate.Services.Concat<Resource>(estate.Sites).Concat(tables))
        {
            var modes = AllProcedures
                .Remedies.Select(remedy => (remedy.Name, Setting: remedy.SettingFor(target)))
                .Where(one => one.Setting is not null)
                .Select(one => $"{one.Name} {one.Setting!.Mode.ToString().ToLowerInvariant()}")
                .ToList();
            Console.WriteLine($"  {target.Id}: {(modes.Count == 0 ? "no remedies" : string.Join(", ", modes))}");
        }

        foreach (var check in AllProcedures.Checks.Where(check => !check.PartsOf(estate).IsEmpty))
        {
            Console.WriteLine(
                $"  {check.Name}: {check.ModeIn(estate).ToString().ToLowerInvariant()}, {check.Schedule}"
            );
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

    private static async Task<bool> CompareAsync(
        Estate estate,
        Uri? endpoint,
        string region,
        bool isStrict,
        CancellationToken stop
    )
    {
        var found = await EstateAccount.ReadAsync(
            endpoint,
            region,
            async (reader, account) =>
            {
                var objects = new Dictionary<(string Bucket, string Key), bool?>();
                foreach (var place in EstateComparison.ObjectsOf(estate))
                {
                    objects[place] = await reader.HasObjectAsync(place.Bucket, place.Key, stop);
                }

                return new EstateComparison(estate, account, objects).Compare();
            },
            stop
        );
        foreach (var difference in found)
        {
            Console.WriteLine($"  {difference}");
        }

        int Count(DifferenceKind kind) => found.Count(difference => difference.Kind == kind);
        var (missing, different) = (Count(DifferenceKind.Missing), Count(DifferenceKind.Differs));
        Console.WriteLine(
            $"Live: {missing} missing, {different} different, {Count(DifferenceKind.NotChecked)} not checked."
        );
        return missing == 0 && (different == 0 || !isStrict);
    }
}

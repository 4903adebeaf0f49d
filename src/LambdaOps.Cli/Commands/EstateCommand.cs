using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Remedies;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate check: every error of an estate file with its place.</summary>
internal static class EstateCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "The estate file; the checkout's estate.json when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var check = new Command("check", "Checks an estate file as a whole and names every error with its place.")
        {
            file,
        };
        check.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)?.FullName ?? Repository.Estate;
            var (_, estate) = DrillEstate.Read(path);
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

            return ExitCodes.Passed;
        });
        return new Command("estate", "The estate file.") { check };
    }
}

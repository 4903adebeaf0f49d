using System.CommandLine;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops estate check: every error of an estate file with its place.</summary>
internal static class EstateCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo?>("file")
        {
            Description = "The estate file; the checkout's estate.json when left out.", Arity = ArgumentArity.ZeroOrOne,
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
                + $"{estate.Services.Length} services, {estate.Alarms.Length} alarm rules.");
            foreach (var service in estate.Services)
            {
                var mode = service.ServiceUnavailable is { } setting ? setting.Mode.ToString() : "not named";
                Console.WriteLine($"  {service.Id}: serviceUnavailable {mode}");
            }

            return ExitCodes.Passed;
        });
        return new Command("estate", "The estate file.") { check };
    }
}

using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>What 'serve' says when it is ready: where everything is, as commands to copy.</summary>
internal static class ServeGreeting
{
    public const string Lost = "what the account held is gone";

    public static void Show(Simulation simulation, Estate estate, double speed)
    {
        var (url, stack, first) = (simulation.Wire!.Url, simulation.Stack, estate.Services[0]);
        Line("AWS endpoint", $"[bold]{url}[/]   region {stack.Region}, any access key");
        Line("functions", string.Join(", ", stack.Functions.Select(one => one.Name)));
        Line("seed", string.Create(CultureInfo.InvariantCulture, $"{simulation.Options.Seed}"));
        Line(
            "time",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{simulation.World.Clock.Now:yyyy-MM-dd HH:mm:ss} UTC, virtual, at speed {speed}"
            )
        );
        foreach (var site in simulation.World.Cdn.Distributions)
        {
            Line("site", $"curl {url}/_sites/{site.DomainNames[0]}/");
        }

        foreach (var service in estate.Services)
        {
            var health = service.Health.Url;
            Line($"health", $"curl {url}/_sites/{health.Host}{Markup.Escape(health.PathAndQuery)}");
        }

        Line(
            "look",
            $"aws --endpoint-url {url} --region {stack.Region} ecs describe-services --cluster {first.Cluster} "
                + $"--services {first.Service}"
        );
        Line(
            "an alarm",
            $"lambdaops invoke {stack.Functions[0].Name} events/sns-metric-alarm.json --endpoint-url {url}"
        );
        Line("incidents", $"lambdaops incidents --endpoint-url {url}");
        AnsiConsole.MarkupLine($"Ctrl+C ends it; [bold]then {Lost}[/].");
    }

    private static void Line(string what, string value) => AnsiConsole.MarkupLine($"{what, -14}{value}");
}

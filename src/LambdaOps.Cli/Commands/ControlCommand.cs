using System.Collections.Immutable;
using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// lambdaops stop and resume: set the control switch through the function Operator, which notifies people, in each region
/// in which the estate has functions: each has a switch of its own. lambdaops tick: says through it that a line of a
/// checklist is done.
/// </summary>
internal static class ControlCommand
{
    public static Command Stop()
    {
        var until = Flag.Text(
            "--until",
            "a time such as 18:00 (the estate's) or 2026-01-15T18:00+09:00",
            "When it ends by itself: 18:00 (the next one, in the estate's time zone) or "
                + "2026-01-15T18:00+09:00; else it stands until 'resume'."
        );
        var mode = Flag.OneOf(
            "--mode",
            ["off", "observe", "ask"],
            "How far: off or observe change nothing, ask asks before each change."
        );
        var command = new Command(
            "stop",
            $"Stops LambdaOps everywhere within one tick, and notifies on-call. {InvokeCommand.Codes}"
        )
        {
            mode,
            until,
        };
        return With(
            command,
            Notice,
            isEverywhere: true,
            parsed => [("control", "--mode", parsed.GetValue(mode)), ("until", "--until", parsed.GetValue(until))]
        );
    }

    public static Command Resume() =>
        With(
            new Command(
                "resume",
                $"Lets the modes in the estate apply again, and notifies on-call. {InvokeCommand.Codes}"
            ),
            Notice,
            isEverywhere: true,
            _ => [("control", "--mode", "act")]
        );

    public static Command Tick()
    {
        var line = new Argument<string>("line")
        {
            Description = $"The line: one of {string.Join(", ", TickedLine.Lines)}.",
        };
        return With(
            new Command(
                "tick",
                $"Says that a line of a checklist is done that only people can do; the next report has it. {InvokeCommand.Codes}"
            )
            {
                line,
            },
            "the report",
            isEverywhere: false,
            parsed => [("tick", "line", parsed.GetValue(line))]
        );
    }

    private const string Notice = "the notice";

    /// <param name="where">In what people read who did it, and why.</param>
    /// <param name="isEverywhere">Whether it is said in each region in which the estate has functions.</param>
    private static Command With(
        Command command,
        string where,
        bool isEverywhere,
        Func<ParseResult, (string Name, string Flag, string? Value)[]> read
    )
    {
        var because = Flag.Text("--because", "a reason", $"Why, or what was done: it stands in {where}.");
        because.Required = true;
        var by = Flag.Text("--by", "a name", $"Who: it stands in {where}. Your user name when left out.");
        by.DefaultValueFactory = _ => Environment.UserName;
        var function = InvokeCommand.OperatorFunction();
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        var estate = Flag.File(
            "--estate",
            "The estate that says in which regions; the checkout's estate.json when left out. With --region or "
                + "--endpoint-url it is said there alone."
        );
        Option[] all = [because, by, function, endpoint, region, .. isEverywhere ? new Option[] { estate } : []];
        Array.ForEach(all, command.Options.Add);
        command.SetAction(
            async (parsed, stop) =>
            {
                var payload = OperatorPayload.Of([
                    .. read(parsed),
                    ("by", "--by", parsed.GetValue(by)),
                    ("because", "--because", parsed.GetValue(because)),
                ]);
                var isThere = !isEverywhere || (parsed.GetValue(region) ?? $"{parsed.GetValue(endpoint)}").Length > 0;
                return await EachAsync(
                    isThere ? [parsed.GetValue(region)] : await RegionsAsync(parsed.GetValue(estate)),
                    where =>
                        InvokeCommand.RunAsync(
                            parsed.GetValue(function)!,
                            payload,
                            parsed.GetValue(endpoint),
                            where,
                            stop
                        ),
                    Console.Error
                );
            }
        );
        return command;
    }

    private static async Task<ImmutableArray<string?>> RegionsAsync(FileInfo? estate)
    {
        var read = DrillEstate.Read(estate?.FullName ?? Repository.Estate).Estate;
        return [.. RegionsOf(read, (await AwsAccess.OfAsync(endpoint: null, region: null)).Region)];
    }

    /// <summary>This region, and the other one in which the estate has functions; this alone, where it is none of them.</summary>
    internal static ImmutableArray<string> RegionsOf(Estate estate, string here) =>
        estate.StandbyRegion is { } standby && (here == standby || here == estate.Region)
            ? [here, here == standby ? estate.Region : standby]
            : [here];

    /// <summary>A region that does not answer keeps nobody from the other one: it may be the one that is lost.</summary>
    /// <returns>The worst exit code.</returns>
    internal static async Task<int> EachAsync(
        ImmutableArray<string?> regions,
        Func<string?, Task<int>> say,
        TextWriter errors
    )
    {
        if (regions is [var only])
        {
            return await say(only);
        }

        var worst = ExitCodes.Passed;
        foreach (var region in regions)
        {
            try
            {
                worst = Math.Max(worst, await say(region));
            }
            catch (UsageException failed)
            {
                await errors.WriteLineAsync($"lambdaops: {region}: {failed.Message}; it is not said there");
                worst = Math.Max(worst, ExitCodes.Usage);
            }
        }

        return worst;
    }
}

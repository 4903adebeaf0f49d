using System.CommandLine;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// lambdaops stop and resume: set the control switch through the function Operator, which notifies people. lambdaops tick:
/// says through it that a line of a checklist is done.
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
            parsed => [("tick", "line", parsed.GetValue(line))]
        );
    }

    private const string Notice = "the notice";

    /// <param name="where">In what people read who did it, and why.</param>
    private static Command With(
        Command command,
        string where,
        Func<ParseResult, (string Name, string Flag, string? Value)[]> read
    )
    {
        var because = Flag.Text("--because", "a reason", $"Why, or what was done: it stands in {where}.");
        because.Required = true;
        var by = Flag.Text("--by", "a name", $"Who: it stands in {where}. Your user name when left out.");
        by.DefaultValueFactory = _ => Environment.UserName;
        var function = InvokeCommand.OperatorFunction();
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        Option[] all = [because, by, function, endpoint, region];
        Array.ForEach(all, command.Options.Add);
        command.SetAction(
            (parsed, stop) =>
            {
                var payload = OperatorPayload.Of([
                    .. read(parsed),
                    ("by", "--by", parsed.GetValue(by)),
                    ("because", "--because", parsed.GetValue(because)),
                ]);
                return InvokeCommand.RunAsync(
                    parsed.GetValue(function)!,
                    payload,
                    parsed.GetValue(endpoint),
                    parsed.GetValue(region),
                    stop
                );
            }
        );
        return command;
    }
}

using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops stop and resume: set the control switch through the function Operator, which notifies people.</summary>
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
        return With(command, parsed => (parsed.GetValue(mode)!, parsed.GetValue(until)));
    }

    public static Command Resume() =>
        With(
            new Command(
                "resume",
                $"Lets the modes in the estate apply again, and notifies on-call. {InvokeCommand.Codes}"
            ),
            _ => ("act", null)
        );

    private static Command With(Command command, Func<ParseResult, (string Mode, string? Until)> read)
    {
        var because = Flag.Text("--because", "a reason", "Why: it stands in the notice.");
        because.Required = true;
        var by = Flag.Text("--by", "a name", "Who: it stands in the notice. Your user name when left out.");
        by.DefaultValueFactory = _ => Environment.UserName;
        var function = InvokeCommand.OperatorFunction();
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        Option[] all = [because, by, function, endpoint, region];
        Array.ForEach(all, command.Options.Add);
        command.SetAction(
            (parsed, stop) =>
            {
                var (mode, until) = read(parsed);
                var payload = OperatorPayload.Of(
                    ("control", "--mode", mode),
                    ("by", "--by", parsed.GetValue(by)),
                    ("because", "--because", parsed.GetValue(because)),
                    ("until", "--until", until)
                );
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

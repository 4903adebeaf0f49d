using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops stop and resume: set the control switch through any function, which tells people.</summary>
internal static class ControlCommand
{
    public static Command Stop()
    {
        var until = new Option<string?>("--until")
        {
            Description =
                "When it ends by itself: 18:00 (the next one, in the estate's time zone) or "
                + "2026-01-15T18:00+09:00; else it stands until 'resume'.",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "How far: off or observe change nothing, ask asks before each change.",
            DefaultValueFactory = _ => "off",
        };
        mode.AcceptOnlyFromAmong("off", "observe", "ask");
        var command = new Command(
            "stop",
            $"Stops LambdaOps everywhere within one tick, and tells people. {InvokeCommand.Codes}"
        )
        {
            mode,
            until,
        };
        return With(command, parsed => (parsed.GetValue(mode)!, parsed.GetValue(until)));
    }

    public static Command Resume() =>
        With(new Command("resume", "Lets the modes in the estate apply again, and tells people."), _ => ("act", null));

    private static Command With(Command command, Func<ParseResult, (string Mode, string? Until)> read)
    {
        var because = new Option<string>("--because") { Description = "Why: people are told.", Required = true };
        var by = new Option<string>("--by")
        {
            Description = "Who: people are told. Your user name where it is left out.",
            DefaultValueFactory = _ => Environment.UserName,
        };
        var function = new Option<string>("--function")
        {
            Description = "Any function of the stack.",
            DefaultValueFactory = _ => "lambdaops-ServiceUnavailable",
        };
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        Option[] all = [because, by, function, endpoint, region];
        Array.ForEach(all, command.Options.Add);
        command.SetAction(
            (parsed, stop) =>
            {
                var (mode, until) = read(parsed);
                var asked = new JsonObject
                {
                    ["control"] = mode,
                    ["by"] = parsed.GetValue(by),
                    ["because"] = parsed.GetValue(because),
                };
                if (until is not null)
                {
                    asked["until"] = until;
                }

                var payload = Encoding.UTF8.GetBytes(new JsonObject { ["operator"] = asked }.ToJsonString());
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

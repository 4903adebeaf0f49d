using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops invoke: hands an event to a function, in AWS or in the simulator.</summary>
internal static class InvokeCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("function")
        {
            Description = "The function's name, such as lambdaops-ServiceUnavailable.",
        };
        var payload = new Argument<FileInfo>("event")
        {
            Description = "The event's file, such as events/operator-observe.json.",
        };
        var endpoint = new Option<Uri?>("--endpoint-url")
        {
            Description = "Another endpoint than AWS's: http://127.0.0.1:4566 for 'serve'.",
            CustomParser = given =>
            {
                var text = given.Tokens is [var only] ? only.Value : null;
                if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                {
                    return url;
                }

                given.AddError($"--endpoint-url: found '{text}', expected an http or https URL");
                return null;
            },
        };
        var region = new Option<string>("--region")
        {
            Description = "The function's region.", DefaultValueFactory = _ => "ap-northeast-1",
        };
        var command = new Command("invoke", "Invokes a function with an event file and prints its answer.")
        {
            function, payload, endpoint, region,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var file = parsed.GetValue(payload)!;
            if (!file.Exists)
            {
                throw new UsageException(
                    $"{file.FullName}: found no such file, expected an event such as events/operator-observe.json");
            }

            var answer = await Hosting.LambdaInvoker.InvokeAsync(
                parsed.GetValue(function)!, await File.ReadAllBytesAsync(file.FullName, stop),
                parsed.GetValue(endpoint), parsed.GetValue(region)!, stop);
            Console.WriteLine(answer.Text);
            if (answer.Error is not null)
            {
                await Console.Error.WriteLineAsync($"lambdaops: {answer.Error}");
            }

            return answer.Error is null ? ExitCodes.Passed : ExitCodes.Failed;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine.Checks;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops invoke: sends an event to a function, in AWS or in the simulator.</summary>
internal static class InvokeCommand
{
    /// <summary>The exit codes, as --help says them.</summary>
    public const string Codes =
        "Exit codes: 0 handled; 1 the function failed; 2 something to set or correct; 3 nothing was done (denied, "
        + "waits for approval, switched off, or an answer that came too late); 4 the estate does not name it.";

    public static Command Create()
    {
        var function = new Argument<string?>("function")
        {
            Description = "The function's name, such as lambdaops-ServiceUnavailable.",
            CustomParser = given =>
                Flag.Kept(given, "function", text => !string.IsNullOrWhiteSpace(text), "a function's name"),
        };
        var payload = new Argument<string>("event")
        {
            Description = "The event's file, such as events/operator-observe.json.",
        };
        var (endpoint, region) = (Endpoint(), Region());
        var command = new Command("invoke", $"Invokes a function with an event file and prints its answer. {Codes}")
        {
            function,
            payload,
            endpoint,
            region,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                return await RunAsync(
                    parsed.GetValue(function)!,
                    await ReadAsync(parsed.GetValue(payload)!, stop),
                    parsed.GetValue(endpoint),
                    parsed.GetValue(region),
                    stop
                );
            }
        );
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken stop)
    {
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"{path}: found no such file, expected an event such as events/operator-observe.json"
            );
        }

        return await File.ReadAllBytesAsync(path, stop);
    }

    /// <summary>Invokes, prints the answer, and says by its exit code what became of it.</summary>
    internal static async Task<int> RunAsync(
        string function,
        byte[] payload,
        Uri? endpoint,
        string? region,
        CancellationToken stop
    )
    {
        var isAnswer = IsAnswer(payload);
        var access = await AwsAccess.OfAsync(endpoint, region);
        var answer = await LambdaInvoker.InvokeAsync(function, payload, access, stop);
        Console.WriteLine(answer.Text);
        if (answer.Error is not null)
        {
            await Console.Error.WriteLineAsync($"lambdaops: {answer.Error}");
            return ExitCodes.Failed;
        }

        return CodeOf(answer.Text, isAnswer);
    }

    internal static Option<Uri?> Endpoint() =>
        new("--endpoint-url")
        {
            Description = "Another endpoint than AWS's: http://127.0.0.1:4566 for 'serve'.",
            CustomParser = given =>
                Flag.Kept(given, "--endpoint-url", IsHttp, "an http or https URL") is { } url ? new Uri(url) : null,
        };

    internal static Option<string?> Region() =>
        new("--region")
        {
            Description = "The region; else AWS_REGION, AWS_DEFAULT_REGION or the profile's.",
            CustomParser = given => Flag.Kept(given, "--region", AwsAccess.IsRegion, AwsAccess.RegionText),
        };

    internal static Option<string?> OperatorFunction() =>
        Flag.Text(
            "--function",
            "a function's name",
            "The function of the stack that takes people's decisions.",
            byDefault: $"lambdaops-{AllProcedures.Operator}"
        );

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    /// <exception cref="UsageException">The payload is no JSON document.</exception>
    private static bool IsAnswer(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("operator", out var asked)
                && asked.ValueKind == JsonValueKind.Object
                && asked
                    .EnumerateObject()
                    .Any(member => member.Name is "approve" or "decline" or "refuse" or "acknowledge" or "note");
        }
        catch (JsonException notJson)
        {
            throw new UsageException($"the event is no JSON: {notJson.Message}");
        }
    }

    /// <summary>The worst of what the signals led to, or what a job did. A batch's answer has no outcomes, and was handled.</summary>
    /// <exception cref="UsageException">It is no function's answer: something else is at the endpoint.</exception>
    private static int CodeOf(string answer, bool isAnswer)
    {
        using var document = Parse(answer);
        return document.RootElement switch
        {
            { ValueKind: JsonValueKind.Object } job => job.TryGetProperty("outcome", out var outcome)
            && outcome.ToString() is nameof(CheckOutcome.SwitchedOff) or nameof(CheckOutcome.Ignored)
                ? ExitCodes.NotDone
                : ExitCodes.Passed,
            { ValueKind: JsonValueKind.Array } reports => reports
                .EnumerateArray()
                .Select(report =>
                    report.ValueKind == JsonValueKind.Object && report.TryGetProperty("outcome", out var outcome)
                        ? outcome.ToString() switch
                        {
                            "Unknown" => ExitCodes.Unknown,
                            "Denied" or "SwitchedOff" => ExitCodes.NotDone,
                            "Ignored" when isAnswer => ExitCodes.NotDone,
                            _ => ExitCodes.Passed,
                        }
                        : ExitCodes.Passed
                )
                .DefaultIfEmpty(ExitCodes.Passed)
                .Max(),
            _ => ExitCodes.Passed,
        };
    }

    private static JsonDocument Parse(string answer)
    {
        try
        {
            return JsonDocument.Parse(answer);
        }
        catch (JsonException)
        {
            throw new UsageException(
                "found an answer that is no JSON, expected a function of LambdaOps at the endpoint"
            );
        }
    }
}

using System.Text.Json;
using System.Text.Unicode;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Lambda;

/// <summary>What Lambda asks of an event and of an answer: JSON, and no larger than its quotas.</summary>
internal static class InvokePayload
{
    /// <summary>Bytes of a synchronous event.</summary>
    public const int MostBytes = 6 * 1024 * 1024;

    /// <summary>Bytes of an asynchronous event; 256 KB until October 2025.</summary>
    public const int MostAsyncBytes = 1024 * 1024;

    /// <summary>Bytes of an answer: a little more than of an event, for what surrounds it.</summary>
    public const int MostAnswerBytes = MostBytes + 100;

    // Lambda's parser goes deeper than .NET's usual 64.
    private static readonly JsonReaderOptions s_deep = new() { MaxDepth = 1000 };

    /// <summary>The event as the function gets it: no payload at all is an empty object.</summary>
    /// <exception cref="ServiceFault">It is too large or no JSON.</exception>
    public static byte[] Checked(string invocationType, byte[] payload)
    {
        var most = invocationType == "Event" ? MostAsyncBytes : MostBytes;
        if (payload.Length > most)
        {
            throw new ServiceFault(
                "RequestEntityTooLargeException",
                $"{payload.Length} byte payload is too large for the {invocationType} invocation type "
                    + $"(limit {most} bytes)",
                413
            );
        }

        if (payload.Length == 0)
        {
            return "{}"u8.ToArray();
        }

        return NotJson(payload) is { } why
            ? throw new ServiceFault(
                "InvalidRequestContentException",
                $"Could not parse request body into json: Could not parse payload into json: {why}"
            )
            : payload;
    }

    /// <summary>The outcome that Lambda makes of an answer: one that is too large is the function's failure.</summary>
    public static InvocationOutcome Checked(InvocationOutcome outcome) =>
        outcome is InvocationOutcome.Succeeded { Payload.Length: > MostAnswerBytes and var length }
            ? new InvocationOutcome.FunctionFailed(TooLargeAnswer(length))
            : outcome;

    public static byte[] TooLargeAnswer(int length) =>
        InvocationOutcome.ErrorDocument(
            "Function.ResponseSizeTooLarge",
            $"Response payload size ({length} bytes) exceeded maximum allowed payload size ({MostAnswerBytes} bytes)."
        );

    /// <summary>Null for JSON.</summary>
    private static string? NotJson(byte[] payload)
    {
        if (!Utf8.IsValid(payload))
        {
            return "Invalid UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(payload, s_deep);
            while (reader.Read()) { }

            return null;
        }
        catch (JsonException malformed)
        {
            return malformed.Message;
        }
    }
}

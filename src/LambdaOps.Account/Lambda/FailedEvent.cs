using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda;

/// <summary>An asynchronous event that Lambda has given up.</summary>
/// <param name="Condition">RetriesExhausted or EventAgeExceeded.</param>
/// <param name="LastAnswer">The last attempt's error payload, or null when there was no attempt.</param>
public sealed record FailedEvent(
    DateTimeOffset At,
    FunctionDefinition Function,
    string RequestId,
    string Condition,
    int Attempts,
    byte[] Payload,
    byte[]? LastAnswer
)
{
    /// <summary>The attributes of the message in a dead-letter queue, whose body is the payload as it was.</summary>
    public IReadOnlyDictionary<string, string> DeadLetterAttributes =>
        new Dictionary<string, string>
        {
            ["RequestID"] = RequestId,
            ["ErrorCode"] = "200",
            ["ErrorMessage"] = ErrorMessage,
        };

    private string ErrorMessage =>
        LastAnswer is not null && JsonBytes.TryParse(LastAnswer) is JsonObject error
            ? error["errorMessage"]?.ToString() ?? ""
            : Condition;

    /// <summary>The invocation record that an on-failure destination gets.</summary>
    public byte[] DestinationRecord()
    {
        var record = new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = RequestId,
                ["functionArn"] = $"{Function.Arn}:{LambdaService.Latest}",
                ["condition"] = Condition,
                ["approximateInvokeCount"] = Attempts,
            },
            ["requestPayload"] = JsonBytes.TryParse(Payload),
        };
        if (LastAnswer is not null)
        {
            record["responseContext"] = new JsonObject
            {
                ["statusCode"] = 200,
                ["executedVersion"] = LambdaService.Latest,
                ["functionError"] = "Unhandled",
            };
            record["responsePayload"] = JsonBytes.TryParse(LastAnswer);
        }

        return JsonBytes.Of(record);
    }
}

using System.Text.Json;
using LambdaOps.Cli.Account;

namespace LambdaOps.Cli.Hosting;

/// <summary>
/// Lambda's Invoke, signed by AWSSDK.Core's signer. (AWSSDK.Lambda is not among the project's packages; one operation
/// does not need it.)
/// </summary>
internal static class LambdaInvoker
{
    /// <returns>What the function answered, and the error when it failed.</returns>
    /// <exception cref="UsageException">Something is to be set or corrected before it can be invoked.</exception>
    public static Task<(string Text, string? Error)> InvokeAsync(
        string function,
        byte[] payload,
        AwsAccess access,
        CancellationToken cancellationToken
    )
    {
        var address = access.AddressOf("lambda");
        return AwsFailure.ExplainedAsync(
            address,
            $"invoke {function}",
            async () =>
            {
                using var client = new HttpClient { Timeout = AwsAccess.Patience };
                using var request = new AwsRequest(
                    "lambda",
                    address,
                    access.Region,
                    HttpMethod.Post,
                    $"/2015-03-31/functions/{function}/invocations"
                )
                {
                    Headers = [new("X-Amz-Invocation-Type", "RequestResponse")],
                    Content = payload,
                }.Sign(access.Credentials);
                using var answer = await client.SendAsync(request, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                return answer.Headers.TryGetValues("X-Amz-Function-Error", out _) ? Failed(function, text)
                    : answer.IsSuccessStatusCode ? (text, null)
                    : throw new UsageException(Refused(function, access.Region, (int)answer.StatusCode, text));
            },
            cancellationToken
        );
    }

    /// <summary>
    /// What the function could not use is to be corrected by whoever sent it; everything else is the function's
    /// failure. Its stack trace is in its log.
    /// </summary>
    private static (string Text, string? Error) Failed(string function, string text)
    {
        var (type, message) = (Member(text, "errorType"), Member(text, "errorMessage") ?? text);
        return type is not null && type.EndsWith("BadEventException", StringComparison.Ordinal)
            ? throw new UsageException($"the event cannot be used: {message}")
            : ("", $"{function} failed: {message}; its log says more");
    }

    private static string Refused(string function, string region, int status, string text)
    {
        var why = Member(text, "Message") ?? Member(text, "message") ?? AwsAccess.FirstLine(text);
        return status switch
        {
            404 => $"found no function {function} in {region}, expected one of the stack's ({status}: {why})",
            401 or 403 =>
                $"the credentials may not invoke {function}, expected lambda:InvokeFunction ({status}: {why})",
            _ => $"Lambda refused to invoke {function} ({status}: {why})",
        };
    }

    private static string? Member(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty(name, out var value)
                ? value.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

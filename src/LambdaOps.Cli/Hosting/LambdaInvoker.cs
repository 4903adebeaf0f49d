using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.SQS;

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
                using var request = Sign(function, payload, address, access.Region, access.Credentials);
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

    private static HttpRequestMessage Sign(
        string function,
        byte[] payload,
        Uri address,
        string region,
        ImmutableCredentials credentials
    )
    {
        var draft = new DefaultRequest(new NoMembers(), "AWSLambda")
        {
            HttpMethod = "POST",
            Endpoint = address,
            ResourcePath = $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/invocations",
            Content = payload,
            OverrideSigningServiceName = "lambda",
            AuthenticationRegion = region,
        };
        draft.Headers["Host"] = address.Authority;
        draft.Headers["X-Amz-Invocation-Type"] = "RequestResponse";
        if (credentials.UseToken)
        {
            draft.Headers["X-Amz-Security-Token"] = credentials.Token;
        }

        var config = new AmazonSQSConfig { ServiceURL = address.ToString(), AuthenticationRegion = region };
        var signature = new AWS4Signer()
            .SignRequest(draft, config, metrics: null, credentials.AccessKey, credentials.SecretKey)
            .ForAuthorizationHeader;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, draft.ResourcePath))
        {
            Content = new ByteArrayContent(payload),
        };
        foreach (var (name, value) in draft.Headers.Where(header => header.Key is not "Host"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", signature);
        return request;
    }

    private sealed class NoMembers : AmazonWebServiceRequest;
}

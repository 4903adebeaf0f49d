using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
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
    /// <returns>What the function answered, and the error when it failed or could not be invoked.</returns>
    public static async Task<(string Text, string? Error)> InvokeAsync(
        string function, byte[] payload, Uri? endpoint, string region, CancellationToken cancellationToken)
    {
        var address = endpoint ?? new Uri(
            $"https://lambda.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
        var credentials = address.IsLoopback
            ? new ImmutableCredentials("operator", "operator", null)
            : await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync()).GetCredentialsAsync();
        using var client = new HttpClient();
        using var request = Sign(function, payload, address, region, credentials);
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            var failed = answer.Headers.TryGetValues("X-Amz-Function-Error", out var errors)
                ? $"the function failed ({string.Join(", ", errors)})"
                : answer.IsSuccessStatusCode ? null
                : $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
            return (text, failed);
        }
        catch (HttpRequestException unreachable)
        {
            return ("", $"{address}: {unreachable.Message}");
        }
    }

    private static HttpRequestMessage Sign(
        string function, byte[] payload, Uri address, string region, ImmutableCredentials credentials)
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
        var signature = new AWS4Signer().SignRequest(
            draft, config, metrics: null, credentials.AccessKey, credentials.SecretKey).ForAuthorizationHeader;
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

using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;

namespace LambdaOps.Cli.Hosting;

/// <summary>A call to AWS that came to nothing, in a sentence that says what to set.</summary>
internal static class AwsFailure
{
    private const string Elsewhere = "--region or --endpoint-url";

    /// <summary>Makes calls; one that fails as calls do is a sentence.</summary>
    /// <param name="doing">What was tried, as in "cannot …": "read the journal".</param>
    /// <exception cref="UsageException">The calls failed.</exception>
    public static async Task<T> ExplainedAsync<T>(
        Uri address,
        string doing,
        Func<Task<T>> calls,
        CancellationToken stop
    )
    {
        try
        {
            return await calls();
        }
        catch (Exception failed) when (Sentence(address, doing, failed, stop) is not null)
        {
            throw new UsageException(Sentence(address, doing, failed, stop)!);
        }
    }

    /// <summary>Null for what is no failure of a call.</summary>
    private static string? Sentence(Uri address, string doing, Exception failed, CancellationToken stop) =>
        failed switch
        {
            UsageException => null,
            OperationCanceledException when stop.IsCancellationRequested => null,
            AmazonServiceException { ErrorCode: { Length: > 0 } code } refused =>
                $"cannot {doing}: {code}: {AwsAccess.FirstLine(refused.Message)}",
            _ when Cause<SocketException>(failed) is { } socket => socket.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                    $"found no host {address.Host}, expected a network with DNS, or another {Elsewhere}",
                SocketError.ConnectionRefused =>
                    $"{address}: nothing answers there, expected a running 'lambdaops serve' or another {Elsewhere}",
                _ => $"{address}: {socket.Message}, expected a network, or another {Elsewhere}, that reaches it",
            },
            _ when Cause<AuthenticationException>(failed) is { } tls =>
                $"{address}: the TLS handshake failed ({AwsAccess.FirstLine(tls.Message)}), expected a certificate that "
                    + "this machine trusts: set SSL_CERT_FILE for a proxy, or another --endpoint-url",
            OperationCanceledException or TimeoutException => FormattableString.Invariant(
                $"{address}: no answer within {AwsAccess.Patience.TotalSeconds:0} s, expected a network, or another {Elsewhere}, that reaches it"
            ),
            HttpRequestException or IOException or AmazonClientException or AmazonServiceException =>
                $"{address}: {AwsAccess.FirstLine(failed.GetBaseException().Message)}: expected an AWS endpoint",
            _ => null,
        };

    private static T? Cause<T>(Exception failed)
        where T : Exception
    {
        for (var at = failed; at is not null; at = at.InnerException)
        {
            if (at is T cause)
            {
                return cause;
            }
        }

        return null;
    }
}

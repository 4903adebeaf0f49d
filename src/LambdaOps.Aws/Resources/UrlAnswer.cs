using System.Net.Sockets;
using System.Text;

namespace LambdaOps.Aws.Resources;

/// <summary>What one GET of a URL gave. No answer is a result, whatever the reason.</summary>
/// <param name="Status">HTTP status; null when no answer came in time.</param>
/// <param name="Body">The start of it; null where it was not read.</param>
/// <param name="Detail">Why no answer came; empty where one did.</param>
internal sealed record UrlAnswer(int? Status, string? Body, string Detail)
{
    /// <summary>Bytes of a body that are looked at.</summary>
    public const int BodyLimit = 64 * 1024;

    /// <summary>Why no answer says nothing of who was asked; null where it does.</summary>
    public string? WhyUnknown { get; private init; }

    /// <param name="reads">Whether the body of an answer with that status is read.</param>
    public static async Task<UrlAnswer> OfAsync(
        HttpClient http,
        Uri url,
        TimeSpan within,
        Func<int, bool> reads,
        CancellationToken cancellationToken
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(within);
        try
        {
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var status = (int)answer.StatusCode;
            return new UrlAnswer(
                status,
                reads(status) ? await ReadStartAsync(answer.Content, timeout.Token) : null,
                ""
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new UrlAnswer(null, null, FormattableString.Invariant($"none within {within.TotalSeconds:0} s"));
        }
        catch (HttpRequestException failed)
        {
            return new UrlAnswer(null, null, failed.HttpRequestError.ToString()) { WhyUnknown = Reason(failed) };
        }
        catch (IOException failed)
        {
            return new UrlAnswer(null, null, failed.GetType().Name);
        }
    }

    /// <summary>Null when it is who was asked that does not answer.</summary>
    private static string? Reason(HttpRequestException failed) =>
        failed switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => "the name of the URL is not resolved",
            { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                "no TLS connection: is the certificate good?",
            {
                HttpRequestError: HttpRequestError.ProxyTunnelError
                    or HttpRequestError.UserAuthenticationError
                    or HttpRequestError.VersionNegotiationError
                    or HttpRequestError.ConfigurationLimitExceeded,
            } => $"the request could not be made ({failed.HttpRequestError})",
            {
                InnerException: SocketException
                {
                    SocketErrorCode: SocketError.NetworkUnreachable
                        or SocketError.NetworkDown
                        or SocketError.AddressNotAvailable
                        or SocketError.TooManyOpenSockets,
                } socket,
            } => $"the function's own network fails ({socket.SocketErrorCode})",
            _ => null,
        };

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BodyLimit];
        var read = await stream.ReadAtLeastAsync(buffer, BodyLimit, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}

using LambdaOps.Account.Wire.Http;
using Microsoft.AspNetCore.Http;

namespace LambdaOps.Account.Wire;

/// <summary>
/// The account's endpoint for an HTTP client of this process, without a socket. Its answers are there when SendAsync
/// returns, so that nothing leaves the caller's thread. Any other host is a web site of the world.
/// </summary>
/// <param name="host">The endpoint's host name, which is resolved nowhere; other hosts than its own are sites.</param>
public sealed class InMemoryHandler(AccountEndpoint endpoint, string host) : HttpMessageHandler
{
    /// <summary>The trace header that the Lambda runtime makes an SDK send along, or null.</summary>
    public Func<string?> Trace { get; init; } = () => null;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw Gone(cancellationToken);
        }

        var uri = request.RequestUri!;
        var answer = uri.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
            ? await endpoint.AnswerAsync(Read(request, uri), cancellationToken) ?? throw NoAnswer(cancellationToken)
            : AnswerOf(uri);
        return Write(answer, request);
    }

    private WireAnswer AnswerOf(Uri uri) =>
        endpoint.Ask(uri.Host, uri.PathAndQuery) switch
        {
            null => throw new HttpRequestException(
                HttpRequestError.NameResolutionError,
                $"Name or service not known ({uri.Authority})"
            ),
            // What HttpClient throws when its time is over: the caller's own is not waited for.
            { TimesOut: true } => throw new TaskCanceledException(
                "The request was canceled due to the site's not answering.",
                new TimeoutException()
            ),
            var answer => new WireAnswer(answer.Status, answer.ContentType, answer.Body, [.. answer.Headers]),
        };

    private WireRequest Read(HttpRequestMessage request, Uri uri)
    {
        var headers = new HeaderDictionary { ["Host"] = request.Headers.Host ?? uri.Authority };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[name] = new([.. values]);
        }

        if (Trace() is { } trace)
        {
            headers["X-Amzn-Trace-Id"] = trace;
        }

        var target = uri.PathAndQuery;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        return new WireRequest(request.Method.Method, path, query, headers, BodyOf(request, headers))
        {
            Scheme = uri.Scheme,
        };
    }

    private static byte[] BodyOf(HttpRequestMessage request, HeaderDictionary headers)
    {
        if (request.Content is not { } content)
        {
            return [];
        }

        foreach (var (name, values) in content.Headers.NonValidated)
        {
            headers[name] = new([.. values]);
        }

        using var body = new MemoryStream();
        content.CopyTo(body, context: null, CancellationToken.None);
        return body.ToArray();
    }

    private static HttpResponseMessage Write(WireAnswer answer, HttpRequestMessage request)
    {
        var content = new ByteArrayContent(answer.Body ?? []);
        if (answer.ContentType is { } type)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            Content = content,
            RequestMessage = request,
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!answer.IsLengthOfBody(name) && !response.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>What SocketsHttpHandler throws when the server has closed the connection, or the caller has.</summary>
    private static Exception NoAnswer(CancellationToken caller) =>
        caller.IsCancellationRequested
            ? Gone(caller)
            : new HttpRequestException(
                HttpRequestError.ResponseEnded,
                "An error occurred while sending the request.",
                new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")
            );

    private static TaskCanceledException Gone(CancellationToken caller) =>
        new("The operation was canceled.", innerException: null, caller);
}

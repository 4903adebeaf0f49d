using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Wire;

/// <summary>
/// The account's AWS endpoint below any transport: a request's bytes in, an answer's out. <see cref="WireServer"/> puts
/// it on sockets, <see cref="InMemoryHandler"/> into HTTP clients of this process.
/// </summary>
public sealed class AccountEndpoint
{
    private readonly WireOptions _options;
    private readonly CallHandler _calls;
    private readonly SeededIds _ids;

    public AccountEndpoint(WireOptions options)
    {
        _options = options;
        _ids = new SeededIds(options.World.Seed, "requests");
        _calls = new CallHandler(options, Callers);
    }

    public Callers Callers { get; } = new();

    /// <summary>Null when the connection is to be cut. Completed already, unless the call has to wait.</summary>
    /// <param name="gone">The caller has hung up: nobody waits for the answer any more.</param>
    internal async Task<WireAnswer?> AnswerAsync(WireRequest request, CancellationToken gone)
    {
        var requestId = _ids.Uuid();
        var answer = request.RawPath.StartsWith(SiteHandler.Prefix, StringComparison.Ordinal)
            ? SiteHandler.Answer(this, request)
            : await _calls.AnswerAsync(request, requestId, gone);
        return answer is null ? null : answer with { Headers = [.. CommonHeaders(requestId), .. answer.Headers] };
    }

    /// <summary>What a web site of the world answers; null when there is none of that name.</summary>
    internal WebAnswer? Ask(string host, string pathAndQuery)
    {
        lock (_options.World.Gate)
        {
            return _options.Site?.Invoke(host, pathAndQuery);
        }
    }

    /// <summary>The Date of every answer is the world's.</summary>
    private KeyValuePair<string, string>[] CommonHeaders(string requestId)
    {
        DateTimeOffset now;
        lock (_options.World.Gate)
        {
            now = _options.World.Clock.Now;
        }

        return
        [
            new("Date", Timestamps.ToHttpDate(now)),
            new("x-amzn-RequestId", requestId),
            new("x-amz-request-id", requestId),
        ];
    }
}

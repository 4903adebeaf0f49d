using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LambdaOps.Compat.Lambda.Tests.RuntimeSupport;

/// <summary>
/// The Runtime API over real HTTP on loopback. It hands out the invocations it was given and then cancels
/// <see cref="AllTaken"/>, so that a bootstrap under test ends.
/// </summary>
internal sealed class FakeRuntimeApi : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<(string Id, string Payload, string Headers)> _invocations = new();
    private readonly CancellationTokenSource _allTaken = new();
    private readonly CancellationTokenSource _stop = new();

    internal FakeRuntimeApi()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    internal string Endpoint => _listener.LocalEndpoint.ToString()!;

    internal CancellationToken AllTaken => _allTaken.Token;

    internal List<Exchange> Exchanges { get; } = [];

    /// <summary>What a path that ends so is answered instead of 200 or 202.</summary>
    internal Dictionary<string, (int Status, string Body)> Answers { get; } = [];

    /// <summary>Ends a program that cannot be cancelled: the wait after the last invocation is answered 500.</summary>
    internal bool IsLostAfterAllTaken { get; init; }

    internal Exchange Posted(string path) =>
        Exchanges.Single(e => e.Method == "POST" && e.Path == "/2018-06-01/runtime/" + path);

    internal FakeRuntimeApi Invoke(string id, string payload = "{}", params string[] headers)
    {
        _invocations.Enqueue((id, payload, string.Concat(headers.Select(h => h + "\r\n"))));
        return this;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
        _allTaken.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        try
        {
            while (await ReadAsync(stream) is { } exchange)
            {
                Exchanges.Add(exchange);
                if (Answer(exchange) is { } answer)
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                }
                else
                {
                    await _allTaken.CancelAsync();
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, as a cancelled bootstrap does.
        }
    }

    private string? Answer(Exchange exchange)
    {
        foreach (var (end, (status, body)) in Answers)
        {
            if (exchange.Path.EndsWith(end, StringComparison.Ordinal))
            {
                return Response(status, string.Empty, body);
            }
        }

        if (exchange.Method == "POST")
        {
            return Response(202, string.Empty, "{\"status\":\"OK\"}");
        }

        return _invocations.TryDequeue(out var next)
                ? Response(200, $"Lambda-Runtime-Aws-Request-Id: {next.Id}\r\n{next.Headers}", next.Payload)
            : IsLostAfterAllTaken ? Response(500, string.Empty, "lost")
            : null;
    }

    private static string Response(int status, string headers, string body) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} X\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    private async Task<Exchange?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var request = lines[0].Split(' ');
        var headers = lines
            .Skip(1)
            .Select(l => l.Split(": ", 2))
            .ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new Exchange(request[0], request[1], headers, body);
    }
}

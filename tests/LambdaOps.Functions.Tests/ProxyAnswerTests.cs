using System.Net;
using System.Net.Sockets;
using System.Text;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Functions.Tests;

/// <summary>A function whose AWS is answered by something between says so, with status and words.</summary>
public sealed class ProxyAnswerTests
{
    [Fact]
    public async Task Failure_ShowsThePageOfAProxy()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        _ = AnswerAllAsync(proxy);

        var hosted = await Hosted.InvokeAsync(
            "WatchFunction",
            """{"job":"watchdog"}"""u8.ToArray(),
            function => function with { Variables = function.Variables.Add("AWS_MAX_ATTEMPTS", "1") },
            $"http://{proxy.LocalEndpoint}"
        );

        var failed = Assert.IsType<InvocationOutcome.FunctionFailed>(hosted.Outcome);
        Assert.Contains(
            "HTTP 502, not in AWS's form: <html> the proxy's page </html>",
            Encoding.UTF8.GetString(failed.Error),
            StringComparison.Ordinal
        );
    }

    private static async Task AnswerAllAsync(TcpListener proxy)
    {
        const string Page = "<html>\n the proxy's page\n</html>";
        var answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: {Page.Length}\r\n"
                + $"Connection: close\r\n\r\n{Page}"
        );
        while (true)
        {
            using var client = await proxy.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[64 * 1024]);
            await stream.WriteAsync(answer);
        }
    }
}

using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

/// <summary>However a call to AWS fails: one sentence that says what to set.</summary>
public class AwsFailureTests
{
    private static readonly Uri s_address = new("https://lambda.eu-central-1.amazonaws.com");

    public static TheoryData<Exception, string> Failures =>
        new()
        {
            {
                new HttpRequestException("send", new SocketException((int)SocketError.HostNotFound)),
                "found no host lambda.eu-central-1.amazonaws.com, expected a network with DNS"
            },
            {
                new AmazonClientException(
                    "x",
                    new HttpRequestException("send", new SocketException((int)SocketError.TryAgain))
                ),
                "found no host lambda.eu-central-1.amazonaws.com, expected a network with DNS"
            },
            {
                new HttpRequestException("send", new SocketException((int)SocketError.ConnectionRefused)),
                "nothing answers there, expected a running 'lambdaops serve'"
            },
            {
                new HttpRequestException("send", new SocketException((int)SocketError.NetworkUnreachable)),
                "expected a network, or another --region or --endpoint-url, that reaches it"
            },
            {
                new HttpRequestException("see inner", new AuthenticationException("the certificate is invalid")),
                "the TLS handshake failed (the certificate is invalid), expected a certificate that this machine trusts"
            },
            {
                new TaskCanceledException("timeout", new TimeoutException()),
                "no answer within 60 s, expected a network"
            },
            {
                new HttpRequestException("The response ended prematurely."),
                "ended prematurely.: expected an AWS endpoint"
            },
            {
                new AmazonUnmarshallingException("id", "body", new FormatException("'<' is an invalid start")),
                "'<' is an invalid start: expected an AWS endpoint"
            },
            {
                new AmazonDynamoDBException(
                    "not authorized\nmore",
                    ErrorType.Sender,
                    "AccessDeniedException",
                    "id",
                    default
                ),
                "cannot read the journal: AccessDeniedException: not authorized"
            },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_IsOneSentence(Exception failure, string expected)
    {
        var said = await Assert.ThrowsAsync<UsageException>(() => CallAsync(failure, default));

        Assert.Contains(expected, said.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said.Message);
    }

    /// <summary>A bug is no failure of a call, and neither is the end of the command.</summary>
    [Fact]
    public async Task AnythingElse_StaysWhatItIs()
    {
        await Assert.ThrowsAsync<InvalidCastException>(() => CallAsync(new InvalidCastException(), default));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            CallAsync(new OperationCanceledException(), stop.Token)
        );
    }

    private static Task<int> CallAsync(Exception failure, CancellationToken stop) =>
        AwsFailure.ExplainedAsync(s_address, "read the journal", () => Task.FromException<int>(failure), stop);
}

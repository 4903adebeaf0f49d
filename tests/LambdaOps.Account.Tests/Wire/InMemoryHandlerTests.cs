using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>
/// The account in memory: clients see what they would see over sockets, at once and on their own thread.
/// </summary>
public sealed class InMemoryHandlerTests : IAsyncDisposable
{
    private const string Host = "account.invalid";
    private const string Url = $"https://{Host}";
    private readonly List<IDisposable> _owned = [];
    private readonly List<Endpoint> _accounts = [];

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(one => one.Dispose());
        foreach (var account in _accounts)
        {
            await account.DisposeAsync();
        }
    }

    /// <summary>Status, headers and body of two accounts that have seen the same, one asked over sockets.</summary>
    [Theory]
    [InlineData("json")]
    [InlineData("query")]
    [InlineData("cbor")]
    [InlineData("rest-xml")]
    [InlineData("rest-json")]
    public async Task Answer_IsTheWires(string protocol)
    {
        var (wired, inMemory) = (await StartAsync(), await StartAsync());

        var expected = await TextAsync(Owned(new HttpClient()), Request(protocol, wired.Server.Url));
        var answer = await TextAsync(Owned(new HttpClient(Handler(inMemory))), Request(protocol, Url));

        Assert.Equal(expected, answer);
        Assert.True(answer.StartsWith("200\n", StringComparison.Ordinal), answer);
        Assert.Contains("Date: Mon, 03 Feb 2031 04:05:06 GMT\n", answer, StringComparison.Ordinal);
        Assert.Single(inMemory.Calls);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("query")]
    [InlineData("cbor")]
    [InlineData("rest-xml")]
    [InlineData("rest-json")]
    public async Task BugInAService_IsTheWiresInternalFailure(string protocol)
    {
        var told = new List<Exception>();
        var (wired, inMemory) = (await BrokenAsync(told), await BrokenAsync(told));

        var expected = await TextAsync(Owned(new HttpClient()), Request(protocol, wired.Server.Url));
        var answer = await TextAsync(Owned(new HttpClient(Handler(inMemory))), Request(protocol, Url));

        Assert.Equal(expected, answer);
        Assert.StartsWith("500\n", answer, StringComparison.Ordinal);
        Assert.Contains("InternalFailure", answer, StringComparison.Ordinal);
        Assert.Equal(["a bug", "a bug"], told.Select(bug => bug.Message));
    }

    [Fact]
    public async Task Answer_IsThereWhenSendAsyncReturns_MadeOnTheCallersThread()
    {
        var answered = 0;
        var account = await TellingAsync(thread => answered = thread);
        var http = Owned(new HttpMessageInvoker(Handler(account)));
        var caller = Environment.CurrentManagedThreadId;

        var answering = http.SendAsync(Request("json", Url), default);

        Assert.True(answering.IsCompletedSuccessfully);
        Assert.Equal(caller, answered);
        Assert.Equal(HttpStatusCode.OK, (await answering).StatusCode);
    }

    /// <summary>The SDK leaves its caller's thread at each await that has to wait: here, none has to.</summary>
    [Fact]
    public async Task SdkCall_IsDoneWhenItReturns_OnTheCallersThread()
    {
        var answered = 0;
        var client = DynamoDb(await TellingAsync(thread => answered = thread));
        var caller = Environment.CurrentManagedThreadId;

        var listing = client.ListTablesAsync();

        Assert.True(listing.IsCompletedSuccessfully);
        Assert.Equal(caller, answered);
        Assert.Equal(["journal"], (await listing).TableNames);
    }

    [Fact]
    public async Task Send_WithoutAsync_IsTheSameCall()
    {
        var account = await StartAsync();
        var http = Owned(new HttpClient(Handler(account)));

        using var answer = http.Send(Request("json", Url));

        Assert.Equal("""{"TableNames":[]}""", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The connection breaks after the call took effect: what the SDK lets through is a broken stream.</summary>
    [Fact]
    public async Task CutConnection_IsTheSdksBrokenStream_AsOverSockets()
    {
        var (wired, inMemory) = (await CutAsync(), await CutAsync());

        var expected = await Assert.ThrowsAnyAsync<Exception>(() => Owned(wired.DynamoDbClient()).ListTablesAsync());
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => DynamoDb(inMemory).ListTablesAsync());

        Assert.IsAssignableFrom<IOException>(expected);
        Assert.IsAssignableFrom<IOException>(thrown);
        Assert.Equal(wired.Calls.Count, inMemory.Calls.Count);
        Assert.All(inMemory.Calls, call => Assert.Equal("ListTables", call.Operation));
    }

    /// <summary>The call is sent, and the client's patience ends before its answer.</summary>
    [Fact]
    public async Task TimeoutAfterSending_IsTheSdksTimeout_AsOverSockets()
    {
        var (wired, inMemory) = (await PollableAsync(), await PollableAsync());

        var expected = await Assert.ThrowsAnyAsync<Exception>(() => PollAsync(wired, new SocketsHttpHandler()));
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => PollAsync(inMemory, Handler(inMemory)));

        Assert.IsType<TimeoutException>(expected);
        Assert.IsType<TimeoutException>(thrown);
        Assert.IsType<TaskCanceledException>(expected.InnerException);
        Assert.IsType<TaskCanceledException>(thrown.InnerException);
        Assert.True(await inMemory.Holds.WaitAsync(TimeSpan.Zero), "it was not sent");
    }

    [Fact]
    public async Task CancelledToken_SendsNothing()
    {
        var account = await StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var http = Owned(new HttpMessageInvoker(Handler(account)));
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            http.SendAsync(Request("json", Url), cancelled.Token)
        );

        Assert.Equal(cancelled.Token, thrown.CancellationToken);
        Assert.Empty(account.Calls);
    }

    [Fact]
    public async Task TokenCancelledWhileItWaits_EndsTheWaitAsCancelled()
    {
        var account = await PollableAsync();
        using var cancel = new CancellationTokenSource();
        var http = Owned(new HttpMessageInvoker(Handler(account)));

        var polling = http.SendAsync(
            RawRequest.Form(
                new Uri(Url),
                "sqs",
                "Action=ReceiveMessage&QueueUrl=jobs&WaitTimeSeconds=20&Version=2012-11-05"
            ),
            cancel.Token
        );
        Assert.False(polling.IsCompleted);
        await cancel.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        Assert.DoesNotContain(account.Calls, call => call.Operation == "ReceiveMessage");
    }

    [Fact]
    public async Task OtherHost_IsASiteOfTheWorld()
    {
        var http = Owned(new HttpClient(Handler(await StartAsync())));

        using var page = await http.GetAsync(new Uri("https://www.example.com/a?b=1"));
        Assert.Equal((HttpStatusCode.Accepted, "/a?b=1"), (page.StatusCode, await page.Content.ReadAsStringAsync()));

        var unknown = await Assert.ThrowsAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri("https://nowhere.invalid/"))
        );
        Assert.Equal(HttpRequestError.NameResolutionError, unknown.HttpRequestError);

        var late = await Assert.ThrowsAsync<TaskCanceledException>(() =>
            http.GetAsync(new Uri("https://www.example.com/hang"))
        );
        Assert.IsType<TimeoutException>(late.InnerException);
    }

    /// <summary>Lambda's runtime makes an SDK send it along; Lambda finds loops by it.</summary>
    [Fact]
    public async Task Trace_GoesAlongWithEachCall()
    {
        var account = await StartAsync();
        var http = Owned(new HttpClient(new InMemoryHandler(account.Below, Host) { Trace = () => "Root=1-2-3" }));

        await http.SendAsync(Request("json", Url));

        Assert.Equal("Root=1-2-3", Assert.Single(account.Calls).Trace);
    }

    private static InMemoryHandler Handler(Endpoint account) => new(account.Below, Host);

    private T Owned<T>(T one)
        where T : IDisposable
    {
        _owned.Add(one);
        return one;
    }

    private AmazonDynamoDBClient DynamoDb(Endpoint account) =>
        Owned(account.DynamoDbClient(new Door(Owned(new HttpClient(Handler(account))), Url)));

    private async Task<Endpoint> StartAsync(Func<WireOptions, WireOptions>? with = null, AnyFace? face = null)
    {
        var account = await Endpoint.StartAsync(
            options =>
                (with?.Invoke(options) ?? options) with
                {
                    Site = (host, path) =>
                        host == "www.example.com"
                            ? new WebAnswer(202, "text/plain", Encoding.UTF8.GetBytes(path), TimesOut: path == "/hang")
                            : null,
                },
            [
                new AnyFace("cloudwatch", _ => new JsonObject { ["MetricAlarms"] = new JsonArray() }),
                new AnyFace("lambda", _ => new JsonObject { ["Functions"] = new JsonArray() }),
                .. face is null ? Array.Empty<IServiceFace>() : [face],
            ]
        );
        _accounts.Add(account);
        account.S3.CreateBucket("site");
        account.S3.Put("site", "index.html", "hi"u8.ToArray(), "text/html");
        return account;
    }

    /// <summary>Tells which thread it is asked on.</summary>
    private Task<Endpoint> TellingAsync(Action<int> tell) =>
        StartAsync(
            face: new AnyFace(
                "dynamodb",
                _ =>
                {
                    tell(Environment.CurrentManagedThreadId);
                    return new JsonObject { ["TableNames"] = new JsonArray("journal") };
                }
            )
        );

    private Task<Endpoint> BrokenAsync(List<Exception> told) =>
        StartAsync(options =>
            options with
            {
                Dispatch = _ => throw new InvalidOperationException("a bug"),
                OnBug = told.Add,
            }
        );

    private Task<Endpoint> CutAsync() =>
        StartAsync(
            options => options with { BreaksConnection = broken => broken is IOException },
            new AnyFace("dynamodb", _ => throw new IOException("cut"))
        );

    private async Task<Endpoint> PollableAsync()
    {
        var account = await StartAsync();
        account.Sqs.CreateQueue("jobs");
        return account;
    }

    private async Task PollAsync(Endpoint account, HttpMessageHandler handler)
    {
        var http = Owned(new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(200) });
        var url = handler is InMemoryHandler ? Url : account.Server.Url;
        await Owned(account.SqsClient(new Door(http, url)))
            .ReceiveMessageAsync(
                new Amazon.SQS.Model.ReceiveMessageRequest { QueueUrl = "jobs", WaitTimeSeconds = 20 }
            );
    }

    private static async Task<string> TextAsync(HttpClient http, HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}\n")
            .Order(StringComparer.OrdinalIgnoreCase);
        return $"{(int)answer.StatusCode}\n{string.Concat(headers)}\n{Encoding.Latin1.GetString(body)}";
    }

    private static HttpRequestMessage Request(string protocol, string url) =>
        protocol switch
        {
            "json" => RawRequest
                .To(new Uri(url), "dynamodb", body: "{}"u8.ToArray())
                .Typed("application/x-amz-json-1.0")
                .With("X-Amz-Target", "DynamoDB_20120810.ListTables"),
            "query" => RawRequest.Form(new Uri(url), "sts", "Action=GetCallerIdentity&Version=2011-06-15"),
            // An empty map.
            "cbor" => RawRequest
                .To(
                    new Uri($"{url}/service/GraniteServiceVersion20100801/operation/DescribeAlarms"),
                    "monitoring",
                    body: [0xA0]
                )
                .Typed("application/cbor")
                .With("smithy-protocol", "rpc-v2-cbor"),
            "rest-xml" => RawRequest.To(new Uri($"{url}/site?list-type=2"), "s3", HttpMethod.Get),
            "rest-json" => RawRequest.To(new Uri($"{url}/2015-03-31/functions/"), "lambda", HttpMethod.Get),
            _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
        };
}

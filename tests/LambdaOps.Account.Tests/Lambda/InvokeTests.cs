using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>The Invoke operation: what it takes, how many at once, and what it makes of answers.</summary>
public sealed class InvokeTests
{
    private const int MostBytes = 6 * 1024 * 1024;
    private const int MostAsyncBytes = 1024 * 1024;

    [Theory]
    [InlineData("not json")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":01}")]
    public async Task Payload_MustBeJson(string payload)
    {
        await using var host = new Host();
        host.Register("f", (sent, _, _) => Task.FromResult(sent));
        foreach (var type in (string[])["RequestResponse", "Event", "DryRun"])
        {
            var refused = await RefusedAsync(host, type, Host.Bytes(payload));
            Assert.Equal(("InvalidRequestContentException", 400), (refused.Code, refused.HttpStatus));
        }

        Assert.Equal(
            "InvalidRequestContentException",
            (await RefusedAsync(host, "Event", [(byte)'"', 0xff, (byte)'"'])).Code
        );
        Assert.Empty(host.Lambda.Invocations);
    }

    [Theory]
    [InlineData("", "{}")]
    [InlineData("5", "5")]
    [InlineData("null", "null")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    public async Task Payload_ComesAsItIs_AndNoneIsAnEmptyObject(string payload, string received)
    {
        await using var host = new Host();
        host.Register("f", (sent, _, _) => Task.FromResult(sent));
        var answer = await host.Lambda.InvokeAsync("f", "RequestResponse", Host.Bytes(payload), "test");
        Assert.Equal(received, Host.Text(answer.Payload));
    }

    [Fact]
    public async Task Payload_MayBeDeeplyNested()
    {
        await using var host = new Host();
        host.Register("f", (_, _, _) => Task.FromResult<byte[]>([]));
        var deep = new string('[', 999) + new string(']', 999);
        Assert.Equal(200, (await host.Lambda.InvokeAsync("f", "RequestResponse", Host.Bytes(deep), "test")).StatusCode);
        Assert.Equal(
            "InvalidRequestContentException",
            (await RefusedAsync(host, "RequestResponse", Host.Bytes($"[[{deep}]]"))).Code
        );
    }

    [Theory]
    [InlineData("RequestResponse", MostBytes)]
    [InlineData("DryRun", MostBytes)]
    [InlineData("Event", MostAsyncBytes)]
    public async Task Payload_HasALimit(string type, int most)
    {
        await using var host = new Host();
        host.Register("f", (_, _, _) => Task.FromResult<byte[]>([]));
        await host.Lambda.InvokeAsync("f", type, TextOf(most), "test");
        var refused = await RefusedAsync(host, type, TextOf(most + 1));
        Assert.Equal(("RequestEntityTooLargeException", 413), (refused.Code, refused.HttpStatus));
        Assert.Equal(
            $"{most + 1} byte payload is too large for the {type} invocation type (limit {most} bytes)",
            refused.Message
        );
    }

    [Fact]
    public async Task Answer_HasALimit()
    {
        await using var host = new Host();
        host.Register("f", (sent, _, _) => Task.FromResult(TextOf(int.Parse(Host.Text(sent), null))));
        var fits = await host.Lambda.InvokeAsync("f", "RequestResponse", Host.Bytes($"{MostBytes + 100}"), "test");
        Assert.Equal((null, MostBytes + 100), (fits.FunctionError, fits.Payload.Length));
        var more = await host.Lambda.InvokeAsync("f", "RequestResponse", Host.Bytes($"{MostBytes + 101}"), "test");
        Assert.Equal((200, "Unhandled"), (more.StatusCode, more.FunctionError));
        Assert.Equal("Function.ResponseSizeTooLarge", Host.Json(more.Payload).GetProperty("errorType").GetString());
    }

    [Theory]
    [InlineData("f:prod")]
    [InlineData("arn:aws:lambda:ap-northeast-1:123456789012:function:f:7")]
    [InlineData("g")]
    public async Task Function_ThatIsNotThere(string name)
    {
        await using var host = new Host();
        host.Register("f", (sent, _, _) => Task.FromResult(sent));
        var refused = await RefusedAsync(host, "RequestResponse", [], name);
        Assert.Equal(("ResourceNotFoundException", 404), (refused.Code, refused.HttpStatus));
    }

    [Fact]
    public async Task Invocations_OfOneFunctionRunSideBySide()
    {
        await using var host = new Host();
        var meeting = new Meeting(3);
        host.Register(Definition("f", meeting, concurrency: 3));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => InvokeAsync(host, "f")));

        Assert.All(answers, answer => Assert.Equal("\"met\"", Host.Text(answer.Payload)));
        Assert.Equal(3, host.Lambda.Invocations.Count(run => run.Cold));
    }

    [Theory]
    [InlineData(true, "ReservedFunctionConcurrentInvocationLimitExceeded")]
    [InlineData(false, "ConcurrentInvocationLimitExceeded")]
    public async Task Invocations_AboveTheConcurrencyAreThrottled(bool isReserved, string reason)
    {
        await using var host = new Host(account: isReserved ? 1000 : 2);
        var meeting = new Meeting(3);
        host.Register(Definition("f", meeting, isReserved ? 2 : 1000) with { IsReserved = isReserved });
        var running = Enumerable.Range(0, 2).Select(_ => InvokeAsync(host, "f")).ToList();

        var refused = await RefusedAsync(host, "RequestResponse", []);

        Assert.Equal(("TooManyRequestsException", 429), (refused.Code, refused.HttpStatus));
        Assert.Equal(reason, (string?)refused.Details!["Reason"]);
        meeting.Arrive();
        await Task.WhenAll(running);
        Assert.Equal(200, (await InvokeAsync(host, "f")).StatusCode);
    }

    [Fact]
    public async Task Account_IsSharedByWhatIsNotReserved()
    {
        await using var host = new Host(account: 3);
        var meeting = new Meeting(3);
        host.Register(Definition("f", meeting, 1000));
        host.Register(Definition("g", meeting, 1000));
        host.Register(Definition("kept", meeting, 2) with { IsReserved = true });
        var running = InvokeAsync(host, "f");

        Assert.Equal(429, (await RefusedAsync(host, "RequestResponse", [], "g")).HttpStatus);
        var own = InvokeAsync(host, "kept");
        host.Lambda.InvokeAsync("g", Host.Bytes("{}"), "event");
        meeting.Arrive();
        await Task.WhenAll(running, own);
        await host.RunFor(1);

        Assert.Contains(host.Lambda.Invocations, run => run is { Function: "g", Outcome.Failed: false });
    }

    private static FunctionDefinition Definition(string name, Meeting meeting, int concurrency) =>
        new(name, Host.Arn(name))
        {
            Create = FunctionDefinition.InProcess(
                async (_, _, _) =>
                {
                    await meeting.ArriveAsync();
                    return Host.Bytes("\"met\"");
                }
            ),
            MaxConcurrency = concurrency,
        };

    private static Task<InvokeResult> InvokeAsync(Host host, string function) =>
        host.Lambda.InvokeAsync(function, "RequestResponse", Host.Bytes("{}"), "test");

    private static Task<ServiceFault> RefusedAsync(Host host, string type, byte[] payload, string function = "f") =>
        Assert.ThrowsAsync<ServiceFault>(() => host.Lambda.InvokeAsync(function, type, payload, "test"));

    /// <summary>A JSON text of so many bytes.</summary>
    private static byte[] TextOf(int bytes) => Encoding.ASCII.GetBytes('"' + new string('x', bytes - 2) + '"');

    /// <summary>Where so many have to come before the first may go; whoever comes later goes at once.</summary>
    private sealed class Meeting(int all)
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _came;

        public void Arrive()
        {
            if (Interlocked.Increment(ref _came) == all)
            {
                _complete.SetResult();
            }
        }

        public Task ArriveAsync()
        {
            Arrive();
            return _complete.Task;
        }
    }
}

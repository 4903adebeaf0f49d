using LambdaOps.Account.Lambda;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Account.Tests.Lambda;

public sealed class VirtualPumpTests
{
    [Fact]
    public async Task Time_StandsStill_WhileAFunctionIsAtWork()
    {
        await using var host = new Host();
        var release = new TaskCompletionSource();
        var seen = new List<DateTimeOffset>();
        host.Register(
            "f",
            async (payload, _, _) =>
            {
                seen.Add(host.World.Clock.Now);
                await release.Task;
                seen.Add(host.World.Clock.Now);
                return payload;
            }
        );
        host.World.Clock.In(TimeSpan.FromSeconds(1), "alarm", () => host.Lambda.InvokeAsync("f", [], "alarm"));
        var ticked = false;
        host.World.Clock.In(TimeSpan.FromSeconds(2), "later", () => ticked = true);

        var run = host.RunFor(10);
        Assert.False(run.IsCompleted);
        Assert.False(ticked);
        release.SetResult();
        var end = await run;

        Assert.Equal(PumpEndReason.Limit, end.Reason);
        Assert.Equal([Host.Start.AddSeconds(1), Host.Start.AddSeconds(1)], seen);
        Assert.True(ticked);
    }

    [Fact]
    public async Task Hang_IsANamedStall_WithTheFunctionInIt()
    {
        var machine = new ManualTime(Host.Start);
        var host = new Host(machine: machine, stallGuard: TimeSpan.FromMilliseconds(20));
        var never = new TaskCompletionSource<byte[]>();
        host.Register("stuck", (_, _, _) => never.Task);
        host.Lambda.InvokeAsync("stuck", [], "test");

        var run = host.RunFor(10);
        await Until(() => machine.Waits.Contains(TimeSpan.FromMilliseconds(20)));
        machine.Advance(TimeSpan.FromMilliseconds(20));
        var end = await run;

        Assert.Equal(PumpEndReason.Stalled, end.Reason);
        Assert.Contains("stuck", end.Why, StringComparison.Ordinal);
        Assert.Equal(Host.Start, end.At);
        never.SetResult([]);
    }

    [Fact]
    public async Task Hang_EndsAtTheRealTimeGuard_AsATimeoutOfTheFunction()
    {
        var machine = new ManualTime(Host.Start);
        var host = new Host(machine: machine, stallGuard: TimeSpan.FromHours(1));
        host.Register(
            "slow",
            async (payload, _, killed) =>
            {
                await Task.Delay(Timeout.Infinite, killed);
                return payload;
            }
        );
        var invoked = host.Lambda.InvokeAsync("slow", "RequestResponse", [], "test");

        // Four times its 3 seconds, and a minute to start in.
        await Until(() => machine.Waits.Contains(TimeSpan.FromSeconds(72)));
        machine.Advance(TimeSpan.FromSeconds(72));
        var result = await invoked;

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.Equal(
            "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                + result.RequestId
                + " Error: Task timed out after 3.00 seconds\"}",
            Host.Text(result.Payload)
        );
    }

    [Fact]
    public async Task SameSeed_SameRun()
    {
        var first = await BusyRun(seed: 7);
        Assert.Equal(first, await BusyRun(seed: 7));
        Assert.NotEqual(first, await BusyRun(seed: 8));
    }

    [Fact]
    public async Task FunctionsStartedAtOneMoment_NeverInterleave_AndKeepTheirOrder()
    {
        await using var host = new Host();
        var trace = new List<string>();
        foreach (var name in new[] { "b", "a", "c" })
        {
            host.Register(
                name,
                async (payload, _, _) =>
                {
                    trace.Add($"{name} in");
                    await Task.Yield();
                    trace.Add($"{name} out");
                    return payload;
                }
            );
        }

        host.World.Clock.In(
            TimeSpan.FromSeconds(1),
            "three at once",
            () =>
            {
                host.Lambda.InvokeAsync("b", [], "x");
                host.Lambda.InvokeAsync("a", [], "x");
                host.Lambda.InvokeAsync("c", [], "x");
            }
        );
        await host.RunFor(5);

        Assert.Equal(["b in", "b out", "a in", "a out", "c in", "c out"], trace);
    }

    [Fact]
    public async Task AtSpeed_VirtualTimeFollowsTheMachine()
    {
        var machine = new ManualTime(Host.Start);
        var host = new Host(machine: machine);
        host.Register("f", (payload, _, _) => Task.FromResult(payload));
        host.World.Clock.In(TimeSpan.FromSeconds(50), "alarm", () => host.Lambda.InvokeAsync("f", [], "alarm"));
        using var stop = new CancellationTokenSource();

        var run = host.Pump.RunAtSpeedAsync(60, stop.Token);
        while (host.Lambda.Invocations.Count == 0)
        {
            await Until(() => machine.Waits.Contains(TimeSpan.FromMilliseconds(10)));
            machine.Advance(TimeSpan.FromMilliseconds(10));
        }

        await stop.CancelAsync();
        await run;
        Assert.Equal(50, Host.SecondsOf(Assert.Single(host.Lambda.Invocations).StartedAt), 1);
        Assert.True(machine.Now - Host.Start >= TimeSpan.FromSeconds(0.83));
    }

    private static async Task<string> BusyRun(ulong seed)
    {
        await using var host = new Host(seed);
        var calls = 0;
        foreach (var name in new[] { "a", "b", "c" })
        {
            host.Register(
                name,
                async (_, id, _) =>
                {
                    await Task.Yield();
                    var failed = ++calls % 3 == 0;
                    return failed ? throw new InvalidOperationException(id) : Host.Bytes($"\"{id}\"");
                }
            );
        }

        for (var i = 0; i < 20; i++)
        {
            var name = "abc"[i % 3].ToString();
            host.World.Clock.In(TimeSpan.FromSeconds(i / 4), "x", () => host.Lambda.InvokeAsync(name, [], "x"));
        }

        await host.RunFor(1000);
        return string.Join("\n", host.Timeline.Concat(host.Lambda.Invocations.Select(run => run.RequestId)));
    }

    /// <summary>Waits for what another thread is just about to do.</summary>
    internal static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 10_000, "It did not come.");
            await Task.Delay(1);
        }
    }
}

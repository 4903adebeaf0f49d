using System.Diagnostics;
using System.Text.Json;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>A compiled program as a function: LambdaOps.Account.TestFunction.</summary>
public sealed class FunctionProcessTests
{
    private static readonly string s_program = FindProgram();

    [Fact]
    public async Task Process_GetsLambdasEnvironmentAndHeaders_AndNothingOfOurs()
    {
        await using var host = new Host();
        Register(host, variables: new() { ["OWN"] = "own value", ["ANNOTATIONS_HANDLER"] = "Respond" });

        var before = DateTimeOffset.UtcNow;
        var result = await Invoke(host, "echo");
        var after = DateTimeOffset.UtcNow;

        Assert.Null(result.FunctionError);
        var seen = Host.Json(result.Payload);
        Assert.Equal("""{"do":"echo"}""", seen.GetProperty("payload").GetString());
        var environment = seen.GetProperty("environment").Deserialize<Dictionary<string, string>>()!;
        var expected = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
            ["AWS_REGION"] = "ap-northeast-1",
            ["AWS_DEFAULT_REGION"] = "ap-northeast-1",
            ["AWS_ACCESS_KEY_ID"] = host.Lambda.CredentialsOf("f").AccessKeyId,
            ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1",
            ["ANNOTATIONS_HANDLER"] = "Respond",
            ["_HANDLER"] = "bootstrap",
            ["TZ"] = ":UTC",
            ["OWN"] = "own value",
        };
        Assert.Equal(expected, environment.Where(entry => expected.ContainsKey(entry.Key)).ToDictionary());
        Assert.StartsWith("127.0.0.1:", environment["AWS_LAMBDA_RUNTIME_API"], StringComparison.Ordinal);
        Assert.DoesNotContain("HOME", environment.Keys);
        Assert.Equal("f", host.Lambda.CallerOf(environment["AWS_ACCESS_KEY_ID"]));

        var headers = seen.GetProperty("headers").Deserialize<Dictionary<string, string>>()!;
        Assert.Equal(result.RequestId, headers["Lambda-Runtime-Aws-Request-Id"]);
        Assert.Equal(Host.Arn("f"), headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Matches(
            "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:1$",
            headers["Lambda-Runtime-Trace-Id"]
        );
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(headers["Lambda-Runtime-Deadline-Ms"], System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.InRange(deadline, before.AddSeconds(2.9), after.AddSeconds(3));
    }

    [Fact]
    public async Task Process_StaysWarm_LivesThroughItsErrors_AndStartsColdAfterACrash()
    {
        await using var host = new Host();
        Register(host);

        var first = Host.Json((await Invoke(host, "echo")).Payload);
        var failed = await Invoke(host, "fail");
        var third = Host.Json((await Invoke(host, "echo")).Payload);
        var crashed = await Invoke(host, "crash");
        var fifth = Host.Json((await Invoke(host, "echo")).Payload);

        Assert.Equal(
            ("Unhandled", """{"errorType":"Test.Failure","errorMessage":"as told"}"""),
            (failed.FunctionError, Host.Text(failed.Payload))
        );
        Assert.Equal((1, 3), (first.GetProperty("count").GetInt32(), third.GetProperty("count").GetInt32()));
        Assert.Equal(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + crashed.RequestId
                + " Error: Runtime exited with error: exit status 1\"}",
            Host.Text(crashed.Payload)
        );
        Assert.Equal(1, fifth.GetProperty("count").GetInt32());
        Assert.Equal([true, false, false, false, true], host.Lambda.Invocations.Select(run => run.Cold));
    }

    [Fact]
    public async Task Answer_SentBeforeTheProcessLeft_Stands()
    {
        await using var host = new Host();
        Register(host);

        var left = await Invoke(host, "leave");
        await Invoke(host, "echo");

        Assert.Equal((null, "\"sent\""), (left.FunctionError, Host.Text(left.Payload)));
        Assert.Equal([true, true], host.Lambda.Invocations.Select(run => run.Cold));
    }

    [Fact]
    public async Task InitError_IsTheInvocationsAnswer()
    {
        await using var host = new Host();
        Register(host, variables: new() { ["FAIL_INIT"] = "1" });

        var result = await Invoke(host, "echo");

        Assert.Equal(
            ("Unhandled", """{"errorType":"Test.Init","errorMessage":"cannot start"}"""),
            (result.FunctionError, Host.Text(result.Payload))
        );
    }

    [Fact]
    public async Task Program_ThatCannotStart_IsAnInvalidEntrypoint()
    {
        await using var host = new Host();
        host.Register(
            new FunctionDefinition("f", Host.Arn("f"))
            {
                Create = FunctionDefinition.Process(FunctionCommand.For("/nowhere/bootstrap"), "http://127.0.0.1:1"),
            }
        );

        var result = await Invoke(host, "echo");

        Assert.Equal("Runtime.InvalidEntrypoint", Host.Json(result.Payload).GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task RuntimeApi_AnswersBrokenRulesAsLambdaDoes()
    {
        await using var host = new Host();
        Register(host);

        var answers = Host.Json((await Invoke(host, "protocol")).Payload).Deserialize<string[]>()!;

        Assert.StartsWith("403 {\"errorMessage\":\"State transition from ", answers[0], StringComparison.Ordinal);
        Assert.EndsWith("\"errorType\":\"InvalidStateTransition\"}", answers[0], StringComparison.Ordinal);
        Assert.Equal("""400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""", answers[1]);
        Assert.StartsWith("403 ", answers[2], StringComparison.Ordinal);
        Assert.StartsWith("404 ", answers[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_OfTheProcess_IsTheFunctionsLog()
    {
        await using var host = new Host();
        Register(host);

        await Invoke(host, "log");
        await host.Lambda.DisposeAsync();

        var lines = host.Lambda.LogOf("f").Select(line => line.Text).ToArray();
        Assert.Contains("a line on stdout", lines);
        Assert.Contains("a line on stderr", lines);
    }

    [Fact]
    public async Task Kill_InTheMiddleOfACall_TakesTheProcessAndTheAnswer_AndTheRetrySucceeds()
    {
        await using var host = new Host();
        await using var endpoint = await FakeEndpoint.StartAsync(host.Lambda);
        Register(host, endpoint.Url);
        var plan = host.Lambda.KillDuring("f", KillMoment.After);

        host.Lambda.InvokeAsync("f", Host.Bytes("""{"do":"call"}"""), "test");
        await host.RunFor(100);

        Assert.Equal("Called", plan.DiedAt?.Operation);
        Assert.Equal(2, endpoint.Effects);
        Assert.Equal([0, 60.1], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        var outcomes = host.Lambda.Invocations.Select(run => run.Outcome).ToArray();
        Assert.Equal(InvocationOutcome.Crashed.Killed, outcomes[0]);
        Assert.IsType<InvocationOutcome.Succeeded>(outcomes[1]);
    }

    [Fact]
    public async Task Kill_BeforeACall_LeavesItWithoutEffect()
    {
        await using var host = new Host();
        await using var endpoint = await FakeEndpoint.StartAsync(host.Lambda);
        Register(host, endpoint.Url);
        host.Lambda.KillDuring("f", KillMoment.Before, call => call.Operation == "Called");

        host.Lambda.InvokeAsync("f", Host.Bytes("""{"do":"call"}"""), "test");
        await host.RunFor(10);

        Assert.Equal(0, endpoint.Effects);
        Assert.Equal(InvocationOutcome.Crashed.Killed, Assert.Single(host.Lambda.Invocations).Outcome);
    }

    [Fact]
    public async Task Hang_IsKilledByTheMachinesClock_AndTimesOutInVirtualTime()
    {
        var machine = new ManualTime(Host.Start);
        await using var host = new Host(machine: machine, stallGuard: TimeSpan.FromHours(1));
        Register(host);
        host.Lambda.InvokeAsync("f", Host.Bytes("""{"do":"hang"}"""), "test");

        // Four times its 3 seconds, and a minute to start in.
        await VirtualPumpTests.Until(() => machine.Waits.Contains(TimeSpan.FromSeconds(72)));
        machine.Advance(TimeSpan.FromSeconds(72));
        await host.RunFor(10);

        var run = Assert.Single(host.Lambda.Invocations);
        Assert.Equal(new InvocationOutcome.TimedOut(TimeSpan.FromSeconds(3)), run.Outcome);
        Assert.Equal(3, Host.SecondsOf(run.EndedAt));
    }

    [Fact]
    public async Task Dispose_LeavesNoProcessBehind()
    {
        var host = new Host();
        Register(host);
        var pid = Host.Json((await Invoke(host, "echo")).Payload).GetProperty("pid").GetInt32();
        using var process = Process.GetProcessById(pid);

        await host.DisposeAsync();

        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Process_DiesWithTheAccount_EvenWhenThatIsKilled()
    {
        // What stands in for the simulator here is the other end of the pipe.
        using var function = new Process { StartInfo = FunctionCommand.For(s_program).ToStartInfo([]) };
        function.StartInfo.ArgumentList[^2] = "sleep";
        function.StartInfo.ArgumentList[^1] = "30";
        function.StartInfo.ArgumentList[^3] = "/usr/bin/env";
        function.Start();

        function.StandardInput.Close();

        // Without the watcher it would end by itself, in peace.
        await function.WaitForExitAsync();
        Assert.Equal(137, function.ExitCode);
    }

    private static void Register(
        Host host,
        string endpoint = "http://127.0.0.1:1",
        Dictionary<string, string>? variables = null
    ) =>
        host.Register(
            new FunctionDefinition("f", Host.Arn("f"))
            {
                Create = FunctionDefinition.Process(FunctionCommand.For(s_program), endpoint),
                MemoryMegabytes = 256,
                Variables = System.Collections.Immutable.ImmutableDictionary.CreateRange(variables ?? []),
            }
        );

    private static Task<InvokeResult> Invoke(Host host, string what) =>
        host.Lambda.InvokeAsync("f", "RequestResponse", Host.Bytes($$"""{"do":"{{what}}"}"""), "test");

    private static string FindProgram()
    {
        // …/LambdaOps.Account.Tests/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = here.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(
            tests,
            "LambdaOps.Account.TestFunction",
            "bin",
            here.Parent.Name,
            here.Name,
            "LambdaOps.Account.TestFunction.dll"
        );
    }
}

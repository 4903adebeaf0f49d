using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Tests.Lambda;

public sealed class AsyncInvocationTests
{
    private static readonly byte[] s_payload = Host.Bytes("""{"n":1}""");

    [Fact]
    public async Task Event_RunsAtOnce_AndTakesEffectAfterTheModelledDuration()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        host.Lambda.InvokeAsync("f", s_payload, "test");
        var end = await host.Pump.RunUntilAsync(() => host.Lambda.Invocations.Count == 1, Host.Start.AddMinutes(1));

        Assert.Equal(PumpEndReason.Done, end.Reason);
        var run = Assert.Single(host.Lambda.Invocations);
        Assert.Equal(Host.Start, run.StartedAt);
        Assert.Equal(Host.Start.AddMilliseconds(100), run.EndedAt);
        Assert.Equal(s_payload, Assert.IsType<InvocationOutcome.Succeeded>(run.Outcome).Payload);
    }

    [Fact]
    public async Task Event_ThatFails_IsRetriedAfter60And120Seconds_ThenGivenUp()
    {
        await using var host = new Host();
        var ids = new List<string>();
        host.Register(
            new FunctionDefinition("f", Host.Arn("f"))
            {
                Create = FunctionDefinition.InProcess(
                    (_, id, _) =>
                    {
                        ids.Add(id);
                        throw new InvalidOperationException("no");
                    }
                ),
                DeadLetterTarget = "arn:aws:sqs:ap-northeast-1:123456789012:dead",
            }
        );
        var told = new List<FailedEvent>();
        host.Lambda.OnFailedEvent = told.Add;

        host.Lambda.InvokeAsync("f", s_payload, "test");
        await host.RunFor(3600);

        Assert.Equal([0, 60.1, 180.2], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Equal([1, 2, 3], host.Lambda.Invocations.Select(run => run.Attempt));
        Assert.Single(ids.Distinct());
        var failed = Assert.Single(host.Lambda.FailedEvents);
        Assert.Equal([failed], told);
        Assert.Equal(("RetriesExhausted", 3), (failed.Condition, failed.Attempts));
        Assert.Equal(180.3, Host.SecondsOf(failed.At), 3);
        Assert.Equal(s_payload, failed.Payload);
        Assert.Equal("no", failed.DeadLetterAttributes["ErrorMessage"]);
        var record = Host.Json(failed.DestinationRecord());
        Assert.Equal("RetriesExhausted", record.GetProperty("requestContext").GetProperty("condition").GetString());
        Assert.Equal(1, record.GetProperty("requestPayload").GetProperty("n").GetInt32());
        Assert.Equal("no", record.GetProperty("responsePayload").GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Event_ThatSucceedsOnARetry_IsNotGivenUp()
    {
        await using var host = new Host();
        var calls = 0;
        host.Register(
            "f",
            (payload, _, _) => ++calls < 2 ? throw new InvalidOperationException() : Task.FromResult(payload)
        );

        host.Lambda.InvokeAsync("f", s_payload, "test");
        await host.RunFor(3600);

        Assert.Equal(2, host.Lambda.Invocations.Count);
        Assert.Empty(host.Lambda.FailedEvents);
    }

    [Fact]
    public async Task Events_AboveTheConcurrency_WaitForASlot()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        host.Lambda.InvokeAsync("f", s_payload, "one");
        host.Lambda.InvokeAsync("f", s_payload, "two");
        host.Lambda.InvokeAsync("f", s_payload, "three");
        await host.RunFor(10);

        Assert.Equal([0, 0.1, 0.2], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Equal(["one", "two", "three"], host.Lambda.Invocations.Select(run => run.Source));
        Assert.Equal([true, false, false], host.Lambda.Invocations.Select(run => run.Cold));
    }

    [Fact]
    public async Task Events_WithinTheConcurrency_OverlapInVirtualTime_InEnvironmentsOfTheirOwn()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));
        host.Lambda.SetMaxConcurrency("f", 2);

        host.Lambda.InvokeAsync("f", s_payload, "one");
        host.Lambda.InvokeAsync("f", s_payload, "two");
        await host.RunFor(10);

        Assert.Equal([0.0, 0], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Equal([true, true], host.Lambda.Invocations.Select(run => run.Cold));
    }

    [Fact]
    public async Task Event_ThatWaitsLongerThanItsAge_IsGivenUpWithoutAnAttempt()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));
        host.Lambda.SetMaxConcurrency("f", 0);

        host.Lambda.InvokeAsync("f", s_payload, "test");
        await host.RunFor((6 * 3600) + 1);
        host.Lambda.SetMaxConcurrency("f", 1);

        Assert.Empty(host.Lambda.Invocations);
        Assert.Equal(
            ("EventAgeExceeded", 0, null),
            Assert.Single(host.Lambda.FailedEvents) is var failed
                ? (failed.Condition, failed.Attempts, failed.LastAnswer)
                : default
        );
    }

    [Fact]
    public async Task Deliveries_CanDuplicateAndDelayAnEvent()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));
        host.Lambda.Deliveries = (_, _) => [TimeSpan.Zero, TimeSpan.FromSeconds(5)];

        host.Lambda.InvokeAsync("f", s_payload, "test");
        await host.RunFor(10);

        Assert.Equal([0.0, 5], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
        Assert.Single(host.Lambda.Invocations.Select(run => run.RequestId).Distinct());
    }

    [Fact]
    public async Task Environment_ThatIdledTooLong_IsColdAgain()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        foreach (var pause in new[] { 0, 599, 601 })
        {
            await host.RunFor(pause);
            host.Lambda.InvokeAsync("f", s_payload, "test");
            await host.RunFor(0.1);
        }

        Assert.Equal([true, false, true], host.Lambda.Invocations.Select(run => run.Cold));
    }

    [Fact]
    public async Task RequestResponse_AnswersWithPayloadAndLog_WithoutVirtualTime()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        var result = await host.Lambda.InvokeAsync(Host.Arn("f"), "RequestResponse", s_payload, "operator");

        Assert.Equal((200, null, "$LATEST"), (result.StatusCode, result.FunctionError, result.ExecutedVersion));
        Assert.Equal(s_payload, result.Payload);
        Assert.StartsWith(
            $"START RequestId: {result.RequestId} Version: $LATEST\n",
            result.LogTail,
            StringComparison.Ordinal
        );
        Assert.Contains($"REPORT RequestId: {result.RequestId}\t", result.LogTail, StringComparison.Ordinal);
        Assert.Equal(Host.Start, host.World.Clock.Now);
    }

    [Fact]
    public async Task RequestResponse_OfAFailure_IsUnhandled_AndNotRetried()
    {
        await using var host = new Host();
        host.Register("f", (_, _, _) => throw new InvalidOperationException("no"));

        var result = await host.Lambda.InvokeAsync("f", "RequestResponse", s_payload, "operator");
        await host.RunFor(600);

        Assert.Equal((200, "Unhandled"), (result.StatusCode, result.FunctionError));
        Assert.Equal(
            """{"errorType":"InvalidOperationException","errorMessage":"no","stackTrace":[]}""",
            Host.Text(result.Payload)
        );
        Assert.Single(host.Lambda.Invocations);
    }

    [Fact]
    public async Task RequestResponse_OfABusyFunction_IsThrottled()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));
        host.Lambda.SetMaxConcurrency("f", 0);

        var fault = await Assert.ThrowsAsync<ServiceFault>(() =>
            host.Lambda.InvokeAsync("f", "RequestResponse", s_payload, "operator")
        );

        Assert.Equal(("TooManyRequestsException", 429), (fault.Code, fault.HttpStatus));
    }

    [Fact]
    public async Task RequestResponse_FromInsideAFunction_DoesNotWaitForItsCaller()
    {
        await using var host = new Host();
        host.Register("inner", (payload, _, _) => Task.FromResult(payload));
        host.Register(
            "outer",
            async (payload, _, _) =>
                (await host.Lambda.InvokeAsync("inner", "RequestResponse", payload, "outer")).Payload
        );

        host.Lambda.InvokeAsync("outer", s_payload, "test");
        await host.RunFor(1);

        Assert.Equal(["inner", "outer"], host.Lambda.Invocations.Select(run => run.Function));
        Assert.All(host.Lambda.Invocations, run => Assert.False(run.Outcome.Failed));
    }

    [Theory]
    [InlineData("Event", 202)]
    [InlineData("DryRun", 204)]
    public async Task OtherInvocationTypes_AnswerAtOnce(string type, int status)
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        Assert.Equal(status, (await host.Lambda.InvokeAsync("f", type, s_payload, "operator")).StatusCode);
        await host.RunFor(1);
        Assert.Equal(type == "Event" ? 1 : 0, host.Lambda.Invocations.Count);
    }

    [Fact]
    public void UnknownFunction_IsNotFound()
    {
        var host = new Host();
        var fault = Assert.Throws<ServiceFault>(() => host.Lambda.InvokeAsync("none", s_payload, "test"));
        Assert.Equal(("ResourceNotFoundException", 404), (fault.Code, fault.HttpStatus));
    }
}

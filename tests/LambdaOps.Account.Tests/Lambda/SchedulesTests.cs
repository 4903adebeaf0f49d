using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;

namespace LambdaOps.Account.Tests.Lambda;

/// <summary>EventBridge Scheduler on virtual time.</summary>
public sealed class SchedulesTests
{
    private const string Role = "arn:aws:iam::123456789012:role/schedules";

    private static readonly DeployedStack s_stack = new("s", "ap-northeast-1", "123456789012")
    {
        Roles =
        [
            new StackRole(
                "Role",
                "schedules",
                Role,
                new RolePolicy([
                    new PolicyStatement(
                        IsAllow: true,
                        ["lambda:InvokeFunction"],
                        [Host.Arn("f")],
                        "test",
                        IsGiven: true
                    ),
                ])
            ),
        ],
    };

    [Theory]
    [InlineData("rate(1 minute)", 60)]
    [InlineData("rate(5 minutes)", 300)]
    [InlineData("rate(2 hours)", 7200)]
    [InlineData("rate(1 day)", 86400)]
    public async Task Rate_CountsFromTheDeployment(string expression, int seconds)
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        new Schedules(host.World, host.Lambda, s_stack).Start(Schedule(expression));
        await host.RunFor((2 * seconds) + 1);

        Assert.Equal([seconds, 2.0 * seconds], host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt)));
    }

    [Fact]
    public async Task Input_HasItsKeywordsReplaced()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        new Schedules(host.World, host.Lambda, s_stack).Start(Schedule("rate(5 minutes)"));
        await host.RunFor(301);

        Assert.Equal(
            """{"by":"arn:schedule","at":"2026-03-01T00:05:00Z"}""",
            Host.Text(Assert.Single(host.Lambda.Invocations).Payload)
        );
    }

    [Fact]
    public async Task ARoleThatMayNot_InvokesNothing()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        new Schedules(host.World, host.Lambda, s_stack with { Roles = [] }).Start(Schedule("rate(5 minutes)"));
        await host.RunFor(301);

        Assert.Empty(host.Lambda.Invocations);
        Assert.Contains("may not invoke", Assert.Single(host.Timeline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cron_RunsByTheWallClockOfItsZone()
    {
        await using var host = new Host();
        host.Register("f", (payload, _, _) => Task.FromResult(payload));

        // It is midnight UTC, and nine in the morning in Tokyo.
        new Schedules(host.World, host.Lambda, s_stack).Start(
            Schedule("cron(0 10,12 * * ? *)") with
            {
                TimeZone = "Asia/Tokyo",
            }
        );
        await host.RunFor(86_400 + 3601);

        Assert.Equal(
            [3600, 3.0 * 3600, 86_400 + 3600.0],
            host.Lambda.Invocations.Select(run => Host.SecondsOf(run.StartedAt))
        );
    }

    [Theory]
    [InlineData("cron(0 3 * * *)", "UTC", "", "cron: found 5 fields, expected six")]
    [InlineData("nightly", "UTC", "", "expected rate(…), cron(…) or at(")]
    [InlineData("rate(5 minutes)", "Asia/Tokio", "Timezone", "'Asia/Tokio' is no time zone")]
    public async Task WhatSchedulerDoesNotKnow_IsRefusedWithItsPlace(
        string expression,
        string zone,
        string member,
        string reason
    )
    {
        await using var host = new Host();

        var error = Assert.Throws<StackError>(() =>
            new Schedules(host.World, host.Lambda, s_stack).Start(Schedule(expression) with { TimeZone = zone })
        );

        Assert.Equal($"Resources/Watch/Properties/ScheduleExpression{member}", error.Path);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static StackSchedule Schedule(string expression) =>
        new(
            "Watch",
            "watch",
            "arn:schedule",
            expression,
            "UTC",
            IsEnabled: true,
            new StackTarget(
                "f",
                Host.Arn("f"),
                """{"by":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>"}""",
                InputPath: null
            )
        )
        {
            RoleArn = Role,
        };
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>A hook waits, and the service's own procedure takes the incident on: nobody else would answer the hook.</summary>
public class HookReminderTests
{
    private const string Prefix = "arn:aws:ecs:ap-northeast-1:123456789012:service";

    private static readonly Signal.DeploymentChanged s_waits = new(
        $"{Prefix}/prod/api-service",
        EcsEvents.HookAwaits,
        "",
        Bench.Start
    );

    private readonly Bench _bench = new();

    public HookReminderTests()
    {
        _bench.Estate = _bench.Estate with
        {
            Services =
            [
                _bench.Estate.Services[0] with
                {
                    Settings = _bench
                        .Estate.Services[0]
                        .Settings.With(new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default)),
                    Ladder = [ServiceUnavailableProcedure.ProcedureName],
                },
            ],
        };
        _bench.World.Shift = new NativeDeployment(
            $"{Prefix}-deployment/prod/api-service/d1",
            DeploymentCourse.InProgress,
            Bench.Start - RolloutPolicy.Default.BudgetFor,
            FinishedAt: null,
            new RevisionInService("api:8", null, 10),
            new RevisionInService("api:7", null, 90)
        )
        {
            Shifts = true,
            Hook = new PauseHook("h1", null),
        };
    }

    [Fact]
    public async Task Hook_IsAnsweredWhenTheOtherProcedureIsDone()
    {
        await RunUntilAsync(await _bench.HandleAsync(s_waits), LoopOutcome.Switched);

        var (due, signal) = Assert.Single(_bench.FollowUps.Pending, one => one.Signal is Signal.DeploymentChanged);
        Assert.Equal((s_waits.ServiceArn, true), Of(signal));
        Assert.Equal(_bench.Time.Now.AddMinutes(2), due);
        Assert.Contains(AllProcedures.FunctionOf(RolloutProcedure.ProcedureName), _bench.FollowUps.Addressed);

        // The other procedure has the target: it is said again, not dropped.
        Assert.Equal(LoopOutcome.Deferred, (await _bench.HandleAsync(signal)).Outcome);
        await RunUntilAsync(null, LoopOutcome.Resolved);
        await RunUntilAsync(null, LoopOutcome.Waiting);
        Assert.Equal(RolloutProcedure.ProcedureName, _bench.Open.Remedy);
    }

    private static (string Service, bool Awaits) Of(Signal signal) =>
        ((Signal.DeploymentChanged)signal) switch
        {
            var changed => (changed.ServiceArn, changed.Awaits),
        };

    private async Task RunUntilAsync(LoopReport? last, LoopOutcome outcome)
    {
        for (var step = 0; last?.Outcome != outcome; step++)
        {
            Assert.True(step < 300, $"not {outcome}: {last}");
            last = await _bench.StepAsync();
        }
    }
}

using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>A Lambda lifecycle hook of ECS, as it is asked. What is not said is empty.</summary>
/// <param name="Resource">The service deployment's ARN.</param>
public sealed record HookCall(string Execution, string Stage, string Resource, string ServiceArn)
{
    /// <summary>
    /// The stage at which test traffic leads to the new revision and no user's does. At each other one there is nothing to
    /// ask: the revision is not there yet, or users have it, or the stage runs during a rollback as well.
    /// </summary>
    public bool IsBeforeTraffic => Stage == "POST_TEST_TRAFFIC_SHIFT";

    /// <summary>One test, however often ECS asks for it.</summary>
    public string Id =>
        $"{(Resource.Contains(":service-deployment/", StringComparison.Ordinal) ? Resource : Execution)} {Stage}";
}

/// <summary>What a hook answers.</summary>
/// <param name="CallBackDelay">With <see cref="HookReply.InProgress"/>: when it is asked again.</param>
public sealed record HookAnswer(HookReply Status, TimeSpan? CallBackDelay = null)
{
    public static HookAnswer GoOn { get; } = new(HookReply.Succeeded);
}

/// <summary>The ports of smoke tests.</summary>
public sealed record SmokePorts(ISmokeProbe Probe, ISmokeRuns Runs, IJournal Journal, IFollowUps FollowUps);

/// <summary>
/// 動作確認: ECS asks before a new revision gets traffic, and rolls it back where the answer fails, is missing or comes
/// too late. So there is an answer in time, whatever happens; the loop hears of it by the function's own queue.
/// </summary>
public sealed partial class SmokeHook(
    Estate estate,
    SmokePorts ports,
    ILogger<SmokeHook> logger,
    LoopOptions options,
    TimeProvider machine
)
{
    /// <summary>How long it may take; null where nothing is asked.</summary>
    public TimeSpan? Within(HookCall call) => Find(call)?.Policy.SmokeTestWithin;

    /// <summary>Never throws.</summary>
    /// <param name="cancellationToken">Asks for the answer at once.</param>
    public async Task<HookAnswer> AnswerAsync(HookCall call, CancellationToken cancellationToken)
    {
        if (Find(call) is not { } asked)
        {
            LogAnswer(call.Id, HookReply.Succeeded, WhyNot(call));
            return HookAnswer.GoOn;
        }

        try
        {
            return await TestAsync(call, asked, cancellationToken).WaitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // ECS rolls back when the hook fails: whether it may is the estate's choice, whatever it was.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var ruling = SmokeVerdict
                .Unable(error.Message)
                .Rule(asked.Test, asked.Test.Attempts, Most(asked, Mode.Act));
            LogFailed(call.Id, ruling.Answer, error);
            return new HookAnswer(ruling.Answer);
        }
    }

    private async Task<HookAnswer> TestAsync(HookCall call, Asked asked, CancellationToken cancellationToken)
    {
        SmokeRun run;
        ControlSwitch control;
        DateTimeOffset now;
        try
        {
            run = await ports.Runs.ReadAsync(call.Id, cancellationToken);
            (control, now) = await ports.Journal.ReadControlAsync(cancellationToken);
            control = control.At(now);
        }
#pragma warning disable CA1031 // Nothing is known of what a person wants, nor how often it was asked.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var unable = SmokeVerdict.Unable($"the journal cannot be read ({error.Message})");
            var ruled = unable.Rule(asked.Test, asked.Test.Attempts, Most(asked, Mode.Act));
            return await EndAsync(call, Result(unable, ruled, machine.GetUtcNow()), cancellationToken);
        }

        if (run.Result is { } before)
        {
            return await EndAsync(call, before, cancellationToken);
        }

        var probes = await Task.WhenAll(
            asked.Test.Paths.Select(path => ports.Probe.AskAsync(asked.Test, path, cancellationToken))
        );
        var verdict = SmokeVerdict.Of([.. probes]);
        var (most, attempt) = (Most(asked, control.Mode), run.Attempts + 1);
        var ruling = verdict.Rule(asked.Test, attempt, most);
        LogAnswer(call.Id, ruling.Answer, ruling.Because);
        var next = run with
        {
            Attempts = attempt,
            Result = ruling.Answer == HookReply.InProgress ? null : Result(verdict, ruling, now),
        };
        try
        {
            next = await ports.Runs.SaveAsync(next, cancellationToken)
                ? next
                : await ports.Runs.ReadAsync(call.Id, cancellationToken);
        }
#pragma warning disable CA1031 // What is known of the revision counts; where attempts cannot be counted, this was the last.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(call.Id, ruling.Answer, error);
            next = next with { Result = Result(verdict, verdict.Rule(asked.Test, asked.Test.Attempts, most), now) };
        }

        return next.Result is { } result
            ? await EndAsync(call, result, cancellationToken)
            : new HookAnswer(HookReply.InProgress, asked.Test.RetryAfter);
    }

    /// <summary>The record has each test once, however often it hears of it.</summary>
    private async Task<HookAnswer> EndAsync(HookCall call, SmokeResult result, CancellationToken cancellationToken)
    {
        try
        {
            await ports.FollowUps.SendAsync(
                new Signal.SmokeTested(
                    call.ServiceArn,
                    call.Resource,
                    call.Stage,
                    result.Outcome,
                    result.Answer,
                    result.Because,
                    result.At
                ),
                AllProcedures.FunctionOf(RolloutProcedure.ProcedureName),
                TimeSpan.Zero,
                cancellationToken
            );
        }
#pragma warning disable CA1031 // What is known of the revision counts, whether or not it can be written down.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(call.Id, result.Answer, error);
        }

        return new HookAnswer(result.Answer);
    }

    private static SmokeResult Result(SmokeVerdict verdict, SmokeRuling ruling, DateTimeOffset at) =>
        new(verdict.Outcome, ruling.Answer, ruling.Because, at);

    private Mode Most(Asked asked, Mode control) =>
        Modes.Least(Modes.Least(asked.Mode, control), options.MayWrite ? Mode.Act : Mode.Observe);

    /// <summary>Null where nothing is asked: another's service, no test, switched off, another stage.</summary>
    private Asked? Find(HookCall call) =>
        Routing.OfDeployment(call.ServiceArn, estate)
            is Routing.Found
            {
                Route: { Mode: not Mode.Off, Target: OperatedService { SmokeTest: { } test, Rollout: { } setting } }
            }
        && call.IsBeforeTraffic
            ? new Asked(test, setting.Mode, setting.Policy)
            : null;

    private string WhyNot(HookCall call) =>
        Routing.OfDeployment(call.ServiceArn, estate) switch
        {
            Routing.Unknown unknown => unknown.Because,
            Routing.Found { Route.Mode: Mode.Off } => "mode is Off in the estate",
            Routing.Found { Route.Target: OperatedService { SmokeTest: null } } =>
                "the estate names no smokeTest there",
            _ => "at this stage there is nothing to ask",
        };

    private sealed record Asked(SmokeTest Test, Mode Mode, RolloutPolicy Policy);

    [LoggerMessage(Level = LogLevel.Information, Message = "smoke test {Id} {Answer}: {Because}")]
    private partial void LogAnswer(string id, HookReply answer, string because);

    [LoggerMessage(Level = LogLevel.Error, Message = "smoke test {Id} {Answer}, not written down")]
    private partial void LogFailed(string id, HookReply answer, Exception error);
}

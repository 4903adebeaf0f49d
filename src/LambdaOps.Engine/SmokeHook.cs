using System.Collections.Concurrent;
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
    /// <summary>The last of the time: what the record has to know is sent then.</summary>
    private static readonly TimeSpan s_toTell = TimeSpan.FromSeconds(1);

    /// <summary>Never throws, and takes no longer than the policy says.</summary>
    /// <param name="cancellationToken">Asks for the answer at once.</param>
    public async Task<HookAnswer> AnswerAsync(HookCall call, CancellationToken cancellationToken)
    {
        if (Find(call) is not { } asked)
        {
            LogAnswer(call.Id, HookReply.Succeeded, WhyNot(call));
            return HookAnswer.GoOn;
        }

        var heard = new Heard();
        using var bound = new CancellationTokenSource(asked.Policy.SmokeTestWithin - s_toTell, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            return await TestAsync(call, asked, heard, either.Token).WaitAsync(either.Token);
        }
#pragma warning disable CA1031 // ECS rolls back when the hook fails: whether it may is the estate's choice, whatever it was.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var result = heard.Result ?? LastOf(heard, asked, error.Message);
            LogFailed(call.Id, result.Answer, error);
            return cancellationToken.IsCancellationRequested
                ? new HookAnswer(result.Answer)
                : await TellAsync(call, result, cancellationToken);
        }
    }

    private async Task<HookAnswer> TestAsync(
        HookCall call,
        Asked asked,
        Heard heard,
        CancellationToken cancellationToken
    )
    {
        SmokeRun run;
        try
        {
            (heard.Control, heard.At) = await ports.Journal.ReadControlAsync(cancellationToken);
            run = await ports.Runs.ReadAsync(call.Id, cancellationToken);
        }
#pragma warning disable CA1031 // Nothing is known of what a person wants, or how often it was asked.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            heard.Result = LastOf(heard, asked, $"the journal cannot be read ({error.Message})");
            return await SendAsync(call, heard.Result, cancellationToken);
        }

        if (run.Result is { } before)
        {
            heard.Result = before;
            return await SendAsync(call, before, cancellationToken);
        }

        await Task.WhenAll(asked.Test.Paths.Select(path => HearAsync(asked.Test, path, heard, cancellationToken)));
        var verdict = SmokeVerdict.Of([.. heard.Probes]);
        var ruling = verdict.Rule(asked.Test, run.Attempts + 1, Most(asked, heard));
        LogAnswer(call.Id, ruling.Answer, ruling.Because);
        var next = run with
        {
            Attempts = run.Attempts + 1,
            Result = ruling.Answer == HookReply.InProgress ? null : Result(verdict, ruling, heard),
        };
        heard.Result = next.Result;
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
            next = next with { Result = LastOf(heard, asked, error.Message) };
        }

        heard.Result = next.Result;
        return next.Result is { } result
            ? await SendAsync(call, result, cancellationToken)
            : new HookAnswer(HookReply.InProgress, asked.Test.RetryAfter);
    }

    private async Task HearAsync(SmokeTest test, SmokePath path, Heard heard, CancellationToken cancellationToken) =>
        heard.Probes.Enqueue(await ports.Probe.AskAsync(test, path, cancellationToken));

    /// <summary>No further attempt is made: what was heard by now counts.</summary>
    private SmokeResult LastOf(Heard heard, Asked asked, string because)
    {
        var verdict = SmokeVerdict.Of([.. heard.Probes], asked.Test, because);
        return Result(verdict, verdict.Rule(asked.Test, asked.Test.Attempts, Most(asked, heard)), heard);
    }

    private Mode Most(Asked asked, Heard heard) =>
        Modes.Least(
            Modes.Least(asked.Mode, heard is { Control: { } control, At: { } at } ? control.At(at).Mode : Mode.Act),
            options.MayWrite ? Mode.Act : Mode.Observe
        );

    private SmokeResult Result(SmokeVerdict verdict, SmokeRuling ruling, Heard heard) =>
        new(verdict.Outcome, ruling.Answer, ruling.Because, heard.At ?? machine.GetUtcNow());

    /// <summary>In the last of the time.</summary>
    private async Task<HookAnswer> TellAsync(HookCall call, SmokeResult result, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(s_toTell, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            return await SendAsync(call, result, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new HookAnswer(result.Answer);
        }
    }

    /// <summary>The record has each test once, however often it hears of it.</summary>
    private async Task<HookAnswer> SendAsync(HookCall call, SmokeResult result, CancellationToken cancellationToken)
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

    /// <summary>What is known so far: it counts, whatever fails after it or takes too long.</summary>
    private sealed class Heard
    {
        /// <summary>Null until it was read.</summary>
        public ControlSwitch? Control { get; set; }

        /// <summary>When that was.</summary>
        public DateTimeOffset? At { get; set; }

        public ConcurrentQueue<PathProbe> Probes { get; } = new();

        /// <summary>What ECS is to be answered; null while it is not known, or while it is asked again.</summary>
        public SmokeResult? Result { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "smoke test {Id} {Answer}: {Because}")]
    private partial void LogAnswer(string id, HookReply answer, string because);

    [LoggerMessage(Level = LogLevel.Error, Message = "smoke test {Id} {Answer}, not written down")]
    private partial void LogFailed(string id, HookReply answer, Exception error);
}

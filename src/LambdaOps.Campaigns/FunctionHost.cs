using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Engine;

namespace LambdaOps.Campaigns;

/// <summary>Runs invocations of the functions, and lets them die.</summary>
internal sealed class FunctionHost(CampaignRun run)
{
    /// <summary>serverless.template: Timeout.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    /// <summary>A function stops itself a second before.</summary>
    private static readonly TimeSpan s_deadline = s_timeout - TimeSpan.FromSeconds(1);

    /// <summary>serverless.template: WatchSchedule.</summary>
    private static readonly TimeSpan s_watchEvery = TimeSpan.FromMinutes(5);

    private static readonly FunctionName s_watch = new("Watch");

    private static readonly FunctionName s_rollout = AllProcedures.FunctionOf(RolloutProcedure.ProcedureName);

    private readonly Dictionary<(FunctionName Function, bool MayWrite), RemedyLoop[]> _loops = [];
    private readonly Dictionary<bool, SmokeHook> _hooks = [];
    private Watchdog? _watchdog;
    private long _numbers;
    private long _asked;
    private long _watches;

    /// <summary>The template's WritePermissions, as the stack was deployed last.</summary>
    public bool MayWrite { get; set; } = true;

    /// <summary>A function's execution environments: each has its own clock.</summary>
    /// <param name="mayWrite">With which WritePermissions these are.</param>
    public void Deploy(FunctionName function, bool mayWrite, RemedyLoop[] loops) =>
        _loops[(function, mayWrite)] = loops;

    /// <param name="mayWrite">With which WritePermissions it is.</param>
    public void Deploy(bool mayWrite, SmokeHook hook) => _hooks[mayWrite] = hook;

    /// <param name="watchdog">Null for an account without one.</param>
    public void Deploy(Watchdog? watchdog)
    {
        _watchdog = watchdog;
        run.Clock.In(s_watchEvery, StartWatch);
    }

    private void StartWatch()
    {
        run.Clock.In(s_watchEvery, StartWatch);
        run.Tell(new CampaignEvent.Scheduled());
        if (_watchdog is { } watchdog)
        {
            var invocation = new CampaignInvocation(++_watches, s_watch, signal: null, default)
            {
                BeganAt = run.Clock.Ticks,
                MayWrite = MayWrite,
            };
            run.As(invocation, () => _ = WatchAsync(watchdog, invocation));
            Bound(invocation);
        }
    }

    private async Task WatchAsync(Watchdog watchdog, CampaignInvocation invocation)
    {
        IReadOnlyList<WatchReport>? found = null;
        Exception? failed = null;
        try
        {
            found = await watchdog.RunAsync(invocation.Deadline.Token);
        }
#pragma warning disable CA1031 // It is due again in five minutes, whatever it was; bugs show as violations.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failed = error;
        }

        if (invocation.IsOver)
        {
            return;
        }

        if (failed is not null)
        {
            run.Tell(new CampaignEvent.Finished(invocation, Report: null, failed));
        }
        else if (found!.Count > 0)
        {
            run.Tally.Count("watchdog", "ticked");
            run.Tell(new CampaignEvent.Watched(invocation, found));
        }

        End(invocation, well: failed is null);
    }

    public void Start(Message message)
    {
        var number = ++_numbers;
        var loops = _loops[(message.Function, MayWrite)];
        var invocation = new CampaignInvocation(number, message.Function, message.Signal, message.Target)
        {
            Message = message,
            MayWrite = MayWrite,
            BeganAt = run.Clock.Ticks,
        };
        if (run.Keeps)
        {
            run.Tell(new CampaignEvent.Began(invocation));
        }

        run.As(invocation, () => _ = RunAsync(loops[number % loops.Length], invocation));
        Bound(invocation);
    }

    /// <summary>ECS calls a function as a lifecycle hook, and waits for its answer.</summary>
    /// <param name="answered">Gets null where the function fails.</param>
    public void Ask(CampaignService service, HookCall call, Action<HookAnswer?> answered)
    {
        var invocation = new CampaignInvocation(++_asked, s_rollout, signal: null, service.Operated.Id)
        {
            BeganAt = run.Clock.Ticks,
            MayWrite = MayWrite,
            Answered = answered,
        };
        run.As(invocation, () => _ = AnswerAsync(_hooks[MayWrite], service, call, invocation));
        Bound(invocation);
    }

    private async Task AnswerAsync(
        SmokeHook hook,
        CampaignService service,
        HookCall call,
        CampaignInvocation invocation
    )
    {
        var answer = await hook.AnswerAsync(call, invocation.Deadline.Token);
        if (!invocation.IsOver)
        {
            run.Tally.Count("hook", answer.Status);
            run.Tell(new CampaignEvent.HookAnswered(invocation, service, answer));
            End(invocation, well: true, answer);
        }
    }

    private void Bound(CampaignInvocation invocation)
    {
        if (!invocation.IsOver)
        {
            run.Clock.In(s_deadline, () => Stop(invocation));
            run.Clock.In(s_timeout, () => Kill(invocation, "the function's timeout"));
        }
    }

    /// <summary>Nothing of the invocation runs on; what it sent may still take effect.</summary>
    public void Kill(CampaignInvocation invocation, string why)
    {
        if (invocation.IsOver)
        {
            return;
        }

        run.Tally.Count("invocation", "died");
        run.Tell(new CampaignEvent.Died(invocation, why));
        End(invocation, well: false);
    }

    private void Stop(CampaignInvocation invocation)
    {
        if (!invocation.IsOver)
        {
            run.As(invocation, invocation.Deadline.Cancel);
        }
    }

    private async Task RunAsync(RemedyLoop loop, CampaignInvocation invocation)
    {
        LoopReport? report = null;
        Exception? failed = null;
        try
        {
            report = await loop.HandleAsync(invocation.Signal!, invocation.Deadline.Token);
        }
#pragma warning disable CA1031 // A failed invocation is retried, whatever it was; bugs show as violations.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failed = error;
        }

        if (invocation.IsOver)
        {
            return;
        }

        run.Tally.Finished(report, failed);
        run.Tell(new CampaignEvent.Finished(invocation, report, failed));
        End(invocation, well: report is not null);
    }

    private void End(CampaignInvocation invocation, bool well, HookAnswer? answer = null)
    {
        invocation.IsOver = true;
        run.As(null, () => invocation.Answered?.Invoke(answer));
        if (invocation.Message is { } message)
        {
            run.Mail.Handled(message, well);
        }
    }
}

using System.Runtime.CompilerServices;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Ports;

/// <summary>
/// Makes the ports' calls: draws what becomes of each, and lets the answer come back on the virtual clock into the
/// invocation that asked.
/// </summary>
internal sealed class CampaignCalls(CampaignRun run, Chance chance)
{
    private const long Second = TimeSpan.TicksPerSecond;

    /// <summary>A call takes effect within this, or never: LeaseGuard relies on ten seconds.</summary>
    private const long Longest = Second * 9;

    private static readonly ulong s_slow = Limit(0.15);
    private static readonly ulong s_slowToAct = Limit(0.4);

    private readonly ulong _faulty = Limit(run.Plan.FaultRate);
    private readonly ulong _late = Limit(run.Plan.LateRate);
    private readonly bool _isSlow = run.Plan.IsSlow && run.Options.Faults.Contains(FaultKind.CallSlow);
    private readonly FaultKind[][] _possible = [.. Enum.GetValues<CallKind>().Select(kind => Possible(run, kind))];

    /// <summary>Draws the fate of a call.</summary>
    public Fate Draw(CallKind kind, string where)
    {
        if (run.Current!.IsOver)
        {
            return Fate.Dead;
        }

        var drawn = chance.Next();
        if (!run.IsFaulty)
        {
            return default;
        }

        if (drawn < _faulty && _possible[(int)kind] is { Length: > 0 } possible)
        {
            return Strike(possible[chance.Below(possible.Length)], where);
        }

        if (_isSlow && unchecked(drawn * 0xD1B54A32D192ED03UL) < (kind == CallKind.Act ? s_slowToAct : s_slow))
        {
            run.Strike(run.Current, FaultKind.CallSlow, where);
            return SlowOnce(kind == CallKind.Act || chance.Below(4) == 0);
        }

        return unchecked(drawn * 0x9E3779B97F4A7C15UL) < _late
            ? new Fate(null, Between(Second / 50, Second * 3 / 2), Between(Second / 50, Second * 3 / 2))
            : default;
    }

    /// <summary>Draws the fate of a change; what needs a permission that the role lacks is refused.</summary>
    public Fate DrawOf(Change change)
    {
        var where = change.GetType().Name;
        return
            run.IsFaulty
            && !run.Current!.IsOver
            && run.Plan.MissingPermission is { } missing
            && change.Kind.Permissions.Contains(missing)
            ? Strike(FaultKind.PermissionMissing, where)
            : Draw(CallKind.Act, where);
    }

    /// <summary>A call that does not go through at once.</summary>
    /// <param name="failed">
    /// Called with the reason when no answer comes of it. (A catch would cost a second throw.)
    /// </param>
    public Task<T> MakeAsync<T>(
        Fate fate,
        Func<T> effect,
        CancellationToken cancellationToken,
        Action<string>? failed = null
    )
    {
        var pending = new Pending<T>(run, run.Current!, failed, cancellationToken);
        if (fate.IsDead)
        {
            return pending.Task;
        }

        switch (fate.Fault)
        {
            case FaultKind.CrashBeforeWrite:
                run.Host.Kill(pending.By, "before a write");
                break;
            case FaultKind.CallThrottled:
                run.Clock.In(
                    fate.Answers,
                    () => pending.Fail(new CampaignCallException("throttled", isThrottle: true))
                );
                break;
            case FaultKind.CallFailed:
                run.Clock.In(
                    fate.Answers,
                    () => pending.Fail(new CampaignCallException("HTTP 500", isThrottle: false))
                );
                break;
            case FaultKind.CallRefused or FaultKind.PermissionMissing:
                run.Clock.In(fate.Answers, () => pending.Fail(new CampaignRefusedException(run.LongWords())));
                break;
            case FaultKind.CallLostBefore:
                run.Clock.In(
                    fate.Answers,
                    () => pending.Fail(new CampaignCallException("no answer", isThrottle: false))
                );
                break;
            case FaultKind.CallLostAfter:
                run.Clock.In(fate.Takes, () => effect());
                run.Clock.In(
                    fate.Takes + fate.Answers,
                    () => pending.Fail(new CampaignCallException("no answer", isThrottle: false))
                );
                break;
            case FaultKind.CrashAfterWrite:
                effect();
                run.Host.Kill(pending.By, "after a write");
                break;
            default:
                run.Clock.In(fate.Takes, () => Answer(fate, effect(), pending));
                break;
        }

        return pending.Task;
    }

    private void Answer<T>(Fate fate, T result, Pending<T> pending)
    {
        if (fate.Answers == 0)
        {
            pending.Succeed(result);
        }
        else
        {
            run.Clock.In(fate.Answers, () => pending.Succeed(result));
        }
    }

    private Fate Strike(FaultKind fault, string where)
    {
        run.Strike(run.Current, fault, where);
        return fault switch
        {
            FaultKind.CallThrottled or FaultKind.CallFailed or FaultKind.CallRefused or FaultKind.PermissionMissing =>
                new Fate(fault, 0, Between(Second / 20, Second * 2)),
            FaultKind.CallLostBefore => new Fate(fault, 0, Between(Second, Second * 8)),
            FaultKind.CallLostAfter => new Fate(fault, Between(0, Second * 2), Between(Second, Second * 6)),
            FaultKind.CallSlow => SlowOnce(chance.Below(4) == 0),
            _ => new Fate(fault, 0, 0),
        };
    }

    private Fate SlowOnce(bool isVery) =>
        isVery
            ? new Fate(FaultKind.CallSlow, Between(0, Longest), Between(Second, Second * 22))
            : new Fate(FaultKind.CallSlow, Between(0, Second * 3), Between(0, Second * 3));

    private long Between(long low, long high) => low + (long)(chance.Share() * (high - low));

    private static ulong Limit(double share) => (ulong)(share * ulong.MaxValue);

    private static FaultKind[] Possible(CampaignRun run, CallKind kind)
    {
        FaultKind[] every =
        [
            FaultKind.CallThrottled,
            FaultKind.CallFailed,
            FaultKind.CallLostBefore,
            FaultKind.CallLostAfter,
            FaultKind.CallSlow,
        ];
        FaultKind[] own = kind switch
        {
            CallKind.Look => [FaultKind.LookStale, FaultKind.LookStale],
            CallKind.Read => [],
            CallKind.Act =>
            [
                FaultKind.CrashBeforeWrite,
                FaultKind.CrashAfterWrite,
                // Few changes are of the rarest kind: each has to be refused in 20,000 runs.
                .. Enumerable.Repeat(FaultKind.CallRefused, 12),
            ],
            _ => [FaultKind.CrashBeforeWrite, FaultKind.CrashAfterWrite],
        };
        return [.. every.Concat(own).Where(run.Options.Faults.Contains)];
    }

    /// <summary>A call that waits for its answer; the answer comes only while its invocation lives.</summary>
    private sealed class Pending<T>
    {
        private readonly TaskCompletionSource<T> _source = new();
        private readonly CampaignRun _run;
        private readonly CancellationTokenRegistration _registration;
        private readonly Action<string>? _failed;

        public Pending(
            CampaignRun run,
            CampaignInvocation by,
            Action<string>? failed,
            CancellationToken cancellationToken
        )
        {
            (_run, By, _failed) = (run, by, failed);
            _registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((Pending<T>)state!).Cancel(token),
                this
            );
        }

        public CampaignInvocation By { get; }

        public Task<T> Task => _source.Task;

        public void Succeed(T result)
        {
            if (!By.IsOver && !_source.Task.IsCompleted)
            {
                _registration.Unregister();
                _run.As(By, () => _source.TrySetResult(result));
            }
        }

        public void Fail(Exception failed)
        {
            if (!By.IsOver && !_source.Task.IsCompleted)
            {
                _registration.Unregister();
                _failed?.Invoke(failed.Message);
                _run.As(By, () => _source.TrySetException(failed));
            }
        }

        private void Cancel(CancellationToken token)
        {
            if (!_source.Task.IsCompleted)
            {
                _failed?.Invoke("no answer in time");
                _source.TrySetCanceled(token);
            }
        }
    }
}

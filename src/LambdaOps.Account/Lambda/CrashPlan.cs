using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>Whether a function dies before its call takes effect or after it.</summary>
public enum KillMoment
{
    Before,

    After,
}

/// <summary>
/// Deaths that are planned: of a function, around its n-th call of some kind, once; or around each call that a
/// predicate picks.
/// </summary>
public sealed class CrashPlan
{
    private readonly Func<ServiceCall, bool> _which;
    private int _left;
    private readonly bool _repeats;

    /// <summary>Around every call that <paramref name="which"/> picks; it is asked once for each call.</summary>
    internal CrashPlan(string function, KillMoment moment, Func<ServiceCall, bool> which)
        : this(function, moment, which, nth: 1) => _repeats = true;

    internal CrashPlan(string function, KillMoment moment, Func<ServiceCall, bool> which, int nth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        Function = function;
        Moment = moment;
        _which = which;
        _left = nth;
    }

    public string Function { get; }

    public KillMoment Moment { get; }

    public int Deaths { get; private set; }

    /// <summary>The call around which the function died last, or null as long as it has not.</summary>
    public ServiceCall? DiedAt { get; private set; }

    internal bool IsNow(KillMoment moment, ServiceCall call)
    {
        var isOver = DiedAt is not null && !_repeats;
        if (isOver || moment != Moment || call.Caller != Function || !_which(call) || (!_repeats && --_left > 0))
        {
            return false;
        }

        DiedAt = call;
        Deaths++;
        return true;
    }
}

/// <summary>Functions that are killed on purpose.</summary>
internal sealed class PlannedDeaths(SimulatedWorld world, HostedFunctions functions)
{
    private readonly List<CrashPlan> _crashPlans = [];

    /// <summary>
    /// Plans the death of a function around its n-th call that matches; every call does without a predicate.
    /// </summary>
    public CrashPlan KillDuring(string function, KillMoment moment, Func<ServiceCall, bool>? which = null, int nth = 1)
    {
        lock (world.Gate)
        {
            var plan = new CrashPlan(functions.Find(function).Definition.Name, moment, which ?? (_ => true), nth);
            _crashPlans.Add(plan);
            return plan;
        }
    }

    /// <summary>Planned deaths that have happened.</summary>
    public int Count => _crashPlans.Sum(plan => plan.Deaths);

    /// <summary>Plans a death of a function around each call that <paramref name="which"/> picks.</summary>
    public CrashPlan KillDuringEach(string function, KillMoment moment, Func<ServiceCall, bool> which)
    {
        lock (world.Gate)
        {
            var plan = new CrashPlan(functions.Find(function).Definition.Name, moment, which);
            _crashPlans.Add(plan);
            return plan;
        }
    }

    /// <summary>Kills the environments of the function that are at work now.</summary>
    public void Kill(string function)
    {
        lock (world.Gate)
        {
            foreach (var run in functions.Find(function).Executing)
            {
                run.Environment?.Kill();
            }
        }
    }

    /// <summary>Ends the waiting environments of the function, so that its next invocation starts cold.</summary>
    public void Chill(string function)
    {
        lock (world.Gate)
        {
            foreach (var environment in functions.Find(function).Warm)
            {
                environment.Kill();
            }
        }
    }

    public CallVerdict Judge(KillMoment moment, ServiceCall call)
    {
        lock (world.Gate)
        {
            if (functions.OfCaller(call.Caller) is not { } function)
            {
                return CallVerdict.Continue;
            }

            // Calls that a dead process had sent already must not take effect behind its back.
            var isDead =
                function.Executing.Count > 0
                && function.Executing.TrueForAll(run => run.Environment is { IsAlive: false });
            if (isDead)
            {
                return CallVerdict.Abort;
            }

            // Every plan counts every call: all are asked before any is obeyed.
            var due = _crashPlans.Where(plan => plan.IsNow(moment, call)).ToArray();
            if (due.Length == 0)
            {
                return CallVerdict.Continue;
            }

            world.Tell(
                "invoke",
                call.Caller,
                $"killed {(moment == KillMoment.Before ? "before" : "after")} {call.Service} {call.Operation}"
            );
            Kill(call.Caller);
            return CallVerdict.Abort;
        }
    }
}

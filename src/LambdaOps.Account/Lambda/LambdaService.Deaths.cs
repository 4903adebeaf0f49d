using LambdaOps.Account.Services;

namespace LambdaOps.Account.Lambda;

/// <content>Functions that are killed on purpose.</content>
public sealed partial class LambdaService
{
    private readonly List<CrashPlan> _crashPlans = [];

    /// <summary>
    /// Plans the death of a function around its n-th call that matches; every call does without a predicate.
    /// </summary>
    public CrashPlan KillDuring(string function, KillMoment moment, Func<ServiceCall, bool>? which = null, int nth = 1)
    {
        lock (_world.Gate)
        {
            var plan = new CrashPlan(Find(function).Definition.Name, moment, which ?? (_ => true), nth);
            _crashPlans.Add(plan);
            return plan;
        }
    }

    /// <summary>Planned deaths that have happened.</summary>
    public int Deaths => _crashPlans.Sum(plan => plan.Deaths);

    /// <summary>Plans a death of a function around each call that <paramref name="which"/> picks.</summary>
    public CrashPlan KillDuringEach(string function, KillMoment moment, Func<ServiceCall, bool> which)
    {
        lock (_world.Gate)
        {
            var plan = new CrashPlan(Find(function).Definition.Name, moment, which);
            _crashPlans.Add(plan);
            return plan;
        }
    }

    /// <summary>Kills the environments of the function that are at work now.</summary>
    public void Kill(string function)
    {
        lock (_world.Gate)
        {
            foreach (var run in Find(function).Executing)
            {
                run.Environment?.Kill();
            }
        }
    }

    /// <summary>Ends the waiting environments of the function, so that its next invocation starts cold.</summary>
    public void Chill(string function)
    {
        lock (_world.Gate)
        {
            foreach (var environment in Find(function).Warm)
            {
                environment.Kill();
            }
        }
    }

    public CallVerdict Before(ServiceCall call) => Judge(KillMoment.Before, call);

    public CallVerdict After(ServiceCall call) => Judge(KillMoment.After, call);

    private CallVerdict Judge(KillMoment moment, ServiceCall call)
    {
        lock (_world.Gate)
        {
            if (!_functions.TryGetValue(call.Caller, out var function))
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

            _world.Tell(
                "invoke",
                call.Caller,
                $"killed {(moment == KillMoment.Before ? "before" : "after")} {call.Service} {call.Operation}"
            );
            Kill(call.Caller);
            return CallVerdict.Abort;
        }
    }
}

using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

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

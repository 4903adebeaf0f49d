using LambdaOps.Simulator.Services;

namespace LambdaOps.Simulator.Lambda;

/// <summary>Whether a function dies before its call takes effect or after it.</summary>
public enum KillMoment
{
    Before,

    After,
}

/// <summary>One death that is planned: of a function, around its n-th call of some kind. It happens once.</summary>
public sealed class CrashPlan
{
    private readonly Func<ServiceCall, bool> _which;
    private int _left;

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

    /// <summary>The call around which the function died, or null as long as it has not.</summary>
    public ServiceCall? DiedAt { get; private set; }

    internal bool IsNow(KillMoment moment, ServiceCall call)
    {
        if (DiedAt is not null || moment != Moment || call.Caller != Function || !_which(call) || --_left > 0)
        {
            return false;
        }

        DiedAt = call;
        return true;
    }
}

using LambdaOps.Account.Services;

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

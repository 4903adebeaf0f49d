namespace LambdaOps.Campaigns;

/// <summary>What becomes of one call.</summary>
/// <param name="Takes">Time until it takes effect.</param>
/// <param name="Answers">Time from then until the answer.</param>
internal readonly record struct Fate(FaultKind? Fault, long Takes, long Answers)
{
    /// <summary>Effect and answer at once, as most calls are at this scale of time.</summary>
    public bool IsPlain => Fault is null && Takes == 0 && Answers == 0;

    /// <summary>The caller is dead: it asks for nothing any more.</summary>
    public static Fate Dead { get; } = new(null, -1, -1);

    public bool IsDead => Takes < 0;
}

/// <summary>What kind of call it is: some faults strike only some.</summary>
internal enum CallKind
{
    Look,
    Read,
    Write,
    Queue,
    Act,
    Notify,
}

/// <summary>A call that failed in a way that an SDK shows after its retries.</summary>
public sealed class CampaignCallException(string message, bool isThrottle) : Exception(message)
{
    /// <summary>Whether AWS answered; else nobody knows whether it took effect.</summary>
    public bool IsThrottle { get; } = isThrottle;
}

/// <summary>A change that AWS refused; nothing changed.</summary>
public sealed class CampaignRefusedException() : Exception("AccessDenied: not authorized");

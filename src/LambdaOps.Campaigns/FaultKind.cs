namespace LambdaOps.Campaigns;

/// <summary>What can go wrong around the loop in a simulated run; each can be chosen by name.</summary>
public enum FaultKind
{
    /// <summary>
    /// A delivery is lost: it is delivered again by Lambda's retry, or when SQS shows the message again.
    /// </summary>
    MessageLost,

    /// <summary>A message is delivered twice.</summary>
    MessageDuplicated,

    /// <summary>A delivery comes late, by up to two minutes; others overtake it.</summary>
    MessageDelayed,

    /// <summary>A call is answered with a throttling error; nothing took effect.</summary>
    CallThrottled,

    /// <summary>A call is answered with a server's error; nothing took effect.</summary>
    CallFailed,

    /// <summary>A call gets no answer; nothing took effect.</summary>
    CallLostBefore,

    /// <summary>A call gets no answer; it took effect.</summary>
    CallLostAfter,

    /// <summary>A change is refused: not permitted, or not valid.</summary>
    CallRefused,

    /// <summary>A call takes seconds, sometimes longer than the function may run.</summary>
    CallSlow,

    /// <summary>A look shows what was true up to ten seconds ago.</summary>
    LookStale,

    /// <summary>The invocation dies just before a write.</summary>
    CrashBeforeWrite,

    /// <summary>The invocation dies just after a write took effect.</summary>
    CrashAfterWrite,

    /// <summary>A service's load shows an older minute.</summary>
    MetricsLate,

    /// <summary>A service's load lacks numbers.</summary>
    MetricsMissing,

    /// <summary>Load or alarm datapoints that are wrong.</summary>
    MetricsWrong,

    /// <summary>An alarm that fires although nothing is wrong.</summary>
    FalseAlarm,

    /// <summary>Machine clocks that run up to half a percent fast or slow.</summary>
    ClockDrift,

    /// <summary>The stack is deployed with WritePermissions=none, from the start or later on.</summary>
    WritesTakenBack,

    /// <summary>Two people who deploy, scale, stop, edit pages and turn the kill switch meanwhile.</summary>
    People,

    /// <summary>AWS's errors go on for pages, and people write long notes, in letters of three bytes.</summary>
    LongWords,

    /// <summary>Someone who may start a remedy, and no more, sends its function an answer.</summary>
    MisdirectedAnswer,

    /// <summary>A tick is taken and never delivered, as Lambda does where it sees a loop in the ticks.</summary>
    TickLost,

    /// <summary>The CDN has as many invalidations under way as it takes, for up to twenty minutes.</summary>
    BusyCdn,

    /// <summary>CloudWatch answers, and has only a part: a StatusCode that is not Complete.</summary>
    MetricsIncomplete,

    /// <summary>The functions' role lacks one IAM action: what needs it is refused each time.</summary>
    PermissionMissing,
}

/// <summary>Faults by name, as the command line has them.</summary>
public static class Faults
{
    /// <summary>Every fault there is.</summary>
    public static IReadOnlyList<FaultKind> All { get; } = Enum.GetValues<FaultKind>();

    /// <summary>
    /// "all", "none", or comma-separated names; "all,-name" leaves one out. Null with a reason when a name is unknown.
    /// </summary>
    public static IReadOnlySet<FaultKind>? Parse(string text, out string error)
    {
        var chosen = new SortedSet<FaultKind>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.TrimStart('-');
            if (name is "all" or "none")
            {
                chosen = name == "all" ? [.. All] : [];
            }
            else if (!Enum.TryParse<FaultKind>(name, ignoreCase: true, out var fault) || char.IsDigit(name[0]))
            {
                error = $"found fault '{part}', expected all, none or some of " + string.Join(", ", All.Select(NameOf));
                return null;
            }
            else if (part[0] == '-')
            {
                chosen.Remove(fault);
            }
            else
            {
                chosen.Add(fault);
            }
        }

        error = "";
        return chosen;
    }

    /// <summary>The faults as <see cref="Parse"/> reads them.</summary>
    public static string Text(IReadOnlySet<FaultKind> faults) =>
        faults.Count == All.Count ? "all"
        : faults.Count == 0 ? "none"
        : string.Join(',', faults.Select(NameOf));

    private static string NameOf(FaultKind fault) => char.ToLowerInvariant(fault.ToString()[0]) + fault.ToString()[1..];
}

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
public sealed class CampaignRefusedException(string more = "") : Exception($"AccessDenied: not authorized{more}");

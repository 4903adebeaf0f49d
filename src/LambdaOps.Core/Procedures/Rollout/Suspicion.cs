using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// Whether a deployment may be why the service is not well. It is no suspect where it changes nothing, or where what is
/// wrong was wrong before it.
/// </summary>
internal sealed record Suspicion(
    RolloutSight Sight,
    NativeDeployment Deployment,
    Thresholds Limits,
    RolloutPolicy Policy
)
{
    /// <summary>Numbers reach back a little more than that.</summary>
    private static readonly TimeSpan s_reach = TimeSpan.FromMinutes(40);

    /// <summary>The newest change is the first suspect for that long.</summary>
    public bool IsRecent(DateTimeOffset now) => now - Deployment.CreatedAt < Policy.BudgetFor;

    /// <summary>
    /// Whether these numbers are of its own making. Where traffic is not shifted between two groups, old and new tasks
    /// answer in one: what was as bad before is not the new ones' fault.
    /// </summary>
    public bool IsDanger(ShiftVerdict verdict) =>
        verdict.Kind == ShiftVerdictKind.Bad
        && !Deployment.GoesBack
        && (Deployment.Shifts || (ChangesRevision && !WasDown));

    /// <summary>
    /// Whether something of what is wrong with the service began after it. Good numbers of its own clear it, but not of
    /// what its tasks use up.
    /// </summary>
    /// <param name="isJudged">Whether those numbers are its own.</param>
    public bool MayBeWhy(ShiftVerdict verdict, bool isJudged) =>
        ChangesRevision
        && !WasDown
        && Sight.Troubles.Any(trouble =>
            trouble.MayFollow(Deployment.CreatedAt)
            && (
                !isJudged
                || verdict.Kind != ShiftVerdictKind.Good
                || trouble.Kind is TroubleKind.Cpu or TroubleKind.Memory
            )
        );

    /// <summary>
    /// The same tasks once more are neither cause nor way back; and a deployment to an older revision, whoever made it, is
    /// the way back.
    /// </summary>
    private bool ChangesRevision => Deployment is { IsSameAgain: false, GoesBack: false };

    /// <summary>
    /// By the health URL, or by the whole minutes before it where no look came in time to see that; where traffic is
    /// shifted those are another revision's. Alarms are too coarse to say so where it was deployed within a minute of an
    /// outage.
    /// </summary>
    private bool WasDown =>
        Sight.Troubles.Any(trouble => trouble.Kind == TroubleKind.HealthUrl && !trouble.MayFollow(Deployment.CreatedAt))
        || (!Deployment.Shifts && Before.Kind == ShiftVerdictKind.Bad);

    /// <summary>As far back as is looked: a minute in which it began counts for neither side.</summary>
    private ShiftVerdict Before =>
        ShiftVerdict.Of(
            Sight.Load with
            {
                Minutes = [.. Sight.Load.Minutes.Where(minute => minute.At + TimeSpan.FromMinutes(1) <= BeganAt)],
            },
            BeganAt - Policy.JudgeOver,
            Limits,
            Policy.MinimumRequests
        );

    /// <summary>
    /// Of a deployment that began before all numbers, the oldest ones stand for those before it: what was bad all the time
    /// may have been bad before, too.
    /// </summary>
    private DateTimeOffset BeganAt
    {
        get
        {
            var minutes = Sight.Load.Minutes.Select(minute => minute.At).Order().ToList();
            return minutes is [var oldest, .., var newest] && newest - Deployment.CreatedAt > s_reach
                ? oldest + Policy.JudgeOver
                : Deployment.CreatedAt;
        }
    }
}

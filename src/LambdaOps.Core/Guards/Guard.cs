using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>A pure rule that can deny a change.</summary>
public abstract class Guard
{
    private static readonly ImmutableArray<Guard> s_first =
    [
        new KillSwitchGuard(),
        new SilencedGuard(),
        new ModeGuard(),
        new WritePermissionGuard(),
        new MissingEvidenceGuard(),
        new LeaseGuard(),
        new CooldownGuard(),
    ];

    private static readonly ImmutableArray<Guard> s_last =
    [
        new WorseAfterGuard(),
        new BudgetGuard(),
        new OperatorPageGuard(),
        new FreezeGuard(),
        new ApprovalGuard(),
    ];

    /// <summary>Those that are asked of any change, in their order.</summary>
    public static ImmutableArray<Guard> Universal { get; } = [.. s_first, .. s_last];

    /// <summary>All guards that there are, each once.</summary>
    public static IEnumerable<Guard> All =>
        s_first.Concat(Change.Kinds.SelectMany(kind => kind.Guards)).Concat(s_last).Distinct();

    /// <summary>
    /// The guards of a change in the order in which they are asked; the first denial counts. Those of its resource
    /// stand between what forbids any change and what follows from earlier ones.
    /// </summary>
    public static ImmutableArray<Guard> InOrder(Change change) => [.. s_first, .. change.Kind.Guards, .. s_last];

    /// <summary>For people and metrics; nothing is decided from it.</summary>
    public string Name => GetType().Name;

    /// <summary>Null allows; else the denial.</summary>
    public abstract Denial? Check(GuardQuestion question);

    /// <summary>The first denial, or null when every guard allows.</summary>
    public static Denial? FirstDenial(GuardQuestion question) => FirstDenial(InOrder, question);

    /// <param name="guards">The guards of a change, in their order.</param>
    public static Denial? FirstDenial(Func<Change, ImmutableArray<Guard>> guards, GuardQuestion question) =>
        FirstDenial(guards(question.Change), question);

    /// <summary>The first denial of these guards, or null when all of them allow.</summary>
    public static Denial? FirstDenial(ImmutableArray<Guard> guards, GuardQuestion question)
    {
        foreach (var guard in guards)
        {
            if (guard.Check(question) is { } denial)
            {
                return denial;
            }
        }

        return null;
    }

    /// <summary>Offers that may end without an answer before a person is paged.</summary>
    public const int MostUnanswered = 2;

    protected Denial Deny(string because, DenialThen then) => new(this, because, then);

    /// <summary>
    /// Denies what a person may still approve. What one has declined, or nobody has approved in time, is handed off to
    /// on-call.
    /// </summary>
    protected Denial AskFirst(GuardQuestion question, string because) =>
        question.Incident.Offer switch
        {
            { Answer: { Approved: false } no } offer when offer.Change == question.Change => Deny(
                $"{no.By} declined it: {no.Because}",
                DenialThen.AskPerson
            ),
            { } offer when offer.Change == question.Change && question.Now >= offer.Until => Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the offer {offer.Id} expired at {offer.Until:HH:mm:ss} UTC, {(offer.Answer is null
                    ? "and nobody answered"
                    : "and it could not be made by then")}"
                ),
                DenialThen.AskPerson
            ),
            null when question.Incident.Clearance.Unanswered is >= MostUnanswered and var times => Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"approval was asked for {times} times, and nobody answered"
                ),
                DenialThen.AskPerson
            ),
            _ => Deny(because, DenialThen.AskFirst),
        };
}

/// <summary>All that a guard may look at.</summary>
/// <param name="Mode">The most that the estate and the request allow for this remedy on this target.</param>
/// <param name="LeaseLeft">How long the target is ours at least.</param>
public sealed record GuardQuestion(
    Change Change,
    Incident Incident,
    TargetRecord Record,
    Mode Mode,
    ControlSwitch Control,
    RemedySetting Setting,
    Evidence Seen,
    TimeSpan LeaseLeft,
    DateTimeOffset Now
)
{
    /// <summary>
    /// What was decided on; <see cref="Seen"/> is as it stands now. Null when nothing was looked at in between.
    /// </summary>
    public Evidence? Decided { get; init; }

    /// <summary>What the change is about.</summary>
    public Resource? Target { get; init; }

    /// <summary>Whether the function's role holds the permissions to change anything.</summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>The service that needs the maintenance page beside the target; null when none does.</summary>
    public TargetId? PageNeededBy { get; init; }

    /// <summary>The operator's request whose maintenance page is up, as its record says; null where that is not known.</summary>
    public Incident? PageIncident { get; init; }

    /// <summary>How many actions an hour may have.</summary>
    public ActionBudget Budget { get; init; } = ActionBudget.Default;

    /// <summary>When LambdaOps acted anywhere in the estate, as the journal says.</summary>
    public ImmutableArray<DateTimeOffset> EstateActs { get; init; } = [];

    /// <summary>Why nothing may be changed on the target now without asking; null when that is not so.</summary>
    public string? Frozen { get; init; }

    /// <summary>Whether a person has approved this change, and the approval still stands.</summary>
    public bool IsApproved =>
        (Incident.Offer is { } offer && offer.IsApproved(Now) && Change == offer.Change)
        || (Incident.Intent is { Approved: not null } intent && intent.Change == Change);
}

/// <summary>A guard's no, with its reason.</summary>
/// <param name="Then">What follows from it.</param>
public sealed record Denial(Guard Guard, string Because, DenialThen Then)
{
    /// <summary>Whether people want it so.</summary>
    public DenialCause Cause { get; init; } = DenialCause.Obstacle;
}

/// <summary>Where a denial comes from.</summary>
public enum DenialCause
{
    /// <summary>
    /// Something is in the way that nobody wanted there. If it stays, that is a surprise, and on-call has to take the
    /// incident.
    /// </summary>
    Obstacle,

    /// <summary>
    /// People set the mode to observe, or silenced the alarm: they know that nothing will be changed, and are notified
    /// of what would have been.
    /// </summary>
    ObserveOnly,

    /// <summary>
    /// People switched it off, by the control switch or in the estate. Then nobody reads notices, and on-call has to
    /// hear that an alarm fires and nothing is done.
    /// </summary>
    SwitchedOff,
}

/// <summary>What follows from a denial.</summary>
public enum DenialThen
{
    /// <summary>Keep monitoring: the reason may pass.</summary>
    KeepWatching,

    /// <summary>A person may approve it: it is offered, and monitoring continues.</summary>
    AskFirst,

    /// <summary>It is handed off to on-call.</summary>
    AskPerson,
}

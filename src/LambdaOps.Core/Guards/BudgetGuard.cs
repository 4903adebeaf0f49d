using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies more actions within an hour than the estate allows, for the target and for the whole estate (DESIGN 8.4). The
/// journal counts the estate's once more, in one conditional write, as the change is made.
/// </summary>
public sealed class BudgetGuard : Guard
{
    public override Denial? Check(GuardQuestion question)
    {
        if (!ActionBudget.IsSpentBy(question.Change, question.Incident))
        {
            return null;
        }

        var (budget, now) = (question.Budget, question.Now);
        var onTarget = ActionBudget.Within(question.Record.Acts, now);
        var onEstate = ActionBudget.Within(question.EstateActs, now);
        return onTarget >= budget.PerTarget ? Spent(onTarget, $"on {question.Incident.Target}", budget.PerTarget)
            : onEstate >= budget.PerEstate ? Spent(onEstate, "in the estate", budget.PerEstate)
            : null;
    }

    /// <summary>The denial when the journal's own count says so.</summary>
    public static Denial SpentMeanwhile(ActionBudget budget) =>
        new BudgetGuard().Spent(budget.PerEstate, "in the estate", budget.PerEstate);

    private Denial Spent(int made, string where, int most) =>
        Deny(
            string.Create(CultureInfo.InvariantCulture, $"{made} actions {where} within an hour; the budget is {most}"),
            DenialThen.AskPerson
        );
}

/// <summary>How many actions LambdaOps may make within any hour; restoring what was taken does not count.</summary>
/// <param name="PerTarget">On one target.</param>
/// <param name="PerEstate">On all targets together.</param>
public sealed record ActionBudget(int PerTarget, int PerEstate)
{
    /// <summary>The most that an estate may allow.</summary>
    public const int Most = 10_000;

    /// <summary>A total outage from the page to the last step takes nine.</summary>
    public static ActionBudget Default { get; } = new(PerTarget: 20, PerEstate: 60);

    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Restoring what was taken does not count. One that AWS asked to be sent later has its place already. A site's pages
    /// are swapped together: each step of a further page is counted with the main one's, the first time.
    /// </summary>
    public static bool IsSpentBy(Change change, Incident incident) =>
        change.Direction == Direction.Takes
        && incident.Clearance.Postponed.Of(change.Kind) is not { IsPaid: true }
        && !(
            change is Change.OfPage { Key: { } page }
            && !incident.Attempts.Any(made =>
                made.Change is Change.OfPage before && before.Kind == change.Kind && before.Key == page
            )
        );

    /// <summary>How many of these moments lie within the last hour.</summary>
    public static int Within(ImmutableArray<DateTimeOffset> acts, DateTimeOffset now) =>
        acts.Count(at => now - at < Window);

    /// <summary>The moments with one more; those that no longer count are dropped.</summary>
    public static ImmutableArray<DateTimeOffset> Spend(ImmutableArray<DateTimeOffset> acts, DateTimeOffset now) =>
        [.. acts.Where(at => now - at < Window), now];
}

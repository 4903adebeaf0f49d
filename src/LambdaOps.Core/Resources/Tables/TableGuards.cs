using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a table's capacity is changed, in that order.</summary>
internal static class TableGuards
{
    public static ImmutableArray<Guard> OfCapacity { get; } =
    [ServiceGuards.Live, new CapacityCapGuard(), new BillingSwitchGuard(), ServiceGuards.NoScaleInUnderAlarm];
}

/// <summary>
/// Denies more units than the estate allows, and more than twice as many in one step. What only restores is not denied:
/// it was there before.
/// </summary>
public sealed class CapacityCapGuard : Guard
{
    private const int MostTimes = 2;

    public override Denial? Check(GuardQuestion question) =>
        (question.Change, (question.Target as OperatedTable)?.Cap) switch
        {
            (not Change.OfTable, _) => null,
            (Change.OfTable { Direction: Direction.Restores }, _) => null,
            (_, null) => Deny("the estate says no capacity for the table", DenialThen.AskPerson),
            (Change.SetTableBillingMode, { OnDemand: false }) => Deny(
                "the estate allows no on-demand capacity for the table",
                DenialThen.AskPerson
            ),
            (Change.OfTable { Units: var (unit, _, to) }, { } cap) when to > cap.Of(unit) => Deny(
                Text($"{to} units/s are above the cap of {cap.Of(unit)}"),
                DenialThen.AskPerson
            ),
            (Change.OfTable { Units: var (_, from, to) }, _) when to > MostTimes * Math.Max(1, from) => Deny(
                Text($"from {from} to {to} units/s is more than twice as many"),
                DenialThen.KeepWatching
            ),
            _ => null,
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Denies a switch to on-demand capacity when LambdaOps has made as many within 24 hours as DynamoDB takes, as the
/// journal says. Those whose outcome nobody wrote down count.
/// </summary>
public sealed class BillingSwitchGuard : Guard
{
    /// <summary>How many DynamoDB takes of one table within <see cref="Window"/>.</summary>
    public const int Most = 4;

    public static TimeSpan Window { get; } = TimeSpan.FromHours(24);

    public override Denial? Check(GuardQuestion question) =>
        question.Change is Change.SetTableBillingMode { To: TableBilling.OnDemand }
        && Within(question.Record.BillingSwitches, question.Now) is >= Most and var made
            ? Deny(
                FormattableString.Invariant(
                    $"{made} switches to on-demand capacity within 24 h; DynamoDB takes {Most}"
                ),
                DenialThen.AskPerson
            )
            : null;

    /// <summary>How many of these moments lie within the last day.</summary>
    public static int Within(ImmutableArray<DateTimeOffset> switches, DateTimeOffset now) =>
        switches.Count(at => now - at < Window);

    /// <summary>The moments with one more where the change is such a switch; those that no longer count are dropped.</summary>
    public static ImmutableArray<DateTimeOffset> Count(
        ImmutableArray<DateTimeOffset> switches,
        Change change,
        DateTimeOffset now
    ) =>
        change is Change.SetTableBillingMode { To: TableBilling.OnDemand }
            ? [.. switches.Where(at => now - at < Window), now]
            : switches;
}

using System.Collections.Immutable;
using System.Diagnostics;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>
/// Runbook 夜間バッチ処理, データクリーンアップ: "古いセッションデータ削除: cleanup-sessions.js --days 30" and "期限切れトークン削除:
/// cleanup-tokens.js". Where DynamoDB itself expires a table's items, it is proven that it does. Where the items only say
/// when they were made, the old ones are deleted.
/// </summary>
public sealed class ExpiredItemsProcedure : Check<ExpiredItemsPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("expiredItems");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function { get; } = new("NightlyCleanup");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(2, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 02:00",
            Does: "tables with time to live: is it on, does it delete, is nothing left that should be gone or never expires; "
                + "tables by age: scan slowly, delete what has expired while it still has the value that was read",
            StopsWhen: "all is looked at, 5 % of a table are deleted, or the night's time is over; a new rule only reports at first"
        )
        {
            Runbook = "cleanup-sessions.js, cleanup-tokens.js",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [TableLooks.Shape, TableLooks.TimeToLive, TableLooks.Expirations, TableLooks.Items];

    public override ImmutableArray<ChangeKind> Changes { get; } = [ChangeKind.DeleteExpiredItems];

    /// <summary>A table a part: a slow one keeps no other waiting.</summary>
    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [.. estate.Tables.Where(table => table.Expiry is not null).Select(table => new CheckPart(table.Name, table))];

    public override CheckDecision Decide(CheckSituation situation)
    {
        var (table, policy) = ((OperatedTable)situation.Part.About, PolicyIn(situation.Estate));
        return table.Expiry switch
        {
            TableExpiry.ByTimeToLive rule => new TimeToLiveProof(table, rule, policy, situation).Decide(),
            TableExpiry.ByAge rule => new AgeCleanup(table, rule, policy, situation).Decide(),
            _ => throw new UnreachableException(),
        };
    }
}

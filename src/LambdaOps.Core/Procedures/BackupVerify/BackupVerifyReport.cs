using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.BackupVerify;

namespace LambdaOps.Core.Procedures.BackupVerify;

/// <summary>What is said of a table that was restored and compared: the verdict, RPO and RTO as measured.</summary>
internal static class BackupVerifyReport
{
    /// <param name="old">The table.</param>
    /// <param name="made">The scratch table.</param>
    public static Memory Judged(
        Memory memory,
        CheckSituation situation,
        BackupVerifyPolicy policy,
        TableFeatures old,
        TableFeatures made,
        TableComparison compared
    )
    {
        var table = ((VerifiedTable)situation.Part.About).Table;
        var (at, asked) = (memory.At!.Value, memory.AskedAt!.Value);
        var (rpo, rto) = (asked - at, memory.RestoredAt!.Value - asked);
        var measured = Text(
            $"{table.Name}: restored as of {BackupVerifySteps.Moment(at)} (RPO {rpo.TotalMinutes:0.#} min) in {rto.TotalMinutes:0.#} min (RTO, seen every {policy.CheckEvery.TotalSeconds:0} s)"
        );
        memory = WhyWrong(compared, old, made, policy) is { } differs
            ? memory.With(
                FindingLevel.Danger,
                "verify",
                $"{measured}, and it is not what the table was: {differs}; {compared}"
            )
            : memory.With(FindingLevel.Fine, "verify", $"{measured}: keys and indexes are the same, {compared}");
        return WithGoals(WithUntold(memory, table, compared), situation, table.Name, rpo, rto);
    }

    private static string? WhyWrong(
        TableComparison compared,
        TableFeatures old,
        TableFeatures made,
        BackupVerifyPolicy policy
    ) =>
        compared.WhyWrong(old, made)
        ?? (
            compared.IsWhole && compared.Items * 100 < compared.OldItems * (100L - policy.FewerPercent)
                ? Text($"it has {compared.Items} items, more than {policy.FewerPercent} % fewer than the table")
                : null
        );

    /// <summary>Where not a single item is the same, either all were changed since, or the restore is of another table's time.</summary>
    private static Memory WithUntold(Memory memory, OperatedTable table, TableComparison compared) =>
        compared is { Sampled: > 0, Same: 0, ChangedSince: 0 }
            ? memory.With(
                FindingLevel.Warning,
                "samples",
                Text($"{table.Name}: none of {compared.Sampled} sampled items is the same in both")
                    + (
                        table.ChangedAttribute is null
                            ? "; the estate names no changedAttribute, so nobody can tell whether they were changed since"
                            : ""
                    )
            )
            : memory;

    private static Memory WithGoals(Memory memory, CheckSituation situation, string table, TimeSpan rpo, TimeSpan rto)
    {
        var goal = situation.Estate.RecoveryGoals[RecoveryLevel.Data];
        return (rto > goal.Rto, rpo > goal.Rpo) switch
        {
            (false, false) => memory,
            (true, _) => memory.With(
                FindingLevel.Warning,
                "goal",
                Text(
                    $"{table}: the restore took {rto.TotalMinutes:0} min, and the goal is {goal.Rto.TotalMinutes:0} min"
                )
            ),
            _ => memory.With(
                FindingLevel.Warning,
                "goal",
                Text($"{table}: {rpo.TotalMinutes:0} min would be lost, and the goal is {goal.Rpo.TotalMinutes:0} min")
            ),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using Memory = LambdaOps.Core.Checks.CheckMemory.TableBackupsMemory;

namespace LambdaOps.Core.Procedures.TableBackups;

/// <summary>What a run of the nightly backups says.</summary>
internal static class TableBackupsReport
{
    /// <summary>So many names are told in a sentence; of the others only how many there are.</summary>
    private const int MostNames = 5;

    public static ImmutableArray<Finding> Of(CheckSituation situation, Memory memory) =>
        [Summary(situation, memory), .. Problems(memory)];

    private static Finding Summary(CheckSituation situation, Memory memory)
    {
        var tables = ((Resources.BackedUpTables)situation.Part.About).Names.Length;
        var plans = Text($"{tables} tables, {memory.Planned.Length} of them in a working backup plan");
        return new Finding(
            FindingLevel.Fine,
            "tables",
            situation.Run.WhyHeld is null
                ? Text($"{plans}; {memory.Made.Length} backed up here, {memory.Deleted.Length} old backups deleted")
                : Text(
                    $"{plans}; would back up {memory.WouldMake.Length}{Names(memory.WouldMake)} and delete {memory.WouldDelete} old backups"
                )
        );
    }

    private static IEnumerable<Finding> Problems(Memory memory)
    {
        if (memory.PlansUnseen is { } reason)
        {
            yield return new Finding(
                FindingLevel.Missing,
                "AWS Backup",
                $"what AWS Backup has made could not be seen, so its plans count as not working: {reason}"
            );
        }

        foreach (var (table, why) in memory.Failed)
        {
            yield return new Finding(FindingLevel.Danger, $"backup {table}", $"{table}: no backup was made: {why}");
        }

        foreach (var (table, why) in memory.Unseen)
        {
            yield return new Finding(
                FindingLevel.Missing,
                $"backups {table}",
                $"{table}: its backups could not be listed, so none was made or deleted: {why}"
            );
        }

        foreach (var (arn, why) in memory.Kept)
        {
            yield return new Finding(FindingLevel.Warning, $"old {arn}", $"an old backup was not deleted: {why}");
        }
    }

    private static string Names(ImmutableArray<string> names) =>
        names.IsEmpty ? "" : $" ({string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", …" : "")})";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.BackupCheckMemory;

namespace LambdaOps.Core.Procedures.BackupCheck;

/// <summary>What is said of what was seen of the backups. What was not seen is never fine.</summary>
internal static class BackupJudgement
{
    /// <summary>What AWS Backup has of the part's tables, in both regions.</summary>
    public static Memory OfVaults(CheckSituation situation, BackupCheckPolicy policy, Memory memory)
    {
        var tables = (BackedUpTables)situation.Part.About;
        memory = situation.Seen.Of(BackupLooks.Vaulted) switch
        {
            Fact<VaultedTables>.Known { Value: var seen } => memory with
            {
                Points = memory.Points.SetItems(
                    from table in tables.Names
                    let good = seen.Of(table)?.Good
                    where good is not null
                    select KeyValuePair.Create(table, good.Value)
                ),
                Incomplete = memory.Incomplete.SetItems(
                    from table in tables.Names
                    let newer = seen.Of(table)?.Newer
                    where newer is not null
                    select KeyValuePair.Create(table, newer)
                ),
            },
            var missing => With(
                memory with
                {
                    PointsUnseen = missing.WhyUnknown,
                },
                FindingLevel.Missing,
                "AWS Backup",
                $"what AWS Backup has made could not be seen: {missing.WhyUnknown}"
            ),
        };
        return situation.Estate.DisasterRecovery is { Region: var region }
            ? OfCopies(situation, region, policy, memory)
            : memory;
    }

    private static Memory OfCopies(CheckSituation situation, string region, BackupCheckPolicy policy, Memory memory)
    {
        var copies = situation.Seen.Of(BackupLooks.Copies);
        if (copies is not Fact<VaultedTables>.Known { Value: var seen })
        {
            return With(
                memory,
                FindingLevel.Missing,
                "copies",
                $"the copies in {region} could not be seen: {copies.WhyUnknown}"
            );
        }

        foreach (var table in ((BackedUpTables)situation.Part.About).Names)
        {
            if (seen.Of(table)?.Good is not { } copy)
            {
                memory = With(
                    memory,
                    FindingLevel.Warning,
                    $"copy {table}",
                    Text($"{table}: no copy of the last {BackupLooks.Reach.TotalDays:0} days is in {region}")
                );
            }
            else if (copy < situation.Now - policy.NewestWithin)
            {
                memory = With(
                    memory,
                    FindingLevel.Warning,
                    $"copy {table}",
                    $"{table}: its newest copy in {region} is {Age(situation.Now - copy)} old"
                );
            }
        }

        return memory;
    }

    public static Memory OfProtection(
        Fact<TableProtections> seen,
        BackedUpTables batch,
        BackupCheckPolicy policy,
        Memory memory
    )
    {
        foreach (var table in batch.Names)
        {
            var protection = seen is Fact<TableProtections>.Known { Value: var all }
                ? all.All.GetValueOrDefault(table) ?? Unseen("it was not looked at")
                : Unseen(seen.WhyUnknown);
            memory = OfTable(table, protection, policy, memory);
        }

        return memory;

        static TableProtection Unseen(string why) => new(Exists: true) { WhyMissing = why };
    }

    private static Memory OfTable(string table, TableProtection protection, BackupCheckPolicy policy, Memory memory)
    {
        if (protection.WhyMissing is { } why)
        {
            return With(
                memory,
                FindingLevel.Missing,
                $"protection {table}",
                $"{table}: its recovery and deletion protection could not be seen: {why}"
            );
        }

        if (!protection.Exists)
        {
            return With(
                memory with
                {
                    Absent = memory.Absent.Add(table),
                },
                FindingLevel.Danger,
                $"table {table}",
                $"{table}: there is no such table"
            );
        }

        if (protection.RecoveryDays is not { } days)
        {
            memory = With(memory, FindingLevel.Danger, $"recovery {table}", $"{table}: point-in-time recovery is off");
        }
        else if (days < policy.RecoveryDays)
        {
            memory = With(
                memory,
                FindingLevel.Warning,
                $"recovery {table}",
                Text($"{table}: point-in-time recovery reaches back {days} days, expected {policy.RecoveryDays}")
            );
        }

        return protection.IsDeletionProtected
            ? memory
            : With(memory, FindingLevel.Warning, $"deletion {table}", $"{table}: it has no deletion protection");
    }

    /// <summary>The newest good backup of each table, by AWS Backup or on demand.</summary>
    public static Memory OfBackups(
        Fact<ListedBackups> seen,
        BackedUpTables batch,
        DateTimeOffset youngest,
        DateTimeOffset now,
        Memory memory
    )
    {
        foreach (var table in batch.Names.Except(memory.Absent).ToList())
        {
            memory = OfTable(table, OnDemandOf(table, seen), youngest, now, memory);
        }

        return memory;
    }

    private static Memory OfTable(
        string table,
        ListedTable listed,
        DateTimeOffset youngest,
        DateTimeOffset now,
        Memory memory
    )
    {
        var point = memory.Points.TryGetValue(table, out var made) ? made : (DateTimeOffset?)null;
        if (point >= youngest)
        {
            return Counted(memory, point.Value) with { ByAwsBackup = memory.ByAwsBackup + 1 };
        }

        if (listed.Good >= youngest)
        {
            return Counted(memory, listed.Good.Value) with { OnDemand = memory.OnDemand + 1 };
        }

        if ((listed.WhyMissing ?? memory.PointsUnseen) is { } why)
        {
            return With(
                memory,
                FindingLevel.Missing,
                $"backup {table}",
                $"{table}: no young backup was seen, and not all could be: {why}"
            );
        }

        var newest = point > listed.Good || listed.Good is null ? point : listed.Good;
        var newer = memory.Incomplete.TryGetValue(table, out var status) ? $" (a newer one is {status})" : "";
        return With(
            memory,
            FindingLevel.Danger,
            $"backup {table}",
            newest is { } at
                ? $"{table}: its newest good backup is {Age(now - at)} old{newer}"
                : $"{table}: it has no good backup, neither by AWS Backup nor on demand{newer}"
        );
    }

    /// <summary>The report: what all tables come to, and each problem.</summary>
    public static ImmutableArray<Finding> Whole(CheckSituation situation, Memory memory)
    {
        var tables = ((BackedUpTables)situation.Part.About).Names.Length;
        var oldest = memory.Oldest is { } at ? $"; the oldest of them is {Age(situation.Now - at)} old" : "";
        return
        [
            new Finding(
                FindingLevel.Fine,
                "tables",
                Text(
                    $"{tables} tables: {memory.ByAwsBackup} with a young backup by AWS Backup, {memory.OnDemand} on demand"
                ) + oldest
            ),
            new Finding(
                FindingLevel.Fine,
                "restore",
                ChecklistEvidence.Acts(situation.Estate, BackupVerifyProcedure.ProcedureName)
                    ? "no backup is restored here: backupVerify does that once a month"
                    : "no backup was restored to try it: whether they can be is not verified while backupVerify may not act"
            ),
            .. memory.Found,
        ];
    }

    private static ListedTable OnDemandOf(string table, Fact<ListedBackups> seen) =>
        seen switch
        {
            Fact<ListedBackups>.Known { Value: var all } => all.All.GetValueOrDefault(table)
                ?? Unlisted("nobody looked"),
            var missing => Unlisted(missing.WhyUnknown),
        };

    private static ListedTable Unlisted(string why) => new([]) { WhyMissing = why };

    private static Memory Counted(Memory memory, DateTimeOffset at) =>
        memory with
        {
            Oldest = memory.Oldest < at ? memory.Oldest : at,
        };

    private static Memory With(Memory memory, FindingLevel level, string key, string text) =>
        memory with
        {
            Found = memory.Found.Add(new Finding(level, key, text)),
        };

    private static string Age(TimeSpan age) => Text($"{age.TotalHours:0.#} h");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Procedures.LogRetention;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Procedures.TemporaryFiles;

namespace LambdaOps.Campaigns.Nights;

/// <summary>The checks that delete, create or set something, each with the world that its nights are played in.</summary>
public static class AllNights
{
    public static ImmutableArray<ProcedureName> Checks =>
        [.. s_all.Keys.OrderBy(name => name.Value, StringComparer.Ordinal)];

    private static readonly ImmutableDictionary<ProcedureName, Func<ulong, NightResource>> s_all =
        ImmutableDictionary.CreateRange<ProcedureName, Func<ulong, NightResource>>([
            new(BackupVerifyProcedure.ProcedureName, seed => new BackupVerifyNight(seed, NightRun.Start)),
            new(ExpiredItemsProcedure.ProcedureName, seed => new ExpiredItemsNight(seed, NightRun.Start)),
            new(LogRetentionProcedure.ProcedureName, seed => new LogRetentionNight(seed, NightRun.Start)),
            new(TableBackupsProcedure.ProcedureName, seed => new TableBackupsNight(seed, NightRun.Start)),
            new(TemporaryFilesProcedure.ProcedureName, seed => new TemporaryFilesNight(seed, NightRun.Start)),
        ]);

    /// <param name="estate">With the modes that the check plays in.</param>
    /// <param name="decides">Another check than the registered, only to prove what would happen.</param>
    /// <exception cref="ArgumentException">The check has no nights.</exception>
    public static NightResult RunOne(ProcedureName check, ulong seed, Estate estate, Check? decides = null) =>
        s_all.TryGetValue(check, out var make)
            ? NightRun.RunOne(seed, make(seed), estate, decides)
            : throw new ArgumentException(
                $"found '{check}', expected one of {string.Join(", ", Checks)}",
                nameof(check)
            );
}

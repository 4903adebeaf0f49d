using System.Collections.Immutable;
using LambdaOps.Core.Procedures.AccessKeys;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.CostReview;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Procedures.IamReview;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.LogRetention;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.MetricsRollup;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Procedures.OpenGroups;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.SecurityFindings;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.StorageCheck;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Procedures.TemporaryFiles;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Procedures.Watchdog;
using LambdaOps.Core.Procedures.WeeklyReport;
using LambdaOps.Core.Procedures.ZoneShift;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// The registration: a line each. What the estate may name, what is routed to which function, what roles may do, the
/// schema and the documentation follow from it.
/// </summary>
public static class AllProcedures
{
    /// <summary>Those that answer incidents.</summary>
    public static ImmutableArray<Remedy> Remedies { get; } =
    [
        new ServiceUnavailableProcedure(),
        new LatencyProcedure(),
        new TotalOutageProcedure(),
        new MaintenancePageProcedure(),
        new RolloutProcedure(),
        new DatabaseErrorsProcedure(),
        new ConfigChangeProcedure(),
        new ZoneShiftProcedure(),
        new DataRestoreProcedure(),
        new RegionFailoverProcedure(),
    ];

    /// <summary>Those that look and report by the clock.</summary>
    public static ImmutableArray<Check> Checks { get; } =
    [
        new AlarmCheckProcedure(),
        new QuickCheckProcedure(),
        new ExpiredItemsProcedure(),
        new LogRetentionProcedure(),
        new TemporaryFilesProcedure(),
        new TableBackupsProcedure(),
        new BackupCheckProcedure(),
        new BackupVerifyProcedure(),
        new MetricsRollupProcedure(),
        new DailyReportProcedure(),
        new WeeklyReportProcedure(),
        new MonthlyReportProcedure(),
        new PerformanceReviewProcedure(),
        new AccessPatternsProcedure(),
        new ImageCheckProcedure(),
        new StorageCheckProcedure(),
        new CostReviewProcedure(),
        new CertificatesProcedure(),
        new OpenGroupsProcedure(),
        new AccessKeysProcedure(),
        new IamReviewProcedure(),
        new SecurityFindingsProcedure(),
        new FailoverRehearsalProcedure(),
    ];

    public static ImmutableArray<Procedure> All { get; } =
    [.. Remedies, new OperatorProcedure(), new WatchdogProcedure(), .. Checks];

    /// <summary>The function that takes in what people decide.</summary>
    public static FunctionName Operator { get; } =
        All.Single(one => one.Name == OperatorProcedure.ProcedureName).Function;

    /// <summary>The functions that run incidents and so have a queue for ticks, each once.</summary>
    public static ImmutableArray<FunctionName> LoopFunctions { get; } =
    [.. Remedies.Select(remedy => remedy.Function).Distinct()];

    /// <summary>The functions that run checks, which go on over a queue of their own, each once.</summary>
    public static ImmutableArray<FunctionName> CheckFunctions { get; } =
    [.. Checks.Select(check => check.Function).Distinct()];

    /// <summary>All functions, each once.</summary>
    public static ImmutableArray<FunctionName> Functions { get; } =
    [.. All.Select(procedure => procedure.Function).Distinct()];

    /// <summary>The remedy of that name, or null.</summary>
    public static Remedy? Find(ProcedureName name)
    {
        foreach (var remedy in Remedies)
        {
            if (remedy.Name == name)
            {
                return remedy;
            }
        }

        return null;
    }

    /// <summary>The check of that name, or null.</summary>
    public static Check? FindCheck(ProcedureName name) => Checks.FirstOrDefault(check => check.Name == name);

    /// <summary>The function of a remedy.</summary>
    /// <exception cref="InvalidOperationException">There is no such remedy.</exception>
    public static FunctionName FunctionOf(ProcedureName name) =>
        Find(name)?.Function
        ?? throw new InvalidOperationException(
            $"there is no remedy '{name}', expected one of {string.Join(", ", Remedies.Select(one => one.Name))}"
        );
}

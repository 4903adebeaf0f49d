namespace LambdaOps.Drills;

/// <summary>The rehearsals of all procedures.</summary>
public static class AllDrills
{
    public static IReadOnlyList<Drill> All { get; } =
    [
        .. ServiceUnavailableDrills.All,
        .. LatencyDrills.All,
        .. TotalOutageDrills.All,
        .. MaintenancePageDrills.All,
        .. DeepLinkDrills.All,
        .. RolloutDrills.All,
        .. SmokeDrills.All,
        .. WeightDrills.All,
        .. SecondGroupDrills.All,
        .. NetworkDrills.All,
        .. BudgetDrills.All,
        .. ConfigChangeDrills.All,
        .. ZoneDrills.All,
        .. DataRestoreDrills.All,
        .. TableDrills.All,
        .. RegionFailoverDrills.All,
        .. PersonDrills.All,
        .. EscalationDrills.All,
        .. SilenceDrills.All,
        .. SharedAlarmDrills.All,
        .. StormDrills.All,
        .. SurvivalDrills.All,
        .. OwnDependencyDrills.All,
        .. ExpiredItemsDrills.All,
        .. LogRetentionDrills.All,
        .. TemporaryFilesDrills.All,
        .. QuickCheckDrills.All,
        .. BackupDrills.All,
        .. BackupVerifyDrills.All,
        .. AlarmCheckDrills.All,
        .. ReportDrills.All,
        .. PeriodDrills.All,
        .. PerformanceDrills.All,
        .. AccessDrills.All,
        .. ImageDrills.All,
        .. StorageDrills.All,
        .. CostDrills.All,
        .. CertificateDrills.All,
        .. OpenGroupsDrills.All,
        .. AccessKeyDrills.All,
        .. IamReviewDrills.All,
        .. SecurityFindingDrills.All,
        .. FailoverRehearsalDrills.All,
        .. BlindDrills.All,
    ];

    /// <summary>The drill of that name, or null.</summary>
    public static Drill? Find(string name) => All.FirstOrDefault(drill => drill.Name == name);
}

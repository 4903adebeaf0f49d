namespace LambdaOps.Core.Resources;

/// <summary>The questions about a table that is to be restored, and about what was restored.</summary>
public static class RestoreLooks
{
    private const string Describe = "dynamodb:DescribeTable";
    private const string Recovery = "dynamodb:DescribeContinuousBackups";
    private const string Expiry = "dynamodb:DescribeTimeToLive";
    private const string Tags = "dynamodb:ListTagsOfResource";

    /// <summary>The table as it is, and to which times it can be restored.</summary>
    public static Look<RestoreSource> Source { get; } =
        new(
            "table to restore",
            "application-autoscaling:DescribeScalableTargets",
            Recovery,
            Describe,
            Expiry,
            "dynamodb:GetResourcePolicy",
            Tags
        )
        {
            IsAbout = static target => target is OperatedTable or VerifiedTable,
        };

    /// <summary>What has the new table's name.</summary>
    public static Look<RestoredTable> Restored { get; } =
        new("restored table", Recovery, Describe, Expiry, Tags)
        {
            IsAbout = static target => target is OperatedTable or VerifiedTable,
            Known = static at => at.Restore is null ? RestoredTable.None : null,
        };

    /// <summary>
    /// Counts and samples of both tables, once the new one is there with all but its time to live. The values are compared
    /// where they are read, and go no further.
    /// </summary>
    public static Look<TableComparison> Comparison { get; } =
        new("comparison of both tables", Describe, "dynamodb:GetItem", "dynamodb:Scan")
        {
            IsAbout = static target => target is OperatedTable,
            Known = static at =>
                at.Restore is { IsBegun: true, Compared: null } ? null : at.Restore?.Compared ?? TableComparison.None,
            OnlyIf = static seen =>
                seen.Of(Source) is Fact<RestoreSource>.Known { Value.Table: { } source }
                && seen.Of(Restored)
                    is Fact<RestoredTable>.Known { Value: { Table: { IsActive: true } made, IsRestoring: false } }
                && LacksOf(source, made) == RestoredLack.None,
            TakesUpTo = static _ => TimeSpan.FromSeconds(20),
        };

    /// <summary>
    /// The same of a scratch table, as it was restored: whatever a restore does not bring back is not missing in it. What is
    /// not read in time is read at the next look.
    /// </summary>
    public static Look<TableComparison> Trial { get; } =
        new("comparison with the scratch table", Describe, "dynamodb:GetItem", "dynamodb:Scan")
        {
            IsAbout = static target => target is VerifiedTable,
            TakesUpTo = static _ => TimeSpan.FromSeconds(10),
        };

    /// <summary>Tables whose names say that they were restored from it, scratch tables and others.</summary>
    public static Look<MadeTables> Made { get; } =
        new("tables restored from it", Describe, "dynamodb:ListTables")
        {
            IsAbout = static target => target is VerifiedTable,
        };

    /// <summary>What the new table still lacks of the old one, before it is compared. Time to live comes after that.</summary>
    public static RestoredLack LacksOf(TableFeatures source, TableFeatures made) =>
        source.Tags.All.Except(made.Tags.All).Any() ? RestoredLack.Tags
        : source.RecoveryDays is not null && made.RecoveryDays is null ? RestoredLack.Recovery
        : source.Stream is not null && made.Stream is null ? RestoredLack.Stream
        : RestoredLack.None;
}

/// <summary>What a restore does not bring back.</summary>
public enum RestoredLack
{
    None,
    Tags,
    Recovery,
    Stream,
}

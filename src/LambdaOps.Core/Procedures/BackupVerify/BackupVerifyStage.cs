using System.Text.Json.Serialization;

namespace LambdaOps.Core.Procedures.BackupVerify;

/// <summary>Where a table's verification is.</summary>
[JsonConverter(typeof(EnumAsName<BackupVerifyStage>))]
public enum BackupVerifyStage
{
    /// <summary>What an earlier run left is deleted; other restores of the table are waited for.</summary>
    Clearing,

    /// <summary>DynamoDB makes the scratch table.</summary>
    Restoring,

    /// <summary>Both tables are compared.</summary>
    Comparing,

    /// <summary>The scratch table is deleted.</summary>
    Deleting,
}

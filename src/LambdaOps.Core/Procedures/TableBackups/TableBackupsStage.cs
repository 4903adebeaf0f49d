using System.Text.Json.Serialization;

namespace LambdaOps.Core.Procedures.TableBackups;

/// <summary>Where a run of the nightly backups is.</summary>
[JsonConverter(typeof(EnumAsName<TableBackupsStage>))]
public enum TableBackupsStage
{
    /// <summary>Until the parts before it are through: DynamoDB's rates are the account's.</summary>
    Queued,

    /// <summary>What plans have made is asked for.</summary>
    Plans,

    /// <summary>The tables without a working plan, some at a time.</summary>
    Tables,

    /// <summary>Until tonight's plans have had their time; then they are asked for again.</summary>
    PlansAgain,

    /// <summary>The tables that a plan has not backed up tonight.</summary>
    TablesAgain,
}

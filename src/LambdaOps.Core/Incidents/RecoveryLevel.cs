using System.Text.Json.Serialization;

namespace LambdaOps.Core.Incidents;

/// <summary>The runbook's recovery levels (災害復旧, DRレベル定義); the later one is the worse one.</summary>
[JsonConverter(typeof(EnumAsName<RecoveryLevel>))]
public enum RecoveryLevel
{
    /// <summary>Level 1: the service stopped for a while.</summary>
    Service = 1,

    /// <summary>Level 2: an availability zone is lost.</summary>
    Zone,

    /// <summary>Level 3: the region is lost.</summary>
    Region,

    /// <summary>Level 4: data is corrupt.</summary>
    Data,
}

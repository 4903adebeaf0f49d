using System.Text.Json.Serialization;

namespace LambdaOps.Core.Estates;

/// <summary>The runbook's incident levels (インシデント分類), worst first.</summary>
[JsonConverter(typeof(EnumAsName<Severity>))]
public enum Severity
{
    /// <summary>Everything down: answered at once.</summary>
    P1 = 1,

    /// <summary>A main function down: answered within 30 minutes.</summary>
    P2 = 2,

    /// <summary>A partial disturbance: within 2 hours.</summary>
    P3 = 3,

    /// <summary>Small: next business day.</summary>
    P4 = 4,
}

/// <summary>Who is paged (runbook: エスカレーション), one above the other.</summary>
[JsonConverter(typeof(EnumAsName<EscalationLevel>))]
public enum EscalationLevel
{
    /// <summary>The person on call.</summary>
    L1 = 1,

    /// <summary>Those who know the system.</summary>
    L2 = 2,

    /// <summary>Those who answer for it.</summary>
    L3 = 3,
}

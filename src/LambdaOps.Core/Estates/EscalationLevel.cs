namespace LambdaOps.Core.Estates;

/// <summary>Who is paged (runbook: エスカレーション), one above the other.</summary>
public enum EscalationLevel
{
    /// <summary>The person on call.</summary>
    L1 = 1,

    /// <summary>Those who know the system.</summary>
    L2 = 2,

    /// <summary>Those who answer for it.</summary>
    L3 = 3,
}

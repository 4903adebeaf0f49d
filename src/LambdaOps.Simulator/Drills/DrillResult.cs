namespace LambdaOps.Simulator.Drills;

/// <summary>How a drill ended: its exit code names it.</summary>
public enum DrillEnd
{
    Passed = 0,

    /// <summary>It ended, but not as the drill expects.</summary>
    Failed = 1,

    /// <summary>Virtual time ran out, or a function was stuck.</summary>
    DidNotEnd = 128,

    /// <summary>A safety rule was broken.</summary>
    BrokeRule = 129,
}

/// <summary>What a drill gave.</summary>
/// <param name="Why">What was not as expected; null when it passed.</param>
/// <param name="Compiled">Whether the functions ran as Native AOT processes.</param>
public sealed record DrillResult(
    string Name,
    ulong Seed,
    DrillEnd End,
    string? Why,
    DateTimeOffset? FaultAt,
    DateTimeOffset? DetectedAt,
    DateTimeOffset? FirstActionAt,
    DateTimeOffset? RecoveredAt,
    IReadOnlyList<DrillAction> Actions,
    IReadOnlyList<DrillDenial> Denials,
    bool Compiled
)
{
    /// <summary>"pass" or "fail".</summary>
    public string Verdict => End == DrillEnd.Passed ? "pass" : "fail";
}

/// <summary>An action of the record.</summary>
/// <param name="Kind">What kind it is: SavePage.</param>
/// <param name="Action">It in words, with its object.</param>
public sealed record DrillAction(DateTimeOffset At, string Kind, string Action, string Because);

/// <summary>A denial of the record.</summary>
public sealed record DrillDenial(DateTimeOffset At, string Because);

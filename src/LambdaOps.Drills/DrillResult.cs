namespace LambdaOps.Drills;

/// <summary>How a drill ended; as a number, the exit code that names it.</summary>
public enum DrillEnd
{
    /// <summary>It was not run: it does not apply to the estate.</summary>
    Skipped = -1,

    Passed = 0,

    /// <summary>It ended, but not as the drill expects.</summary>
    Failed = 1,

    /// <summary>The drill itself threw: a bug of LambdaOps or of its simulator.</summary>
    Crashed = 127,

    /// <summary>Virtual time ran out, or a function was stuck.</summary>
    DidNotEnd = 128,

    /// <summary>A safety rule was broken.</summary>
    BrokeRule = 129,
}

/// <summary>What a drill gave.</summary>
/// <param name="Why">What was not as expected, or why it was skipped; null when it passed.</param>
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
    /// <summary>"pass", "fail" or "skipped".</summary>
    public string Verdict =>
        End switch
        {
            DrillEnd.Passed => "pass",
            DrillEnd.Skipped => "skipped",
            _ => "fail",
        };

    /// <summary>What a drill threw, with its stack trace; null for one that did not.</summary>
    public string? Crash { get; init; }

    /// <summary>Of a drill that was not run.</summary>
    public static DrillResult Skipped(Drill drill, ulong seed, string why) => Of(drill, seed, DrillEnd.Skipped, why);

    /// <summary>Of a drill that threw.</summary>
    public static DrillResult Crashed(Drill drill, ulong seed, Exception crash) =>
        Of(drill, seed, DrillEnd.Crashed, $"{crash.GetType().Name}: {crash.Message}") with
        {
            Crash = crash.ToString(),
        };

    /// <summary>
    /// The exit code of a run: that of its worst drill. When all were skipped nothing was rehearsed: 1.
    /// </summary>
    public static int ExitCodeOf(IEnumerable<DrillResult> results) =>
        results.Select(result => result.End).DefaultIfEmpty(DrillEnd.Skipped).Max() switch
        {
            DrillEnd.Skipped => (int)DrillEnd.Failed,
            var worst => (int)worst,
        };

    private static DrillResult Of(Drill drill, ulong seed, DrillEnd end, string why) =>
        new(drill.Name, seed, end, why, null, null, null, null, [], [], Compiled: false);
}

/// <summary>A change of the record.</summary>
/// <param name="Kind">What kind it is: SavePage.</param>
/// <param name="Action">It in words, with its object.</param>
public sealed record DrillAction(DateTimeOffset At, string Kind, string Action, string Because);

/// <summary>A denial of the record.</summary>
/// <param name="Guard">Who denied.</param>
/// <param name="Because">What, and why, in words.</param>
public sealed record DrillDenial(DateTimeOffset At, string Guard, string Because);

namespace LambdaOps.Account.World.Alarms;

public enum AlarmStateValue
{
    Ok,
    Alarm,
    InsufficientData,
}

public static class AlarmStates
{
    public static string Text(this AlarmStateValue state) =>
        state switch
        {
            AlarmStateValue.Ok => "OK",
            AlarmStateValue.Alarm => "ALARM",
            _ => "INSUFFICIENT_DATA",
        };

    public static string Text(this AlarmEvaluationState state) =>
        state switch
        {
            AlarmEvaluationState.PartialData => "PARTIAL_DATA",
            AlarmEvaluationState.EvaluationFailure => "EVALUATION_FAILURE",
            _ => "EVALUATION_ERROR",
        };

    public static AlarmStateValue? Parse(string text) =>
        text switch
        {
            "OK" => AlarmStateValue.Ok,
            "ALARM" => AlarmStateValue.Alarm,
            "INSUFFICIENT_DATA" => AlarmStateValue.InsufficientData,
            _ => null,
        };
}

/// <summary>What hinders an alarm's evaluation.</summary>
public enum AlarmEvaluationState
{
    /// <summary>Not all data could be read; it is evaluated all the same.</summary>
    PartialData,

    /// <summary>CloudWatch has trouble; the alarm keeps its state.</summary>
    EvaluationFailure,

    /// <summary>The alarm is configured wrongly; it keeps its state.</summary>
    EvaluationError,
}

/// <summary>An alarm's state with its reason, as it stood from <paramref name="Since"/>.</summary>
/// <param name="ReasonData">A JSON text, or null when there is none.</param>
/// <param name="SuppressedBy">What kept the actions back: "Alarm", or null.</param>
public sealed record AlarmSnapshot(
    AlarmStateValue Value,
    string Reason,
    string? ReasonData,
    DateTimeOffset Since,
    string? SuppressedBy = null,
    string? SuppressedReason = null
);

/// <summary>A change of an alarm's state.</summary>
/// <param name="Causes">The alarms that made a composite alarm change, with the moment of their own change.</param>
public sealed record AlarmTransition(
    Alarm Alarm,
    AlarmSnapshot Old,
    AlarmSnapshot New,
    IReadOnlyList<AlarmCause> Causes
);

public sealed record AlarmCause(string Arn, AlarmStateValue Value, DateTimeOffset Since);

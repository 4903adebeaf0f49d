namespace LambdaOps.Account.World.Alarms;

public enum AlarmState
{
    Ok,
    Alarm,
    InsufficientData,
}

public static class AlarmStates
{
    public static string Text(this AlarmState state) =>
        state switch
        {
            AlarmState.Ok => "OK",
            AlarmState.Alarm => "ALARM",
            _ => "INSUFFICIENT_DATA",
        };

    public static AlarmState? Parse(string text) =>
        text switch
        {
            "OK" => AlarmState.Ok,
            "ALARM" => AlarmState.Alarm,
            "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
            _ => null,
        };
}

/// <summary>An alarm's state with its reason, as it stood from <paramref name="Since"/>.</summary>
/// <param name="ReasonData">A JSON text, or null when there is none.</param>
/// <param name="SuppressedBy">What kept the actions back: "Alarm", or null.</param>
public sealed record AlarmSnapshot(
    AlarmState Value,
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

public sealed record AlarmCause(string Arn, AlarmState Value, DateTimeOffset Since);

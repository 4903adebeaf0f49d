namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>The numbers of the check of alarms.</summary>
public sealed record AlarmCheckPolicy(TimeSpan WithoutData, TimeSpan Muted, TimeSpan Suppressed, TimeSpan InAlarm)
    : IPolicy<AlarmCheckPolicy>
{
    public static AlarmCheckPolicy Read(PolicyReader reader) =>
        new(
            WithoutData: reader.Seconds(
                "withoutDataSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: 3600,
                "Seconds in INSUFFICIENT_DATA after which an alarm counts as blind."
            ),
            Muted: reader.Seconds(
                "mutedSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: PolicyReader.Day,
                "Seconds that an alarm may stay muted from now on."
            ),
            Suppressed: reader.Seconds(
                "suppressedSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: PolicyReader.Day,
                "Seconds that the suppressor of a composite alarm may be in ALARM."
            ),
            InAlarm: reader.Seconds(
                "inAlarmSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: PolicyReader.Day,
                "Seconds in ALARM after which an alarm counts as one that nobody looks at."
            )
        );
}

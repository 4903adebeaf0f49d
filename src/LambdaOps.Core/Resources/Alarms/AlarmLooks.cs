namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a target's alarms.</summary>
public static class AlarmLooks
{
    /// <summary>The alarm that opened the incident, as it stands now; none where a person opened it.</summary>
    public static Look<AlarmReading> Own { get; } =
        new("alarm", "cloudwatch:DescribeAlarms", "cloudwatch:ListAlarmMuteRules")
        {
            Known = static at => at.Alarm is null ? AlarmReading.None : null,
        };

    /// <summary>Which alarms of the target are in ALARM.</summary>
    public static Look<ActiveAlarms> Active { get; } =
        new("active alarms", "cloudwatch:DescribeAlarms", "cloudwatch:ListAlarmMuteRules");

    extension(Evidence seen)
    {
        /// <summary>The alarm that opened the incident, as it stands now.</summary>
        public Fact<AlarmReading> Alarm => seen.Of(Own);

        /// <summary>Which alarms of the target are in ALARM.</summary>
        public Fact<ActiveAlarms> Alarms => seen.Of(Active);
    }

    /// <summary>Tells the target's alarms by their names: what the estate has against each; null for others.</summary>
    public static Func<string, ProcedureName?> RemedyOf(this LookAt at)
    {
        var (rules, target) = (at.Estate.Alarms, at.Target.Id);
        return name => rules.FirstOrDefault(rule => rule.Target == target && rule.Names(name))?.Remedy;
    }
}

/// <summary>The names of a target's alarms that are in ALARM and that nobody silenced.</summary>
public sealed record ActiveAlarms(IReadOnlyList<string> Names)
{
    public static ActiveAlarms None { get; } = new([]);

    /// <summary>Those in ALARM that people silenced: they count for nothing.</summary>
    public IReadOnlyList<string> Silenced { get; init; } = [];

    /// <summary>What is known of each beside its name.</summary>
    public IReadOnlyList<ActiveAlarm> Known { get; init; } = [];

    public bool Any => Names.Count > 0;

    /// <summary>What is known of that one; null when nothing is.</summary>
    public ActiveAlarm? Find(string name) => Known.FirstOrDefault(alarm => alarm.Name == name);

    public override string ToString() =>
        (Any ? string.Join(", ", Names) : "none")
        + (Silenced.Count == 0 ? "" : $" (silenced: {string.Join(", ", Silenced)})");
}

/// <summary>An alarm that is in ALARM.</summary>
/// <param name="Remedy">What the estate has against it.</param>
/// <param name="BegunBy">The end of the first datapoint that breached: it cannot have begun later.</param>
public sealed record ActiveAlarm(string Name, ProcedureName Remedy, DateTimeOffset BegunBy);

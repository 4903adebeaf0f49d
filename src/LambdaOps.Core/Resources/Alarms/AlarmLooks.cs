namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a target's alarms.</summary>
public static class AlarmLooks
{
    /// <summary>The alarm that opened the incident, as it stands now; none where a person opened it.</summary>
    public static Look<AlarmReading> Own { get; } =
        new("alarm", "cloudwatch:DescribeAlarms") { Known = static at => at.Alarm is null ? AlarmReading.None : null };

    /// <summary>Which alarms of the target are in ALARM.</summary>
    public static Look<ActiveAlarms> Active { get; } = new("active alarms", "cloudwatch:DescribeAlarms");

    extension(Evidence seen)
    {
        /// <summary>The alarm that opened the incident, as it stands now.</summary>
        public Fact<AlarmReading> Alarm => seen.Of(Own);

        /// <summary>Which alarms of the target are in ALARM.</summary>
        public Fact<ActiveAlarms> Alarms => seen.Of(Active);
    }

    /// <summary>Tells the target's alarms by their names.</summary>
    public static Func<string, bool> IsOurs(this LookAt at)
    {
        var rules = at.Estate.AlarmsOf(at.Target.Id);
        return name => rules.Any(rule => rule.Names(name));
    }
}

/// <summary>The names of a target's alarms that are in ALARM and that nobody silenced.</summary>
public sealed record ActiveAlarms(IReadOnlyList<string> Names)
{
    public static ActiveAlarms None { get; } = new([]);

    /// <summary>Those in ALARM that people silenced: they count for nothing.</summary>
    public IReadOnlyList<string> Silenced { get; init; } = [];

    public bool Any => Names.Count > 0;

    public override string ToString() =>
        (Any ? string.Join(", ", Names) : "none")
        + (Silenced.Count == 0 ? "" : $" (silenced: {string.Join(", ", Silenced)})");
}

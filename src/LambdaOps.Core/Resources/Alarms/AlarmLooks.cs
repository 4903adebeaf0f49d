using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a target's alarms.</summary>
public static class AlarmLooks
{
    /// <summary>What asking after alarms in ALARM takes: which series breach is asked where a rule is about one.</summary>
    internal static ImmutableArray<string> Permissions { get; } =
    ["cloudwatch:DescribeAlarmContributors", "cloudwatch:DescribeAlarms", "cloudwatch:ListAlarmMuteRules"];

    /// <summary>The alarm that opened the incident, as it stands now; none where a person opened it.</summary>
    public static Look<AlarmReading> Own { get; } =
        new("alarm", Permissions) { Known = static at => at.Alarm is null ? AlarmReading.None : null };

    /// <summary>Which alarms of the target are in ALARM.</summary>
    public static Look<ActiveAlarms> Active { get; } = new("active alarms", Permissions);

    extension(Evidence seen)
    {
        /// <summary>The alarm that opened the incident, as it stands now.</summary>
        public Fact<AlarmReading> Alarm => seen.Of(Own);

        /// <summary>Which alarms of the target are in ALARM.</summary>
        public Fact<ActiveAlarms> Alarms => seen.Of(Active);
    }

    /// <summary>
    /// The estate's rule for one of the target's alarms in ALARM; null where none is about it, or none about the series that
    /// breach.
    /// </summary>
    /// <param name="breaching">The dimensions of each series of the alarm that is in ALARM.</param>
    public static AlarmRule? RuleOf(
        this LookAt at,
        string alarm,
        IEnumerable<ImmutableSortedDictionary<string, string>> breaching
    ) =>
        at.Estate.Alarms.FirstOrDefault(rule =>
            rule.Target == at.Target.Id && rule.Names(alarm) && rule.IsActive(breaching)
        );
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

using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures.AlarmCheck;

/// <summary>What is said of a batch's alarms by what was seen of them.</summary>
internal sealed class AlarmFindings(
    AlarmBatch batch,
    StandingAlarms standing,
    Fact<AlarmEventRules> eventRules,
    Fact<ActiveMutes> mutes,
    AlarmCheckPolicy policy,
    DateTimeOffset now
)
{
    private readonly AlarmWays _ways = new(standing.Topics, eventRules);

    /// <summary>First how many are well, then each that is not.</summary>
    public ImmutableArray<Finding> All()
    {
        var (alive, problems) = (0, new List<Finding>());
        foreach (var alarm in standing.Alarms)
        {
            var before = problems.Count;
            problems.AddRange(Of(alarm));
            alive += problems.Count == before ? 1 : 0;
        }

        return
        [
            new Finding(
                FindingLevel.Fine,
                "alive",
                Text($"{alive} of {standing.Alarms.Length} alarms are alive and lead to LambdaOps")
            ),
            .. OfTheWhole(),
            .. batch.Rules.Select(OfRule).OfType<Finding>().DistinctBy(finding => finding.Key),
            .. problems,
        ];
    }

    /// <summary>What is about no single alarm: said with the first batch alone.</summary>
    private IEnumerable<Finding> OfTheWhole()
    {
        if (!batch.IsFirst)
        {
            yield break;
        }

        if (mutes.WhyMissing is { } muteless)
        {
            yield return new(FindingLevel.Missing, "mute rules", $"which alarms are muted was not seen: {muteless}");
        }

        if (eventRules is not Fact<AlarmEventRules>.Known(var seen, _))
        {
            yield return new(
                FindingLevel.Missing,
                "event rules",
                $"event rules were not seen: {eventRules.WhyMissing}"
            );
            yield break;
        }

        foreach (var rule in seen.Rules.Where(rule => !rule.IsEnabled))
        {
            yield return new(
                FindingLevel.Warning,
                $"event rule {rule.Name}",
                $"the event rule {rule.Name} is disabled: nothing comes to {AlarmWays.Names(rule.Functions)} by it"
            );
        }
    }

    /// <summary>Whether a rule of the estate has its alarms; null where all is well.</summary>
    private Finding? OfRule(AlarmRule rule) =>
        rule.Match switch
        {
            AlarmMatch.ByName(var name) when !standing.Alarms.Any(alarm => alarm.Name == name) => new(
                FindingLevel.Danger,
                $"there {name}",
                $"the alarm {name} is not there: nothing tells LambdaOps of {rule.Target} ({rule.Remedy}) by it"
            ),
            AlarmMatch.ByPattern(var pattern) when !standing.Alarms.Any(alarm => rule.Names(alarm.Name)) => new(
                FindingLevel.Warning,
                $"there {pattern}",
                $"no alarm is named {pattern}: nothing tells LambdaOps of {rule.Target} ({rule.Remedy}) by it"
            ),
            AlarmMatch.ByTag tag => _ways.Of(tag),
            _ => null,
        };

    private IEnumerable<Finding> Of(StandingAlarm alarm) =>
        new[]
        {
            Actions(alarm),
            Data(alarm),
            Evaluation(alarm),
            Muted(alarm),
            Suppressed(alarm),
            InAlarm(alarm),
            WayOf(alarm),
        }.OfType<Finding>();

    private Finding? WayOf(StandingAlarm alarm) =>
        batch.Rules.FirstOrDefault(rule => rule.Names(alarm.Name)) is { Contributor: not null }
            ? _ways.OfSeries(alarm)
            : _ways.Of(alarm);

    private static Finding? Actions(StandingAlarm alarm) =>
        alarm.ActionsEnabled
            ? null
            : new(
                FindingLevel.Danger,
                $"actions {alarm.Name}",
                $"the actions of the alarm {alarm.Name} are disabled: LambdaOps takes it as silenced and changes nothing"
            );

    private Finding? Data(StandingAlarm alarm) =>
        alarm.State == AlarmState.InsufficientData && !alarm.MayLackData && now - alarm.Since >= policy.WithoutData
            ? new(
                FindingLevel.Danger,
                $"data {alarm.Name}",
                $"the alarm {alarm.Name} has had no data for {Span(now - alarm.Since)}: it cannot go off; look at its "
                    + "metric's name and dimensions"
            )
            : null;

    private static Finding? Evaluation(StandingAlarm alarm) =>
        alarm.Evaluation is { } state
            ? new(
                FindingLevel.Missing,
                $"evaluation {alarm.Name}",
                $"CloudWatch cannot evaluate the alarm {alarm.Name} ({state}): {alarm.Reason ?? "no reason is given"}"
            )
            : null;

    private Finding? Muted(StandingAlarm alarm)
    {
        var rules = mutes is Fact<ActiveMutes>.Known(var seen, _)
            ? seen.Rules.Where(rule => rule.Alarms.Contains(alarm.Name)).ToList()
            : [];
        if (rules.FirstOrDefault(rule => rule.Until(now) is null) is { } unknown)
        {
            return new(
                FindingLevel.Missing,
                $"muted {alarm.Name}",
                $"the alarm {alarm.Name} is muted by {unknown.Name}; until when was not seen: {unknown.Expression}"
            );
        }

        return rules.MaxBy(rule => rule.Until(now)) is not { } longest ? null
            : longest.Until(now) is { } until && until - now <= policy.Muted ? null
            : new(
                FindingLevel.Danger,
                $"muted {alarm.Name}",
                $"the alarm {alarm.Name} is muted by {longest.Name} without a gap "
                    + (
                        longest.Until(now) is { } end && end < DateTimeOffset.MaxValue
                            ? Text($"until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
                            : "and without an end"
                    )
            );
    }

    private Finding? Suppressed(StandingAlarm alarm) =>
        alarm.Suppressor is { State: AlarmState.Alarm } by && now - by.Since >= policy.Suppressed
            ? new(
                FindingLevel.Warning,
                $"suppressed {alarm.Name}",
                $"the actions of the alarm {alarm.Name} have been suppressed for {Span(now - by.Since)}: {by.Name} is in "
                    + "ALARM"
            )
            : null;

    private Finding? InAlarm(StandingAlarm alarm) =>
        alarm.State == AlarmState.Alarm && now - alarm.Since >= policy.InAlarm
            ? new(
                FindingLevel.Warning,
                $"in alarm {alarm.Name}",
                $"the alarm {alarm.Name} has been in ALARM for {Span(now - alarm.Since)}: nothing new changes it"
            )
            : null;

    private static string Span(TimeSpan span) =>
        span.TotalHours < 48 ? Text($"{span.TotalHours:0.#} h") : Text($"{span.TotalDays:0.#} days");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

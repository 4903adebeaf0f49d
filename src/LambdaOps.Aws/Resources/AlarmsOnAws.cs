using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>An alarm as it stands now (DescribeAlarms): the events carry neither threshold nor comparison.</summary>
public sealed class AlarmsOnAws(Lazy<IAmazonCloudWatch> cloudWatch) : ResourceOnAws
{
    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(AlarmLooks.Own, OwnAsync), LookCall.To(AlarmLooks.Active, ActiveAsync)];

    private const int PageSize = 100;

    private const string ActionsDisabled = "its actions are disabled";

    private const int MostPages = 20;

    private readonly MutedAlarms _muted = new(cloudWatch);

    private readonly BreachingSeries _breaching = new(cloudWatch);

    /// <exception cref="NotObservableException">The alarm is not there any more.</exception>
    private async Task<AlarmReading> OwnAsync(LookAt at, CancellationToken cancellationToken)
    {
        var alarm = at.Alarm ?? throw new InvalidOperationException("the incident has no alarm of its own");
        var muting = _muted.WhyAsync(alarm.Name, cancellationToken);
        var whole = ReadAsync(alarm, at.Now, cancellationToken);
        var series = alarm.Contributor is null
            ? Task.FromResult<List<OneSeries>>([])
            : _breaching.OfAsync(alarm.Name, cancellationToken);
        await Task.WhenAll(muting, whole, series);
        var reading = alarm.Contributor is { } own ? OfSeries(own, await series, await whole) : await whole;
        return reading with { Silenced = reading.Silenced ?? await muting };
    }

    /// <summary>
    /// Of one series: the whole alarm is in ALARM while any is, and CloudWatch keeps no datapoints of a single one.
    /// </summary>
    private static AlarmReading OfSeries(
        ImmutableSortedDictionary<string, string> own,
        List<OneSeries> breaching,
        AlarmReading whole
    ) =>
        new(
            breaching.Exists(series => own.All(series.Dimensions.Contains)) ? AlarmState.Alarm
                : whole.State == AlarmState.Alarm ? AlarmState.Ok
                : whole.State,
            0,
            0
        )
        {
            Silenced = whole.Silenced,
        };

    private async Task<AlarmReading> ReadAsync(AlarmRef alarm, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = await cloudWatch.Value.DescribeAlarmsAsync(
            new DescribeAlarmsRequest
            {
                AlarmNames = [alarm.Name],
                AlarmTypes = [AlarmType.MetricAlarm.Value, AlarmType.CompositeAlarm.Value],
            },
            cancellationToken
        );
        return (answer.MetricAlarms, answer.CompositeAlarms) switch
        {
            ([var metric, ..], _) => Read(metric, now),
            (_, [var composite, ..]) => new AlarmReading(
                AlarmSignals.State(composite.StateValue?.Value, $"alarm {alarm.Name}"),
                0,
                0
            )
            {
                Silenced = SilenceOf(composite),
            },
            _ => throw new NotObservableException($"alarm {alarm.Name} is not there"),
        };
    }

    /// <summary>All alarms in ALARM that are the target's, those that people silenced apart.</summary>
    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<ActiveAlarms> ActiveAsync(LookAt at, CancellationToken cancellationToken)
    {
        var rules = at.Estate.AlarmsOf(at.Target.Id);
        var found = new List<SeenAlarm>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.Value.DescribeAlarmsAsync(InAlarm(next), cancellationToken);
            found.AddRange(InAlarm(answer, at.Now).Where(alarm => rules.Any(rule => rule.Names(alarm.Name))));
            if ((next = answer.NextToken) is null)
            {
                return await OfTargetAsync(at, rules, found, cancellationToken);
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPages * PageSize} alarms are active")
        );
    }

    private async Task<ActiveAlarms> OfTargetAsync(
        LookAt at,
        ImmutableArray<AlarmRule> rules,
        List<SeenAlarm> found,
        CancellationToken cancellationToken
    )
    {
        var loud = found.Where(alarm => !alarm.IsSilenced).Select(alarm => alarm.Name).ToList();
        var muting = _muted.OfAsync(loud, cancellationToken);
        var breaching = _breaching.OfAsync(found.Select(alarm => alarm.Name), rules, cancellationToken);
        await Task.WhenAll(muting, breaching);
        var (muted, series) = (await muting, await breaching);
        var alarms = found
            .OrderBy(alarm => alarm.Name, StringComparer.Ordinal)
            .Select(alarm =>
                (
                    IsSilent: alarm.IsSilenced || muted.Contains(alarm.Name),
                    Alarm: Active(alarm, [.. series[alarm.Name]], at)
                )
            )
            .Where(one => one.Alarm is not null)
            .ToLookup(one => one.IsSilent, one => one.Alarm!);
        return new ActiveAlarms([.. alarms[false].Select(one => one.Name)])
        {
            Silenced = [.. alarms[true].Select(one => one.Name)],
            Known = [.. alarms[false]],
        };
    }

    /// <summary>Null where only series breach that no rule of the target is about.</summary>
    private static ActiveAlarm? Active(SeenAlarm alarm, List<OneSeries> breaching, LookAt at) =>
        at.RuleOf(alarm.Name, breaching.Select(series => series.Dimensions)) switch
        {
            null => null,
            { Contributor: { } one, Remedy: var remedy } => new(
                alarm.Name,
                remedy,
                breaching.Where(series => series.Dimensions.Contains(one)).Min(series => series.Since) ?? at.Now
            ),
            { Remedy: var remedy } => new(alarm.Name, remedy, alarm.BegunBy),
        };

    /// <summary>A page of all alarms in ALARM.</summary>
    internal static DescribeAlarmsRequest InAlarm(string? next) =>
        new()
        {
            StateValue = StateValue.ALARM,
            AlarmTypes = [AlarmType.MetricAlarm.Value, AlarmType.CompositeAlarm.Value],
            MaxRecords = PageSize,
            NextToken = next,
        };

    /// <summary>The alarms of a page, and whether people silenced them.</summary>
    internal static IEnumerable<(string Name, bool IsSilenced)> NamesOf(DescribeAlarmsResponse page) =>
        [
            .. (page.MetricAlarms ?? []).Select(alarm => (alarm.AlarmName, SilenceOf(alarm) is not null)),
            .. (page.CompositeAlarms ?? []).Select(alarm => (alarm.AlarmName, SilenceOf(alarm) is not null)),
        ];

    private static IEnumerable<SeenAlarm> InAlarm(DescribeAlarmsResponse page, DateTimeOffset now)
    {
        foreach (var alarm in page.MetricAlarms ?? [])
        {
            var begun =
                AlarmReasonData.BegunBy(alarm.StateReasonData, alarm.ComparisonOperator?.Value, alarm.Threshold)
                ?? Since(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp, now);
            yield return new(alarm.AlarmName, begun, SilenceOf(alarm) is not null);
        }

        foreach (var alarm in page.CompositeAlarms ?? [])
        {
            var begun = Since(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp, now);
            yield return new(alarm.AlarmName, begun, SilenceOf(alarm) is not null);
        }
    }

    private static DateTimeOffset Since(DateTime? changed, DateTimeOffset now) =>
        changed is { } at ? AwsTime.Of(at) : now;

    private static AlarmReading Read(MetricAlarm alarm, DateTimeOffset now)
    {
        var state = AlarmSignals.State(alarm.StateValue?.Value, $"alarm {alarm.AlarmName}");
        var (evaluated, breaching) = AlarmReasonData.Count(
            alarm.StateReasonData,
            alarm.ComparisonOperator?.Value,
            alarm.Threshold
        );
        return new AlarmReading(state, evaluated, breaching)
        {
            Silenced = SilenceOf(alarm),
            IsOld = AlarmReading.AreOld(
                Since(alarm.StateUpdatedTimestamp ?? alarm.StateTransitionedTimestamp, now),
                now
            ),
        };
    }

    private static string? SilenceOf(MetricAlarm alarm) => alarm.ActionsEnabled == false ? ActionsDisabled : null;

    private static string? SilenceOf(CompositeAlarm alarm) =>
        alarm.ActionsEnabled == false
            ? ActionsDisabled
            : AlarmSignals.Suppressed(alarm.ActionsSuppressedBy?.Value, alarm.ActionsSuppressedReason);

    /// <summary>An alarm in ALARM, whosesoever it is.</summary>
    private sealed record SeenAlarm(string Name, DateTimeOffset BegunBy, bool IsSilenced);
}

using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
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

    /// <exception cref="NotObservableException">The alarm is not there any more.</exception>
    private async Task<AlarmReading> OwnAsync(LookAt at, CancellationToken cancellationToken)
    {
        var alarm = at.Alarm ?? throw new InvalidOperationException("the incident has no alarm of its own");
        var muting = _muted.WhyAsync(alarm.Name, cancellationToken);
        var reading = ReadAsync(alarm, at.Now, cancellationToken);
        await Task.WhenAll(muting, reading);
        return await reading is { Silenced: null } loud ? loud with { Silenced = await muting } : await reading;
    }

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

    /// <summary>All alarms in ALARM whose name is ours, those that people silenced apart.</summary>
    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    private async Task<ActiveAlarms> ActiveAsync(LookAt at, CancellationToken cancellationToken)
    {
        var remedyOf = at.RemedyOf();
        var found = new List<(ActiveAlarm Alarm, bool IsSilenced)>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.Value.DescribeAlarmsAsync(InAlarm(next), cancellationToken);
            found.AddRange(OurAlarms(answer, remedyOf, at.Now));
            if ((next = answer.NextToken) is null)
            {
                var loud = found.Where(one => !one.IsSilenced).Select(one => one.Alarm.Name).ToList();
                var muted = await _muted.OfAsync(loud, cancellationToken);
                var alarms = found
                    .OrderBy(one => one.Alarm.Name, StringComparer.Ordinal)
                    .ToLookup(one => one.IsSilenced || muted.Contains(one.Alarm.Name), one => one.Alarm);
                return new ActiveAlarms([.. alarms[false].Select(one => one.Name)])
                {
                    Silenced = [.. alarms[true].Select(one => one.Name)],
                    Known = [.. alarms[false]],
                };
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPages * PageSize} alarms are active")
        );
    }

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

    private static IEnumerable<(ActiveAlarm Alarm, bool IsSilenced)> OurAlarms(
        DescribeAlarmsResponse page,
        Func<string, ProcedureName?> remedyOf,
        DateTimeOffset now
    )
    {
        foreach (var alarm in page.MetricAlarms ?? [])
        {
            if (remedyOf(alarm.AlarmName) is { } remedy)
            {
                var begun =
                    AlarmReasonData.BegunBy(alarm.StateReasonData, alarm.ComparisonOperator?.Value, alarm.Threshold)
                    ?? Since(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp, now);
                yield return (new ActiveAlarm(alarm.AlarmName, remedy, begun), SilenceOf(alarm) is not null);
            }
        }

        foreach (var alarm in page.CompositeAlarms ?? [])
        {
            if (remedyOf(alarm.AlarmName) is { } remedy)
            {
                var begun = Since(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp, now);
                yield return (new ActiveAlarm(alarm.AlarmName, remedy, begun), SilenceOf(alarm) is not null);
            }
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
}

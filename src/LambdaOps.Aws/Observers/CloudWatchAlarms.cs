using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Observers;

/// <summary>An alarm as it stands now (DescribeAlarms): the events carry neither threshold nor comparison.</summary>
public sealed class CloudWatchAlarms(IAmazonCloudWatch cloudWatch)
{
    /// <exception cref="NotObservableException">The alarm is not there any more.</exception>
    public async Task<AlarmReading> AlarmAsync(AlarmRef alarm, CancellationToken cancellationToken)
    {
        var answer = await cloudWatch.DescribeAlarmsAsync(
            new DescribeAlarmsRequest
            {
                AlarmNames = [alarm.Name],
                AlarmTypes = [AlarmType.MetricAlarm.Value, AlarmType.CompositeAlarm.Value],
            },
            cancellationToken);
        return (answer.MetricAlarms, answer.CompositeAlarms) switch
        {
            ([var metric, ..], _) => Read(metric),
            (_, [var composite, ..]) =>
                new AlarmReading(AlarmSignals.State(composite.StateValue?.Value, $"alarm {alarm.Name}"), 0, 0),
            _ => throw new NotObservableException($"alarm {alarm.Name} is not there"),
        };
    }

    private static AlarmReading Read(MetricAlarm alarm)
    {
        var state = AlarmSignals.State(alarm.StateValue?.Value, $"alarm {alarm.AlarmName}");
        var (evaluated, breaching) = AlarmReasonData.Count(
            alarm.StateReasonData, alarm.ComparisonOperator?.Value, alarm.Threshold);
        return new AlarmReading(state, evaluated, breaching);
    }
}

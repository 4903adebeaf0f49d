using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Many alarms by DescribeAlarms: by a hundred names a call, by the beginnings of patterns, page by page, and slower
/// than CloudWatch's rate.
/// </summary>
internal sealed class AlarmPages(Lazy<IAmazonCloudWatch> cloudWatch, TimeProvider machine)
{
    private const int PageSize = 100;

    private const int MostPages = 100;

    /// <summary>So many calls in a row nobody notices; then they are spaced.</summary>
    private const int AtOnce = 5;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(150);

    private static readonly char[] s_wild = ['*', '?'];

    /// <summary>DynamoDB's metrics: alarms on them ignore missing data, whatever they say.</summary>
    private const string MayLackData = "AWS/DynamoDB";

    /// <summary>The alarms that rules know by their names, in the order of these; each once.</summary>
    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    public async Task<ImmutableArray<StandingAlarm>> OfAsync(
        ImmutableArray<AlarmRule> rules,
        FunctionArns ours,
        CancellationToken cancellationToken
    )
    {
        var reading = new Reading(cloudWatch, machine, ours, cancellationToken);
        var names = rules.Select(rule => rule.Match).OfType<AlarmMatch.ByName>().Select(match => match.Name);
        await reading.NamedAsync(names);
        foreach (var prefix in Prefixes(rules))
        {
            await reading.AllAsync(new DescribeAlarmsRequest { AlarmNamePrefix = prefix.Length == 0 ? null : prefix });
        }

        // Suppressors may be anybody's alarms.
        var suppressors = reading.Suppressors.Values.Select(one => one.Split(':')[^1]);
        await reading.NamedAsync(suppressors.Where(name => !reading.Found.ContainsKey(name)));
        return
        [
            .. reading
                .Found.Values.Where(alarm => rules.Any(rule => rule.Names(alarm.Name)))
                .Select(alarm => alarm with { Suppressor = reading.SuppressorOf(alarm.Name) })
                .OrderBy(alarm => alarm.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>How the patterns begin; not what begins as another one does.</summary>
    private static List<string> Prefixes(ImmutableArray<AlarmRule> rules)
    {
        var all = rules
            .Select(rule => rule.Match)
            .OfType<AlarmMatch.ByPattern>()
            .Select(match => match.Pattern.IndexOfAny(s_wild) is >= 0 and var at ? match.Pattern[..at] : match.Pattern)
            .Distinct()
            .ToList();
        return
        [
            .. all.Where(one => !all.Exists(other => other != one && one.StartsWith(other, StringComparison.Ordinal))),
        ];
    }

    /// <summary>One look's calls, counted, and what they gave.</summary>
    private sealed class Reading(
        Lazy<IAmazonCloudWatch> cloudWatch,
        TimeProvider machine,
        FunctionArns ours,
        CancellationToken cancellationToken
    )
    {
        private int _calls;

        public Dictionary<string, StandingAlarm> Found { get; } = new(StringComparer.Ordinal);

        /// <summary>By the name of a composite alarm: its suppressor's name or ARN.</summary>
        public Dictionary<string, string> Suppressors { get; } = new(StringComparer.Ordinal);

        public AlarmSuppressor? SuppressorOf(string alarm) =>
            Suppressors.TryGetValue(alarm, out var by) && Found.TryGetValue(by.Split(':')[^1], out var one)
                ? new AlarmSuppressor(one.Name, one.State, one.Since)
                : null;

        public async Task NamedAsync(IEnumerable<string> names)
        {
            foreach (var some in names.Distinct().Chunk(AlarmBatchLooks.NamesPerCall).ToList())
            {
                await AllAsync(new DescribeAlarmsRequest { AlarmNames = [.. some] });
            }
        }

        public async Task AllAsync(DescribeAlarmsRequest request)
        {
            request.AlarmTypes = [AlarmType.MetricAlarm.Value, AlarmType.CompositeAlarm.Value];
            request.MaxRecords = PageSize;
            do
            {
                if (_calls++ is >= AtOnce and var made)
                {
                    await Task.Delay(s_between, machine, cancellationToken);
                    if (made >= MostPages)
                    {
                        throw new NotObservableException(
                            FormattableString.Invariant($"they are more than {MostPages} pages of alarms")
                        );
                    }
                }

                var answer = await cloudWatch.Value.DescribeAlarmsAsync(request, cancellationToken);
                foreach (var alarm in answer.MetricAlarms ?? [])
                {
                    Found[alarm.AlarmName] = Read(alarm);
                }

                foreach (var alarm in answer.CompositeAlarms ?? [])
                {
                    Found[alarm.AlarmName] = Read(alarm);
                    if (alarm.ActionsSuppressor is { Length: > 0 } by)
                    {
                        Suppressors[alarm.AlarmName] = by;
                    }
                }

                request.NextToken = answer.NextToken;
            } while (request.NextToken is not null);
        }

        private StandingAlarm Read(MetricAlarm alarm) =>
            Read(
                alarm.AlarmName,
                alarm.AlarmArn,
                alarm.StateValue,
                alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp,
                alarm.AlarmActions
            ) with
            {
                ActionsEnabled = alarm.ActionsEnabled != false,
                Evaluation = alarm.EvaluationState?.Value,
                Reason = alarm.StateReason,
                MayLackData =
                    alarm.Namespace == MayLackData
                    || (alarm.Metrics ?? []).Exists(one => one.MetricStat?.Metric?.Namespace == MayLackData),
            };

        private StandingAlarm Read(CompositeAlarm alarm) =>
            Read(
                alarm.AlarmName,
                alarm.AlarmArn,
                alarm.StateValue,
                alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp,
                alarm.AlarmActions
            ) with
            {
                ActionsEnabled = alarm.ActionsEnabled != false,
                Reason = alarm.StateReason,
                MayLackData = true,
            };

        private StandingAlarm Read(
            string name,
            string arn,
            StateValue? state,
            DateTime? since,
            List<string>? actions
        ) =>
            new(name, arn, AlarmSignals.State(state?.Value, $"alarm {name}"), AwsTime.Of(since!.Value))
            {
                AlarmActions = [.. actions ?? []],
                Functions = [.. (actions ?? []).Select(ours.Of).OfType<FunctionName>()],
            };
    }
}

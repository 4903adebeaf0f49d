using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Which alarms a mute rule keeps silent now (ListAlarmMuteRules by alarm). Their changes reach EventBridge all the
/// same, and neither these nor DescribeAlarms say it.
/// </summary>
internal sealed class MutedAlarms(Lazy<IAmazonCloudWatch> cloudWatch)
{
    private const int MostPages = 20;

    /// <summary>"muted by planned-work"; null where no active rule has that alarm.</summary>
    public async Task<string?> WhyAsync(string alarm, CancellationToken cancellationToken) =>
        await FirstAsync(alarm, cancellationToken) is { } rule ? $"muted by {rule}" : null;

    /// <summary>Those of these alarms that are muted: mostly no rule is active, and one call says so.</summary>
    public async Task<HashSet<string>> OfAsync(IReadOnlyCollection<string> alarms, CancellationToken cancellationToken)
    {
        var muted = new HashSet<string>(StringComparer.Ordinal);
        if (await FirstAsync(alarm: null, cancellationToken) is null)
        {
            return muted;
        }

        foreach (var alarm in alarms)
        {
            if (await FirstAsync(alarm, cancellationToken) is not null)
            {
                muted.Add(alarm);
            }
        }

        return muted;
    }

    /// <summary>The name of the first active rule; a page without one is not the last.</summary>
    /// <exception cref="NotObservableException">There are more pages than can be read in a moment.</exception>
    private async Task<string?> FirstAsync(string? alarm, CancellationToken cancellationToken)
    {
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.Value.ListAlarmMuteRulesAsync(
                new ListAlarmMuteRulesRequest
                {
                    AlarmName = alarm,
                    Statuses = [AlarmMuteRuleStatus.ACTIVE.Value],
                    NextToken = next,
                },
                cancellationToken
            );
            if (answer.AlarmMuteRuleSummaries is [var rule, ..])
            {
                return NameOf(rule.AlarmMuteRuleArn);
            }

            if ((next = answer.NextToken) is null)
            {
                return null;
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of mute rules"));
    }

    /// <summary>arn:aws:cloudwatch:REGION:ACCOUNT:alarm-mute-rule:NAME</summary>
    public static string NameOf(string arn) => arn.Split(':', 7)[^1];
}

using System.Collections.Immutable;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Estates;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Which series of Metrics Insights alarms over many are in ALARM (DescribeAlarmContributors): DescribeAlarms says only
/// that one of them is.
/// </summary>
internal sealed class BreachingSeries(Lazy<IAmazonCloudWatch> cloudWatch)
{
    private const int MostPages = 20;

    /// <summary>Those of each of these alarms about a series of which a rule is; of others nothing is asked.</summary>
    public async Task<ILookup<string, OneSeries>> OfAsync(
        IEnumerable<string> alarms,
        IReadOnlyCollection<AlarmRule> rules,
        CancellationToken cancellationToken
    )
    {
        var asked = alarms
            .Distinct(StringComparer.Ordinal)
            .Where(alarm => rules.Any(rule => rule.Contributor is not null && rule.Names(alarm)))
            .Select(async alarm => (alarm, Series: await OfAsync(alarm, cancellationToken)));
        return (await Task.WhenAll(asked))
            .SelectMany(one => one.Series, (one, series) => (one.alarm, series))
            .ToLookup(one => one.alarm, one => one.series, StringComparer.Ordinal);
    }

    /// <exception cref="NotObservableException">There are more than can be read in a moment.</exception>
    public async Task<List<OneSeries>> OfAsync(string alarm, CancellationToken cancellationToken)
    {
        var found = new List<OneSeries>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudWatch.Value.DescribeAlarmContributorsAsync(
                new DescribeAlarmContributorsRequest { AlarmName = alarm, NextToken = next },
                cancellationToken
            );
            found.AddRange((answer.AlarmContributors ?? []).Select(Read));
            if ((next = answer.NextToken) is null)
            {
                return found;
            }
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPages} pages of series of {alarm} are in ALARM")
        );
    }

    private static OneSeries Read(Amazon.CloudWatch.Model.AlarmContributor one) =>
        new(
            (one.ContributorAttributes ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            AwsTime.Of(one.StateTransitionedTimestamp)
        );
}

/// <summary>One series of an alarm that is in ALARM.</summary>
/// <param name="Dimensions">By which it is told from the others.</param>
/// <param name="Since">Since when; null where CloudWatch does not say.</param>
internal sealed record OneSeries(ImmutableSortedDictionary<string, string> Dimensions, DateTimeOffset? Since);

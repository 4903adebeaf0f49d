using Amazon.CloudWatch;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The series of one look. What is wanted stands in one place and is read twice: at first each series is only noted to
/// be asked, then it is there.
/// </summary>
/// <param name="mostQueries">Of one GetMetricData.</param>
internal sealed class SeriesReading(int mostQueries)
{
    private const double MsPerSecond = 1000;

    private readonly List<MetricQuery> _asked = [];

    private readonly Dictionary<string, MetricSeries> _answers = new(StringComparer.Ordinal);

    /// <summary>Whether a hole says which series has it.</summary>
    public bool NamesHoles { get; init; }

    public IReadOnlyList<MetricQuery> Asked => _asked;

    /// <param name="factor">What each value is multiplied by.</param>
    public MetricSeries Of(MetricQuery query, double factor = 1)
    {
        if (_answers.TryGetValue(query.Id, out var answer))
        {
            return factor == 1
                ? answer
                : answer with
                {
                    Values = [.. answer.Values.Select(one => one with { Value = factor * one.Value })],
                };
        }

        _asked.Add(query);
        return MetricSeries.Empty;
    }

    /// <summary>Of all of a service's target groups.</summary>
    /// <param name="id">Begins the series' ids.</param>
    /// <param name="together">What the groups' values of a moment come to.</param>
    public MetricSeries OfGroups(
        OperatedService service,
        string id,
        string metric,
        string stat,
        Func<IEnumerable<double>, double> together,
        int period = MetricQueries.PeriodSeconds,
        double factor = 1
    ) =>
        service
            .TargetGroups.Select(
                (group, at) =>
                    Of(
                        MetricQuery.OfTargets(
                            FormattableString.Invariant($"{id}of{at}"),
                            metric,
                            stat,
                            service,
                            group
                        ) with
                        {
                            Period = period,
                        },
                        factor
                    )
            )
            .Aggregate((one, other) => one.With(other, together));

    /// <summary>
    /// Answer times in milliseconds. Percentiles of two groups do not add up: the slower one's stand for the service.
    /// </summary>
    public MetricSeries Slower(
        OperatedService service,
        string id,
        string percentile,
        int period = MetricQueries.PeriodSeconds
    ) => OfGroups(service, id, "TargetResponseTime", percentile, Enumerable.Max, period, MsPerSecond);

    public void Answer(MetricQuery query, MetricSeries series) => _answers[query.Id] = series;

    /// <summary>Asks for all that were noted.</summary>
    public async Task AskAsync(
        IAmazonCloudWatch cloudWatch,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        foreach (var (query, series) in await AskAsync(cloudWatch, _asked, from, until, cancellationToken))
        {
            Answer(query, series);
        }
    }

    /// <summary>One series that CloudWatch has only in part does not hide the others.</summary>
    public async Task<List<(MetricQuery Query, MetricSeries Series)>> AskAsync(
        IAmazonCloudWatch cloudWatch,
        List<MetricQuery> queries,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var found = new List<(MetricQuery, MetricSeries)>();
        foreach (var some in queries.Chunk(mostQueries))
        {
            var answers = await new MetricQueries(cloudWatch).AskForAnyAsync([.. some], from, until, cancellationToken);
            foreach (var query in some)
            {
                found.Add(
                    (
                        query,
                        answers.WhyIncomplete(query.Id) is { } hole
                            ? MetricSeries.Empty with
                            {
                                Hole = NamesHoles ? $"{hole} of {query.InWords}" : hole,
                            }
                            : new MetricSeries(answers.All(query.Id))
                    )
                );
            }
        }

        return found;
    }
}

using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>What reached one target group: in the newest minutes, and while all was well.</summary>
internal sealed record GroupLoad(MetricAnswers Now, MetricAnswers Well);

/// <summary>What reached all target groups of a service.</summary>
/// <param name="groups">The first has the numbers of the tasks too.</param>
internal sealed class GroupLoads(GroupLoad[] groups)
{
    private const double MsPerSecond = 1000;

    /// <param name="otherwise">The reading's time where no minute has a number.</param>
    public LoadReading Read(DateTimeOffset otherwise)
    {
        var newest = groups.Max(group => group.Now.NewestAt("requests"));
        var requests = Sum("requests", newest);

        // Percentiles of several groups do not add up: those of the group that gets most stand for the service.
        var most = groups.MaxBy(group => group.Now.At("requests", newest) ?? -1)!.Now;
        var tasks = groups[0].Now;
        return new LoadReading(
            most.NewestAt("p95") ?? tasks.NewestAt("cpu") ?? otherwise,
            most.Newest("p50") * MsPerSecond,
            most.Newest("p95") * MsPerSecond,
            most.Newest("p99") * MsPerSecond,
            tasks.Newest("cpu"),
            tasks.Newest("memory"),
            requests / MetricQueries.PeriodSeconds,
            requests > 0 ? 100 * (Sum("errors", newest) ?? 0) / requests : null,
            TasksPerRequest()
        );
    }

    /// <summary>The load balancer counts only where there is something: no datapoint of any group is null.</summary>
    private double? Sum(string id, DateTimeOffset? at)
    {
        var known = groups.Select(group => group.Now.At(id, at)).OfType<double>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }

    /// <summary>
    /// CPU × tasks ÷ requests per second, each as the mean of its minutes (longer periods would not begin where the
    /// time does); null unless all three are known.
    /// </summary>
    private double? TasksPerRequest() =>
        MeanWhileWell("requests") / MetricQueries.PeriodSeconds is > 0 and var perSecond
            ? groups[0].Well.Mean("cpu") / 100 * MeanWhileWell("hosts") / perSecond
            : null;

    /// <summary>The mean of the minutes' sums over all groups.</summary>
    private double? MeanWhileWell(string id) =>
        groups
            .SelectMany(group => group.Well.All(id))
            .GroupBy(minute => minute.At, minute => minute.Value)
            .Select(minute => (double?)minute.Sum())
            .Average();
}

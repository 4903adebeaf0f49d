using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>
/// What the check says of one batch: each service's numbers in a line, and a finding for what is not fine.
/// </summary>
internal sealed class QuickCheckFindings(
    Estate estate,
    ServiceBatch batch,
    QuickCheckPolicy policy,
    Evidence seen,
    DateTimeOffset now
)
{
    private readonly ImmutableArray<DateTimeOffset> _minutes = CompleteMinutes.Of(now);

    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();

    /// <summary>The keys of what was seen and is fine: what was wrong with it is over.</summary>
    private readonly HashSet<string> _fine = new(StringComparer.Ordinal);

    /// <param name="last">The last run's: what was wrong then and cannot be seen now is not over.</param>
    public ImmutableArray<Finding> All(CheckReport? last)
    {
        foreach (var gap in seen.Gaps)
        {
            // A look that gave nothing is said once, not for each service.
            Add(FindingLevel.Missing, gap[..gap.IndexOf(':', StringComparison.Ordinal)], gap);
        }

        foreach (var service in batch.Services)
        {
            OfService(service);
        }

        OfBalancers();
        OfUsers();
        var said = _findings.Select(finding => finding.Key).ToHashSet(StringComparer.Ordinal);
        var subjects = Concern.SubjectsOf(batch);
        _findings.AddRange(
            Unseen.Carry(
                last,
                finding =>
                    !said.Contains(finding.Key) && !_fine.Contains(finding.Key) && Concern.IsOf(finding, subjects),
                "cannot be seen now"
            )
        );
        return _findings.ToImmutable();
    }

    private void OfService(OperatedService service)
    {
        var id = service.Id.Value;
        var (limits, breaches) = (service.Thresholds, new ServiceBreaches(estate, service, Alarms));
        OfHealth(service, breaches);
        var gauges = new List<string>();
        if (seen.Of(VitalsLooks.Numbers) is Fact<BatchNumbers>.Known { Value.Services: var all })
        {
            var numbers = all[service.Id];
            var (cpu, memory) = (numbers.Cpu, numbers.Memory);
            if (numbers.Behind is { } behind)
            {
                OfErrors(service, behind, breaches, gauges);
            }

            Judge(Concern.Cpu, id, Plain("CPU", limits.Cpu, cpu), Silent(cpu), gauges, breaches.OfCpu);
            Judge(Concern.Memory, id, Plain("memory", limits.Memory, memory), Silent(memory), gauges, breaches.OfLoad);
            if (numbers.Behind is { } balanced)
            {
                OfTimes(service, balanced, breaches, gauges);
            }
        }

        var tasks = OfTasks(service);
        Add(
            FindingLevel.Fine,
            $"service {id}",
            $"{id}: {string.Join(", ", new[] { tasks }.OfType<string>().Concat(gauges).DefaultIfEmpty("nothing seen"))}"
        );
    }

    private void OfHealth(OperatedService service, ServiceBreaches breaches)
    {
        var key = Concern.Health.KeyOf(service.Id.Value);
        if (seen.Of(VitalsLooks.Health) is not Fact<BatchHealth>.Known { Value.Probes: var probes })
        {
            return;
        }

        switch (probes.GetValueOrDefault(service.Id))
        {
            case Fact<HealthProbe>.Known { Value: { Healthy: false } failed }:
                Add(FindingLevel.Danger, key, $"{service.Health.Url} answers {failed}", breaches.OfHealth());
                break;
            case Fact<HealthProbe>.Known:
                _fine.Add(key);
                break;
            case Fact<HealthProbe>.Missing(var reason):
                Add(FindingLevel.Missing, key, $"{service.Health.Url}: {reason}");
                break;
            default:
                Add(FindingLevel.Missing, key, $"{service.Health.Url} was not asked");
                break;
        }
    }

    /// <summary>
    /// The share of failing requests: CloudWatch writes no zeros, so a minute with requests and no datapoint of errors
    /// had none. What the load balancer answers itself counts where only this service is behind it.
    /// </summary>
    private void OfErrors(OperatedService service, BehindBalancer behind, ServiceBreaches breaches, List<string> gauges)
    {
        var own = IsAlone(service) ? Balancer(service.LoadBalancer!)?.Errors : null;
        var hole = behind.Requests.Hole ?? behind.Errors.Hole ?? own?.Hole;
        var values = _minutes
            .Select(minute =>
                hole is null ? Share(behind.Requests.At(minute), behind.Errors.At(minute), own?.At(minute)) : null
            )
            .ToImmutableArray();
        var gauge = new Gauge("errors", "%", service.Thresholds.Errors, values);
        var requests = _minutes.Sum(minute => behind.Requests.At(minute) ?? 0);
        if (gauge.Level == FindingLevel.Danger && requests + Errors(own) < policy.LeastRequests * _minutes.Length)
        {
            Add(
                FindingLevel.Warning,
                Concern.Errors.KeyOf(service.Id.Value),
                string.Create(CultureInfo.InvariantCulture, $"{gauge}, of few requests: {requests:0}")
            );
            gauges.Add(gauge.Short);
            return;
        }

        Judge(
            Concern.Errors,
            service.Id.Value,
            gauge,
            hole ?? Silent(behind.Requests, "request"),
            gauges,
            () => breaches.OfErrors(gauge.Newest >= policy.MainFunctionDownPercent)
        );
    }

    private void OfTimes(OperatedService service, BehindBalancer behind, ServiceBreaches breaches, List<string> gauges)
    {
        var (id, limits) = (service.Id.Value, service.Thresholds);
        (Concern Concern, string Name, Threshold Limit, MetricSeries Series)[] all =
        [
            (Concern.P50, "P50", limits.P50Ms, behind.P50Ms),
            (Concern.P95, "P95", limits.P95Ms, behind.P95Ms),
            (Concern.P99, "P99", limits.P99Ms, behind.P99Ms),
        ];
        foreach (var (concern, name, limit, series) in all)
        {
            // Of few requests a percentile says nothing.
            var gauge = new Gauge(
                name,
                "ms",
                limit,
                [
                    .. _minutes.Select(minute =>
                        behind.Requests.At(minute) >= policy.LeastRequests ? series.At(minute) : null
                    ),
                ]
            );
            var isFew = gauge.Level == FindingLevel.Missing && _minutes.Any(minute => series.At(minute) is not null);
            if (isFew)
            {
                Add(
                    FindingLevel.Missing,
                    concern.KeyOf(id),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} of {id} is not judged: {Counts(behind.Requests)} requests by minute, "
                    ) + string.Create(CultureInfo.InvariantCulture, $"{policy.LeastRequests} say something")
                );
                gauges.Add(gauge.Short);
            }
            else
            {
                Judge(concern, id, gauge, series.Hole ?? Silent(behind.Requests, "request"), gauges, breaches.OfLoad);
            }
        }
    }

    /// <summary>Null where nothing was seen.</summary>
    private string? OfTasks(OperatedService service)
    {
        var key = Concern.Tasks.KeyOf(service.Id.Value);
        if (seen.Of(VitalsLooks.Tasks) is not Fact<BatchTasks>.Known { Value.Services: var all })
        {
            return null;
        }

        if (all.GetValueOrDefault(service.Id) is not Fact<TaskCounts>.Known { Value: var tasks })
        {
            var why = (all.GetValueOrDefault(service.Id) as Fact<TaskCounts>.Missing)?.Reason ?? "not described";
            Add(FindingLevel.Missing, key, $"tasks of {service.Id}: {why}");
            return null;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{tasks.Running} of {tasks.Desired} tasks run");
        if (tasks is { Desired: 0 } || (tasks.Running < tasks.Desired && tasks.Deployments <= 1))
        {
            Add(
                FindingLevel.Warning,
                key,
                $"{service.Id}: {text}{(tasks.Desired == 0 ? ": someone stopped the service" : "")}"
            );
        }
        else
        {
            _fine.Add(key);
        }

        return text;
    }

    /// <summary>
    /// What load balancers answer themselves where several services are behind one: no service's own.
    /// </summary>
    private void OfBalancers()
    {
        foreach (var balancer in batch.LoadBalancers)
        {
            var behind = estate.Services.Where(service => service.LoadBalancer == balancer).ToList();
            if (Balancer(balancer) is not { } numbers || behind[0].Id != batch.Services.First(IsBehind).Id)
            {
                // Another batch has the first of its services, and says it.
                continue;
            }

            var values = _minutes.Select(minute =>
                Share(numbers.Requests.At(minute), errors: null, numbers.Errors.At(minute))
            );
            var gauge = new Gauge("own 5XX", "%", behind[0].Thresholds.Errors, [.. values]);
            var key = Concern.Balancer.KeyOf(balancer);
            if (behind.Count > 1 && gauge.Level >= FindingLevel.Warning)
            {
                Add(FindingLevel.Warning, key, $"{balancer}, shared by {behind.Count} services: {gauge}");
            }
            else if (numbers.Errors.Hole is { } hole)
            {
                Add(FindingLevel.Missing, key, $"5XX of {balancer} itself: {hole}");
            }
            else
            {
                _fine.Add(key);
            }

            Add(FindingLevel.Fine, $"connections {balancer}", $"{balancer}: {Connections(numbers.Connections)}");

            bool IsBehind(OperatedService service) => service.LoadBalancer == balancer;
        }
    }

    private string Connections(MetricSeries series) =>
        series.Last is { } last && last.At >= _minutes[0]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{last.Value:0} connections (usual: {policy.ConnectionsFrom} to {policy.ConnectionsTo})"
            ) + (last.Value < policy.ConnectionsFrom || last.Value > policy.ConnectionsTo ? ", unusual" : "")
            : "connections ?";

    private void OfUsers()
    {
        if (
            batch.ActiveUsers is not { } metric
            || seen.Of(VitalsLooks.Numbers) is not Fact<BatchNumbers>.Known { Value.ActiveUsers: { } users }
        )
        {
            return;
        }

        var key = Concern.Users.KeyOf(metric.Name);
        var recent = users.Values.Where(value => value.At >= CompleteMinutes.Until(now) - policy.UsersWithin).ToList();
        if (recent.Count > 0)
        {
            _fine.Add(key);
            Add(
                FindingLevel.Fine,
                $"active {metric.Name}",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{metric}: {recent[^1].Value:0} at {CompleteMinutes.Text(recent[^1].At)} UTC, on average "
                )
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{recent.Average(value => value.Value):0} in {policy.UsersWithin.TotalMinutes:0} min"
                    )
            );
            return;
        }

        Add(FindingLevel.Missing, key, $"{metric}: {Silent(users)}");
    }

    /// <summary>Of what is fine the line of the service says the number; else it is a finding.</summary>
    /// <param name="missing">Why it is not known, where it is not.</param>
    private void Judge(
        Concern concern,
        string subject,
        Gauge gauge,
        string missing,
        List<string> gauges,
        Func<BreachClaim> claim
    )
    {
        gauges.Add(gauge.Short);
        var key = concern.KeyOf(subject);
        switch (gauge.Level)
        {
            case FindingLevel.Fine:
                _fine.Add(key);
                break;
            case FindingLevel.Missing:
                Add(FindingLevel.Missing, key, $"{gauge.Name} of {subject}: {missing}");
                break;
            case FindingLevel.Danger:
                Add(FindingLevel.Danger, key, $"{subject}: {gauge}", claim());
                break;
            case FindingLevel.Warning:
                Add(FindingLevel.Warning, key, $"{subject}: {gauge}");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private string Silent(MetricSeries series, string what = "datapoint") =>
        series switch
        {
            { Hole: { } hole } => hole,
            { Absence: { } absence } => absence,
            { Last: { } last } when last.At < _minutes[0] => $"no {what} since {CompleteMinutes.Text(last.At)} UTC",
            { Last: not null } => $"no {what} in most of the judged minutes",
            _ => $"no {what} in the last hour",
        };

    private Gauge Plain(string name, Threshold limit, MetricSeries series) =>
        new(name, "%", limit, [.. _minutes.Select(series.At)]);

    private static double? Share(double? requests, double? errors, double? own) =>
        (requests ?? 0) + (own ?? 0) is > 0 and var all ? 100 * Math.Min(all, (errors ?? 0) + (own ?? 0)) / all : null;

    private double Errors(MetricSeries? own) => own is null ? 0 : _minutes.Sum(minute => own.At(minute) ?? 0);

    private string Counts(MetricSeries requests) =>
        string.Join(
            ", ",
            _minutes.Select(minute => requests.At(minute)?.ToString("0", CultureInfo.InvariantCulture) ?? "no")
        );

    private bool IsAlone(OperatedService service) =>
        estate.Services.Count(other => other.LoadBalancer == service.LoadBalancer) == 1;

    private BalancerNumbers? Balancer(string name) =>
        seen.Of(VitalsLooks.Numbers) is Fact<BatchNumbers>.Known { Value.LoadBalancers: var all }
            ? all.GetValueOrDefault(name)
            : null;

    private BatchAlarms? Alarms => (seen.Of(VitalsLooks.Alarms) as Fact<BatchAlarms>.Known)?.Value;

    private void Add(FindingLevel level, string key, string text, BreachClaim? claim = null) =>
        _findings.Add(
            new Finding(level, key, claim?.Why is { } why ? $"{text}; {why}" : text) { Breach = claim?.Breach }
        );
}

using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Estates;

/// <summary>What is operated: read from one JSON file (estate.schema.json), the only place that knows names.</summary>
/// <param name="Account">
/// The AWS account whose alarms are trusted; null trusts those of the services' target groups.
/// </param>
/// <param name="Region">The region whose alarms are trusted.</param>
/// <param name="TimeZone">IANA name of the zone in which people read times.</param>
public sealed record Estate(
    string Name,
    string? Account,
    string Region,
    string TimeZone,
    ImmutableArray<OperatedService> Services,
    ImmutableArray<AlarmRule> Alarms
)
{
    /// <summary>The accounts whose alarms are trusted; none where the estate has nothing that tells.</summary>
    public ImmutableArray<string> Accounts =>
        Account is { } named ? [named] : [.. Services.Select(service => service.Account).OfType<string>().Distinct()];

    /// <summary>
    /// Whether an alarm of that account is the estate's: alarms of the same name stand in every stage's account.
    /// </summary>
    public bool Trusts(string account) => Accounts is var accounts && (accounts.IsEmpty || accounts.Contains(account));

    /// <summary>Static sites whose page can be swapped for a maintenance page.</summary>
    public ImmutableArray<OperatedSite> Sites { get; init; } = [];

    /// <summary>What several targets need: alarms of those are one disturbance.</summary>
    public ImmutableArray<Dependency> Dependencies { get; init; } = [];

    /// <summary>
    /// How long after its end an incident is opened again by an alarm that was in it; zero is never.
    /// </summary>
    public TimeSpan ReopenWithin { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>
    /// How long after an incident was opened, or last joined, an alarm of another target of the same dependency joins
    /// it; zero is never.
    /// </summary>
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The language of notices: "en" or "ja".</summary>
    public string Culture { get; init; } = "en";

    /// <summary>Who is paged when a person is needed.</summary>
    public Remedies.Escalation.EscalationPolicy Escalation { get; init; } =
        Remedies.Escalation.EscalationPolicy.Default;

    /// <summary>How many actions an hour may have.</summary>
    public ActionBudget Budget { get; init; } = ActionBudget.Default;

    /// <summary>Times in which nothing is changed without asking.</summary>
    public ImmutableArray<FreezeWindow> Freezes { get; init; } = [];

    /// <summary>
    /// Why nothing may be changed on the target at that moment without asking; null when that is not so.
    /// </summary>
    public string? FrozenBy(TargetId target, DateTimeOffset now)
    {
        if (Freezes.IsEmpty)
        {
            return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
        {
            return $"the estate has freeze windows, and this machine does not know the time in {TimeZone}";
        }

        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return Freezes.FirstOrDefault(window => window.IsAbout(target) && window.Contains(local)) is { } freeze
            ? $"freeze window '{freeze.Name}': changes need a person's approval"
            : null;
    }

    /// <summary>The service or site of that id, or null.</summary>
    public IOperated? Find(TargetId target) =>
        (IOperated?)Services.FirstOrDefault(service => service.Id == target)
        ?? Sites.FirstOrDefault(site => site.Id == target);

    /// <summary>What that target needs and shares with others.</summary>
    public IEnumerable<Dependency> DependenciesOf(TargetId target) =>
        Dependencies.Where(dependency => dependency.Targets.Contains(target));

    /// <summary>The rules whose alarms are the target's.</summary>
    public ImmutableArray<AlarmRule> AlarmsOf(TargetId target) => [.. Alarms.Where(rule => rule.Target == target)];
}

/// <summary>Something that several targets need, such as a database; when it fails, they fail together.</summary>
/// <param name="Targets">Two services at least.</param>
public sealed record Dependency(string Id, ImmutableArray<TargetId> Targets);

/// <summary>What a remedy can work on.</summary>
public interface IOperated
{
    TargetId Id { get; }

    /// <summary>Where people read more; null when the estate names nothing.</summary>
    Uri? Runbook { get; }
}

/// <summary>An ECS service behind a load balancer.</summary>
/// <param name="TargetGroupArn">The target group whose health is asked.</param>
public sealed record OperatedService(
    TargetId Id,
    string Cluster,
    string Service,
    Capacity Capacity,
    HealthCheck Health,
    string TargetGroupArn,
    Uri? Runbook,
    ServiceUnavailableSetting? ServiceUnavailable
) : IOperated
{
    /// <summary>
    /// The load balancer as its metrics name it (app/NAME/ID): answer times and requests are asked by it. Null when the
    /// estate does not name it; then there is no latency remedy.
    /// </summary>
    public string? LoadBalancer { get; init; }

    /// <summary>DynamoDB tables that the service depends on.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>The log group with a line for each request, or null.</summary>
    public string? LogGroup { get; init; }

    /// <summary>The site whose page says that the service is down; null when there is none.</summary>
    public OperatedSite? Site { get; init; }

    /// <summary>Remedies in the order in which they are tried, each once; after the last comes a person.</summary>
    public ImmutableArray<RemedyName> Ladder { get; init; } = [];

    /// <summary>What counts as slow and as busy.</summary>
    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    public LatencySetting? Latency { get; init; }

    public TotalOutageSetting? TotalOutage { get; init; }

    /// <summary>The account of the target group; null where its ARN has none.</summary>
    public string? Account => TargetGroupArn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;

    /// <summary>The target group as its metrics name it: targetgroup/NAME/ID.</summary>
    public string TargetGroup => TargetGroupArn[(TargetGroupArn.LastIndexOf(':') + 1)..];

    /// <summary>Application Auto Scaling's name of the service.</summary>
    public string ScalableResource => $"service/{Cluster}/{Service}";
}

/// <summary>A static site: an object in S3 that CloudFront serves.</summary>
/// <param name="Bucket">The bucket behind the distribution.</param>
/// <param name="Key">The page that is swapped ("index.html").</param>
/// <param name="DistributionId">The distribution whose cache has to forget the page.</param>
/// <param name="Maintenance">The maintenance page's own object.</param>
/// <param name="Safe">Bucket and key prefix under which pages are kept while the maintenance page is up.</param>
public sealed record OperatedSite(
    TargetId Id,
    string Bucket,
    string Key,
    string DistributionId,
    ObjectPlace Maintenance,
    ObjectPlace Safe,
    Uri? Runbook,
    MaintenancePageSetting? MaintenancePage
) : IOperated
{
    /// <summary>The prefix of what the distribution serves, as far as the page's own key tells: its folder.</summary>
    public string ServedPrefix => Key[..(Key.LastIndexOf('/') + 1)];

    /// <summary>Where a page is kept for an incident: another page, or another incident, is another key.</summary>
    public string SavedKey(IncidentId incident, string eTag) => $"{Safe.Key}{Id}/{incident}/{eTag.Trim('"')}";
}

/// <summary>A place in S3: a key, or the prefix of keys.</summary>
public sealed record ObjectPlace(string Bucket, string Key);

/// <summary>
/// From when a number is a warning and from when it is a danger (runbook: パフォーマンスベースライン). Times in
/// milliseconds, the others in percent.
/// </summary>
public sealed record Thresholds(
    Threshold P50Ms,
    Threshold P95Ms,
    Threshold P99Ms,
    Threshold Errors,
    Threshold Cpu,
    Threshold Memory
)
{
    public static Thresholds Default { get; } =
        new(new(200, 500), new(500, 1000), new(1000, 2000), new(0.1, 1), new(70, 85), new(75, 90));
}

/// <summary>Two limits of one number.</summary>
public sealed record Threshold(double Warning, double Danger);

/// <summary>Task counts: never below the floor, never above the ceiling, normal when all is well.</summary>
public sealed record Capacity(int Floor, int Normal, int Ceiling);

/// <summary>The URL that tells whether the service serves, and what its body must contain.</summary>
public sealed record HealthCheck(Uri Url, string Contains, TimeSpan Timeout);

/// <summary>A remedy's switch and numbers for one service.</summary>
public sealed record ServiceUnavailableSetting(Mode Mode, Remedies.ServiceUnavailable.ServiceUnavailablePolicy Policy)
{
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}

/// <summary>The latency remedy's switch and numbers for one service.</summary>
public sealed record LatencySetting(Mode Mode, Remedies.Latency.LatencyPolicy Policy)
{
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}

/// <summary>The total outage remedy's switch and numbers for one service.</summary>
public sealed record TotalOutageSetting(Mode Mode, Remedies.TotalOutage.TotalOutagePolicy Policy)
{
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}

/// <summary>The maintenance page's switch and numbers for one site.</summary>
public sealed record MaintenancePageSetting(Mode Mode, Remedies.MaintenancePage.MaintenancePagePolicy Policy)
{
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}

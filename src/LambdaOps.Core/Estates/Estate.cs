using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

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
    public static TimeSpan ReopenByDefault { get; } = TimeSpan.FromMinutes(30);

    public static TimeSpan JoinByDefault { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The accounts whose alarms are trusted; none where the estate names none.</summary>
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

    /// <summary>Tables whose items expire, or whose capacity is looked after.</summary>
    public ImmutableArray<OperatedTable> Tables { get; init; } = [];

    /// <summary>
    /// How long after its end an incident is opened again by an alarm that was in it; zero is never.
    /// </summary>
    public TimeSpan ReopenWithin { get; init; } = ReopenByDefault;

    /// <summary>
    /// How long after an incident was opened, or last joined, an alarm of another target of the same dependency joins
    /// it; zero is never.
    /// </summary>
    public TimeSpan JoinWithin { get; init; } = JoinByDefault;

    /// <summary>The language of notices: "en" or "ja".</summary>
    public string Culture { get; init; } = "en";

    /// <summary>Who is paged when on-call is needed.</summary>
    public Escalations.EscalationPolicy Escalation { get; init; } = Escalations.EscalationPolicy.Default;

    /// <summary>The metric that says how many people use the application; null where it writes none.</summary>
    public CustomMetric? ActiveUsers { get; init; }

    /// <summary>How many actions an hour may have.</summary>
    public ActionBudget Budget { get; init; } = ActionBudget.Default;

    /// <summary>How checks are set; one that is not named here looks, and changes nothing.</summary>
    public Settings Checks { get; init; } = Settings.None;

    /// <summary>How long log groups are to keep their events, where the file says so.</summary>
    public ImmutableArray<LogGroupRule> LogGroups { get; init; } = [];

    /// <summary>Folders of buckets whose files nobody needs for long.</summary>
    public ImmutableArray<TemporaryFolder> TemporaryFiles { get; init; } = [];

    /// <summary>The log groups that the file names, and those of services, which are to have any retention.</summary>
    public ImmutableArray<LogGroupRule> AllLogGroups =>
        [
            .. LogGroups,
            .. Services
                .Select(service => service.LogGroup)
                .OfType<string>()
                .Distinct()
                .Where(name => !LogGroups.Any(named => named.Name == name))
                .Select(name => new LogGroupRule(name, RetentionDays: null, Enforce: false)),
        ];

    /// <summary>What the application caches in ElastiCache.</summary>
    public ImmutableArray<OperatedCache> Caches { get; init; } = [];

    /// <summary>Where reports are stored; null where they are only notified.</summary>
    public ReportStore? Reports { get; init; }

    /// <summary>The web ACLs of AWS WAF that stand before it.</summary>
    public ImmutableArray<WebAcl> WebAcls { get; init; } = [];

    /// <summary>Buckets with how the estate wants them.</summary>
    public ImmutableArray<BucketRule> Buckets { get; init; } = [];

    /// <summary>The images that people build the services' images on: a name in ECR does not say it.</summary>
    public ImmutableArray<ImageReference> BaseImages { get; init; } = [];

    /// <summary>Hosts whose certificates are looked at beside those of health URLs.</summary>
    public ImmutableArray<TlsHost> TlsHosts { get; init; } = [];

    /// <summary>Patterns of the names of its security groups; empty for all of its regions.</summary>
    public ImmutableArray<string> SecurityGroups { get; init; } = [];

    /// <summary>Administrators and other accounts that are meant to be there.</summary>
    public KnownIdentities Iam { get; init; } = KnownIdentities.None;

    /// <summary>Where it is brought up when its region is lost; null where nothing is prepared for that.</summary>
    public DisasterRecovery? DisasterRecovery { get; init; }

    /// <summary>The region in which the functions run that go by it; null where that is its own.</summary>
    public string? Here { get; init; }

    /// <summary>Where the functions are deployed, too, to turn the traffic there; null where nothing turns it.</summary>
    public string? StandbyRegion =>
        DisasterRecovery is { Settings.All.IsEmpty: false } recovery && recovery.Region != Region
            ? recovery.Region
            : null;

    /// <summary>Whether the functions run where it stands by.</summary>
    public bool StandsBy => Here is not null && Here == StandbyRegion;

    /// <summary>How soon each kind of disturbance is to be over, and how much data may be lost.</summary>
    public RecoveryGoals RecoveryGoals { get; init; } = RecoveryGoals.Default;

    /// <summary>Its own region, and the one for disaster recovery, each once.</summary>
    public ImmutableArray<string> Regions =>
        [.. new[] { Region, DisasterRecovery?.Region }.OfType<string>().Distinct()];

    /// <summary>Where the file uses a member's former name.</summary>
    public ImmutableArray<EstateWarning> FormerNames { get; init; } = [];

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

        if (TimeZones.Find(TimeZone) is not { } zone)
        {
            return $"the estate has freeze windows, and this machine does not know the time in {TimeZone}";
        }

        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return Freezes.FirstOrDefault(window => window.IsAbout(target) && window.Contains(local)) is { } freeze
            ? $"freeze window '{freeze.Name}': changes need approval"
            : null;
    }

    /// <summary>The service, site, table or region for disaster recovery of that id, or null.</summary>
    public Resource? Find(TargetId target) =>
        (Resource?)Services.FirstOrDefault(service => service.Id == target)
        ?? (Resource?)Sites.FirstOrDefault(site => site.Id == target)
        ?? (Resource?)Tables.FirstOrDefault(table => table.Id == target)
        ?? (DisasterRecovery is { Settings.All.IsEmpty: false } recovery && target == recovery.Id ? recovery : null);

    /// <summary>What that target needs and shares with others.</summary>
    public IEnumerable<Dependency> DependenciesOf(TargetId target) =>
        Dependencies.Where(dependency => dependency.Targets.Contains(target));

    /// <summary>The rules whose alarms are the target's.</summary>
    public ImmutableArray<AlarmRule> AlarmsOf(TargetId target) => [.. Alarms.Where(rule => rule.Target == target)];
}

/// <summary>Something that several targets need, such as a database; when it fails, they fail together.</summary>
/// <param name="Targets">Two services at least.</param>
public sealed record Dependency(string Id, ImmutableArray<TargetId> Targets);

using System.Text.Json.Nodes;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.World.Plans;

/// <summary>
/// What a simulated world is made of. The caller makes it from an estate; nothing here knows any name of it.
/// </summary>
public sealed record WorldPlan
{
    public static WorldPlan Empty { get; } = new();

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "123456789012";

    public IReadOnlyList<ServicePlan> Services { get; init; } = [];

    public IReadOnlyList<AlarmPlan> Alarms { get; init; } = [];

    public IReadOnlyList<SitePlan> Sites { get; init; } = [];

    /// <summary>The application's buckets beside the sites'.</summary>
    public IReadOnlyList<BucketPlan> Buckets { get; init; } = [];

    /// <summary>Log groups with what is set at them. What else writes a log makes its group itself.</summary>
    public IReadOnlyList<LogGroupPlan> LogGroups { get; init; } = [];

    /// <summary>The application's tables, which services name.</summary>
    public IReadOnlyList<TablePlan> Tables { get; init; } = [];

    /// <summary>The plans of AWS Backup.</summary>
    public IReadOnlyList<AwsBackupPlan> BackupPlans { get; init; } = [];

    public IReadOnlyList<SecretPlan> Secrets { get; init; } = [];

    /// <summary>The stacks of CloudFormation beside LambdaOps's own.</summary>
    public IReadOnlyList<StackPlan> Stacks { get; init; } = [];

    /// <summary>The second region; null for an account in one region.</summary>
    public StandbyPlan? Standby { get; init; }

    /// <summary>Route 53's hosted zones.</summary>
    public IReadOnlyList<HostedZonePlan> HostedZones { get; init; } = [];

    public IReadOnlyList<EndpointCheckPlan> HealthChecks { get; init; } = [];

    public IReadOnlyList<CertificatePlan> Certificates { get; init; } = [];

    public IReadOnlyList<SecurityGroupPlan> SecurityGroups { get; init; } = [];

    /// <summary>The account's root user: with MFA, and without keys.</summary>
    public IamUserPlan RootUser { get; init; } = new("<root_account>") { HasPassword = true, HasMfa = true };

    public IReadOnlyList<IamUserPlan> IamUsers { get; init; } = [];

    public IReadOnlyList<IamGroupPlan> IamGroups { get; init; } = [];

    public IReadOnlyList<IamRolePlan> IamRoles { get; init; } = [];

    public IReadOnlyList<IamPolicyPlan> IamPolicies { get; init; } = [];

    /// <summary>How long IAM takes to make a credential report.</summary>
    public TimeSpan CredentialReportTakes { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>AWS's security services where they are on; all others are off.</summary>
    public IReadOnlyList<SecurityServicePlan> SecurityServices { get; init; } = [];

    public IReadOnlyList<PrefixListPlan> PrefixLists { get; init; } = [];

    /// <summary>Hosts that show another certificate than ACM's.</summary>
    public IReadOnlyList<ServedCertificatePlan> Served { get; init; } = [];

    /// <summary>What the account costs; none, and Cost Explorer is not enabled.</summary>
    public IReadOnlyList<CostPlan> Costs { get; init; } = [];

    /// <summary>How much buckets hold; others hold their objects.</summary>
    public IReadOnlyList<StoredSizePlan> StoredSizes { get; init; } = [];

    /// <summary>The account's registry.</summary>
    public IReadOnlyList<ImagePlan> Images { get; init; } = [];

    /// <summary>Lambda functions beside those of the stack.</summary>
    public IReadOnlyList<FunctionPlan> OtherFunctions { get; init; } = [];

    /// <summary>The web ACLs of AWS WAF.</summary>
    public IReadOnlyList<FirewallPlan> Firewalls { get; init; } = [];

    /// <summary>
    /// What the application writes into CloudWatch itself, and what services of AWS write that are no more here than that.
    /// </summary>
    public IReadOnlyList<ApplicationMetricPlan> ApplicationMetrics { get; init; } = [];

    /// <summary>
    /// How long the world was well before its start: metrics of that time are there from the beginning.
    /// </summary>
    public TimeSpan History { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Days before that of which only numbers are known; null for none.</summary>
    public PastPlan? Past { get; init; }

    /// <summary>How far back logs and metrics reach that are made without its services.</summary>
    public TimeSpan KnownFor => Past is { Reach: var reach } && reach > History ? reach : History;

    /// <summary>How long after a period's end its datapoint can be read.</summary>
    public TimeSpan MetricDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest and longest way of an alarm's message to its receiver.</summary>
    public TimeSpan DeliveryAtLeast { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan DeliveryAtMost { get; init; } = TimeSpan.FromMilliseconds(1500);
}

/// <param name="RetentionDays">Null: nobody has set one, and events never expire.</param>
public sealed record LogGroupPlan(string Name, int? RetentionDays);

/// <summary>A metric that the operated application writes, or a service of AWS of which nothing else is here.</summary>
public sealed record ApplicationMetricPlan(MetricName Name)
{
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    public double Usual { get; init; } = 100;

    /// <summary>How far it goes up and down, as a share of what is usual.</summary>
    public double Swing { get; init; } = 0.1;

    public string Unit { get; init; } = "Count";
}

/// <summary>A bucket of the operated application beside its sites'.</summary>
public sealed record BucketPlan(string Name)
{
    /// <summary>What lies in it at the start: small objects.</summary>
    public IReadOnlyList<ObjectPlan> Objects { get; init; } = [];

    public bool IsVersioned { get; init; }

    /// <summary>Its lifecycle rules, each as JSON in the words of the AWS CLI; none: objects stay for good.</summary>
    public IReadOnlyList<string> LifecycleRules { get; init; } = [];

    /// <summary>The bucket that all its objects are replicated to; null for none.</summary>
    public string? ReplicatedTo { get; init; }
}

/// <param name="Age">How long before the world's start it was written.</param>
public sealed record ObjectPlan(string Key, TimeSpan Age);

/// <summary>A DynamoDB table of the operated application: how it is used, and how it is kept safe.</summary>
public sealed record TablePlan(string Name)
{
    public string HashKey { get; init; } = "id";

    /// <summary>How many items it holds at the start; null draws some hundred, if there are no others.</summary>
    public int? Items { get; init; }

    /// <summary>Items beside those, which say when they were made or when they expire.</summary>
    public IReadOnlyList<ItemsPlan> TimedItems { get; init; } = [];

    /// <summary>The attribute by which DynamoDB expires items; null where time to live is off.</summary>
    public string? TimeToLive { get; init; }

    /// <summary>How long an expired item is still there at most; null for what is usual.</summary>
    public TimeSpan? LatestExpiry { get; init; }

    /// <summary>Capacity units a second; null for on-demand capacity.</summary>
    public (long Read, long Write)? Provisioned { get; init; }

    /// <summary>Units a second that on-demand capacity is held to; null for what nobody limits.</summary>
    public (long? Read, long? Write) OnDemandMaximum { get; init; }

    /// <summary>Its global secondary indexes.</summary>
    public IReadOnlyList<IndexPlan> Indexes { get; init; } = [];

    /// <summary>What Application Auto Scaling moves of it.</summary>
    public IReadOnlyList<TableScalingPlan> Autoscaling { get; init; } = [];

    /// <summary>Null: nobody makes backups every day.</summary>
    public DailyBackups? DailyBackups { get; init; }

    /// <summary>Further on-demand backups that were made before the world began.</summary>
    public IReadOnlyList<OldBackup> OldBackups { get; init; } = [];

    /// <summary>How far point-in-time recovery reaches back; null where it is off.</summary>
    public int? RecoveryDays { get; init; }

    public bool IsDeletionProtected { get; init; }

    /// <summary>What its stream shows; null where it has none.</summary>
    public string? Stream { get; init; }

    /// <summary>Its resource policy; null where it has none.</summary>
    public string? Policy { get; init; }

    public IReadOnlyList<(string Key, string Value)> Tags { get; init; } = [];

    /// <summary>The other regions of a global table: each with its replica's status.</summary>
    public IReadOnlyDictionary<string, string> Replicas { get; init; } = new Dictionary<string, string>();

    /// <summary>Read capacity units that one request of a service takes.</summary>
    public double ReadsPerRequest { get; init; } = 1.5;

    /// <summary>Write capacity units that one request of a service takes.</summary>
    public double WritesPerRequest { get; init; } = 0.2;

    /// <summary>What services call it by, and how long DynamoDB takes for that.</summary>
    public IReadOnlyList<OperationPlan> Operations { get; init; } =
    [
        new("GetItem", PerRequest: 0.5, Ms: 4),
        new("Query", PerRequest: 0.6, Ms: 9) { Items = 12 },
        new("PutItem", PerRequest: 0.15, Ms: 6),
        new("UpdateItem", PerRequest: 0.05, Ms: 7),
    ];

    /// <summary>How much longer the services' answers take while the table throttles them: they retry.</summary>
    public double ThrottledLatencyFactor { get; init; } = 8;
}

/// <summary>An operation of DynamoDB on a table.</summary>
/// <param name="PerRequest">How many of them one request of a service makes.</param>
/// <param name="Ms">What DynamoDB takes for one on average.</param>
public sealed record OperationPlan(string Name, double PerRequest, double Ms)
{
    /// <summary>How many items one returns, of a query or scan; 0 for others.</summary>
    public double Items { get; init; }
}

/// <summary>A global secondary index, which every write of the table goes through.</summary>
/// <param name="Provisioned">Units a second; null for on-demand capacity.</param>
public sealed record IndexPlan(string Name, string HashKey, (long Read, long Write)? Provisioned)
{
    /// <summary>Read capacity units of the index that one request of a service takes.</summary>
    public double ReadsPerRequest { get; init; } = 0.1;
}

/// <summary>Target tracking of a table's, or an index's, reads or writes.</summary>
/// <param name="Index">Null for the table's own.</param>
public sealed record TableScalingPlan(CapacityKind Kind, int Min, int Max, string? Index = null)
{
    /// <summary>The share of the capacity that is to be used.</summary>
    public double TargetPercent { get; init; } = 70;
}

/// <summary>Items of a table with a time in an attribute.</summary>
/// <param name="From">The earliest time, from the world's start on; negative for the past.</param>
/// <param name="Until">The latest one.</param>
public sealed record ItemsPlan(int Count, string Attribute, TimeForm Form, TimeSpan From, TimeSpan Until);

/// <summary>How an item says a time.</summary>
public enum TimeForm
{
    /// <summary>A Number of seconds since 1970: the only form that time to live reads.</summary>
    Seconds,

    /// <summary>A Number of milliseconds since 1970.</summary>
    Milliseconds,

    /// <summary>ISO 8601.</summary>
    Text,

    /// <summary>Seconds since 1970, but as a String.</summary>
    SecondsAsText,

    /// <summary>The attribute is not there.</summary>
    None,
}

/// <summary>An on-demand backup at the same local time every day.</summary>
public sealed record DailyBackups(TimeOnly At, TimeZoneInfo Zone, TimeSpan Kept);

/// <summary>An on-demand backup that was made so long before the world began.</summary>
public sealed record OldBackup(string Name, TimeSpan Age);

/// <summary>A static site: a page in a bucket behind a distribution, and the page for emergencies.</summary>
public sealed record SitePlan
{
    /// <summary>How the site is called in the world's events.</summary>
    public required string Id { get; init; }

    /// <summary>The name that visitors ask for.</summary>
    public required string Host { get; init; }

    /// <summary>Further names that the distribution answers for, besides its own.</summary>
    public IReadOnlyList<string> MoreHosts { get; init; } = [];

    public required string DistributionId { get; init; }

    public required string Bucket { get; init; }

    public string Key { get; init; } = "index.html";

    public bool IsVersioned { get; init; } = true;

    /// <summary>Whether a cache policy says how long objects are kept; otherwise the distribution does itself.</summary>
    public bool HasCachePolicy { get; init; }

    /// <summary>The KMS key of its bucket; null for S3's own.</summary>
    public string? KmsKey { get; init; }

    public PagePlan Page { get; init; } = PagePlan.Html("<!doctype html><title>Site</title><p>Welcome.</p>\n");

    /// <summary>Further pages, by key.</summary>
    public IReadOnlyDictionary<string, PagePlan> MorePages { get; init; } = new Dictionary<string, PagePlan>();

    /// <summary>Every page, the main one first.</summary>
    public IEnumerable<KeyValuePair<string, PagePlan>> Pages => MorePages.Prepend(new(Key, Page));

    /// <summary>What "/" stands for.</summary>
    public string DefaultRootObject { get; init; } = "index.html";

    /// <summary>How long the distribution keeps an object that says nothing about it.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Where the maintenance page lies; null for a site without one.</summary>
    public string? EmergencyBucket { get; init; }

    /// <summary>Further buckets, empty at the start.</summary>
    public IReadOnlyList<string> MoreBuckets { get; init; } = [];

    public string EmergencyKey { get; init; } = "maintenance.html";

    public PagePlan Maintenance { get; init; } =
        PagePlan.Html("<!doctype html><title>Maintenance</title><p>We are back soon.</p>\n");
}

/// <summary>An object as someone put it into a bucket.</summary>
public sealed record PagePlan(byte[] Body)
{
    public string ContentType { get; init; } = "text/html";

    public string? CacheControl { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public static PagePlan Html(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>One revision of a task definition, and how its tasks will behave.</summary>
public sealed record TaskDefinitionPlan
{
    public required string Family { get; init; }

    public required int Revision { get; init; }

    public TaskBehaviour Behaviour { get; init; } = TaskBehaviour.Healthy;

    public string Container { get; init; } = "app";

    public string? Image { get; init; }

    public string Cpu { get; init; } = "512";

    public string Memory { get; init; } = "1024";

    /// <summary>What its container gets when it starts; of a registered one, what that says.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The whole definition as it was registered through the API; null for one of the plan.</summary>
    public JsonObject? Registered { get; init; }
}

/// <summary>How the tasks of a revision behave. The parts combine: a revision may serve errors and leak.</summary>
public sealed record TaskBehaviour
{
    public static TaskBehaviour Healthy { get; } = new();

    /// <summary>Runs, but its application never answers a health check.</summary>
    public static TaskBehaviour NeverGetsHealthy { get; } = new() { NeverServes = true };

    /// <summary>The image cannot be pulled: the task stops before it runs.</summary>
    public static TaskBehaviour CannotStart { get; } = new() { FailsToStart = true };

    public TimeSpan? CrashAfter { get; init; }

    public bool NeverServes { get; init; }

    public bool FailsToStart { get; init; }

    /// <summary>The share of requests that this code answers with a 5XX; health checks are not among them.</summary>
    public double ErrorShare { get; init; }

    public double LatencyFactor { get; init; } = 1;

    /// <summary>Memory that is never given back; at 100 % the task is killed.</summary>
    public double LeakPercentPerMinute { get; init; }

    /// <summary>Paths that this code answers with 500; the health check's is not among them.</summary>
    public IReadOnlyList<string> BrokenPaths { get; init; } = [];

    /// <summary>Both at once: of each part the worse.</summary>
    public TaskBehaviour And(TaskBehaviour other) =>
        new()
        {
            CrashAfter =
                CrashAfter is { } mine && other.CrashAfter is { } its
                    ? (mine < its ? mine : its)
                    : CrashAfter ?? other.CrashAfter,
            NeverServes = NeverServes || other.NeverServes,
            FailsToStart = FailsToStart || other.FailsToStart,
            ErrorShare = Math.Max(ErrorShare, other.ErrorShare),
            LatencyFactor = LatencyFactor * other.LatencyFactor,
            LeakPercentPerMinute = LeakPercentPerMinute + other.LeakPercentPerMinute,
            BrokenPaths = [.. BrokenPaths.Union(other.BrokenPaths)],
        };

    public static TaskBehaviour CrashesAfter(TimeSpan age) => new() { CrashAfter = age };

    public static TaskBehaviour ServesErrors(double share) => new() { ErrorShare = share };

    public static TaskBehaviour Leaks(double percentPerMinute) => new() { LeakPercentPerMinute = percentPerMinute };
}

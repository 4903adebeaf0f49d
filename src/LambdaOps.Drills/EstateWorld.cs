using System.Globalization;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>Makes a world's plan from an estate: its services, sites and tables, and alarms for its rules.</summary>
public static class EstateWorld
{
    /// <summary>The name of the plan that backs the tables up.</summary>
    public const string BackupPlan = "nightly";

    /// <summary>The metric that CloudFront writes only where additional metrics are turned on.</summary>
    public const string HitRate = "CacheHitRate";

    /// <summary>The lookups of a cache that found nothing.</summary>
    public const string CacheMisses = "CacheMisses";

    /// <summary>The path of the simulated services whose answers take the longest.</summary>
    public const string SlowestEndpoint = "/summary";

    /// <summary>The rule of the application's bucket: objects get cheaper with their age, and go after a year.</summary>
    private const string AgeRule = """
        {
            "ID": "age", "Status": "Enabled", "Filter": { "Prefix": "" }, "Expiration": { "Days": 365 },
            "Transitions": [
                { "Days": 30, "StorageClass": "STANDARD_IA" }, { "Days": 90, "StorageClass": "GLACIER" }
            ]
        }
        """;

    /// <summary>How long log groups keep their events where the estate only says that it is not to be for ever.</summary>
    private const int UsualDays = 30;

    private const double RequestsPerSecondPerTask = 25;

    /// <summary>At the normal count a service is this much used, or less where it counts as busy sooner.</summary>
    private const double NormalUse = 0.4;

    /// <summary>Long enough to know what a request cost an hour before an incident.</summary>
    private static readonly TimeSpan s_history = TimeSpan.FromMinutes(75);

    /// <param name="shape">Changes each service's plan.</param>
    public static WorldPlan Of(
        Estate estate,
        DeployedStack stack,
        Func<OperatedService, ServicePlan, ServicePlan> shape
    )
    {
        var used = estate.Services.SelectMany(service => service.Tables).Distinct().ToList();
        var tables = used.Union(estate.Tables.Select(table => table.Name));
        var services = estate
            .Services.Select(service => shape(service, ByRule(ServiceOf(service, stack), service, estate)))
            .ToList();
        return new WorldPlan
        {
            Region = estate.Region,
            AccountId = stack.AccountId,
            Services = services,
            Sites = [.. estate.Sites.Select(site => SiteOf(estate, site))],
            Tables = [.. tables.Select(name => RegionWorld.With(TableOf(name, estate), estate))],
            Buckets = [.. RegionWorld.WithSwitch(estate, BucketsOf(estate, [.. BucketsBeside(used)]))],
            LogGroups =
            [
                .. estate.AllLogGroups.Select(group => new LogGroupPlan(group.Name, group.RetentionDays ?? UsualDays)),
            ],
            ApplicationMetrics =
            [
                .. UsersOf(estate),
                .. DeliveryOf(estate),
                .. CachesOf(estate),
                .. RegionWorld.LagsOf(estate),
            ],
            Stacks = [.. RegionWorld.StacksOf(estate)],
            BackupPlans = [PlanOf(estate)],
            Firewalls =
            [
                .. estate.WebAcls.Select(acl => new FirewallPlan(acl.Arn, acl.Metric) { LogGroup = acl.LogGroup }),
            ],
            Secrets =
            [
                .. estate
                    .Services.Select(service => service.Cluster)
                    .Distinct()
                    .Select(cluster => RegionWorld.With(SecretOf(cluster), estate)),
            ],
            Certificates = [.. CertificatesOf(estate, stack)],
            Standby = RegionWorld.StandbyOf(estate, stack.AccountId),
            HostedZones = [.. RegionWorld.ZonesOf(estate)],
            HealthChecks = [.. RegionWorld.ChecksOf(estate)],
            Costs = s_costs,
            SecurityGroups = [.. GroupsOf(estate, stack.Region)],
            IamUsers =
            [
                new($"{estate.Name}-service")
                {
                    Keys = [new(TimeSpan.FromDays(30), Unused: TimeSpan.FromHours(1))],
                    Groups = [$"{estate.Name}-operators"],
                },
            ],
            IamGroups = [new($"{estate.Name}-operators") { Attached = [$"{estate.Name}-data"] }],
            IamRoles =
            [
                new($"{estate.Name}-task", IdentityDocuments.TrustOfTasks) { Attached = [$"{estate.Name}-data"] },
                new($"{estate.Name}-deploy", IdentityDocuments.TrustOfDeployments)
                {
                    Policies = new Dictionary<string, string> { ["deploy"] = IdentityDocuments.Deploying },
                },
            ],
            IamPolicies = [new($"{estate.Name}-data", IdentityDocuments.Reading)],
            SecurityServices =
            [
                .. SecurityPlaces
                    .Of(estate)
                    .Regions.Select(region => new SecurityServicePlan(SecurityServicePlan.AccessAnalyzer, region)),
            ],
            // They are in the estate's own region, with the topics of the stack there.
            Alarms = stack.Region == estate.Region ? new EstateAlarmPlans(estate, services, stack).All : [],
            History = s_history,
        };
    }

    private static IEnumerable<ApplicationMetricPlan> UsersOf(Estate estate)
    {
        if (estate.ActiveUsers is { } users)
        {
            yield return new ApplicationMetricPlan(
                MetricName.Of(
                    users.Namespace,
                    users.Name,
                    [.. users.Dimensions.Select(dimension => (dimension.Key, dimension.Value))]
                )
            );
        }
    }

    /// <summary>Distributions have additional metrics turned on.</summary>
    private static IEnumerable<ApplicationMetricPlan> DeliveryOf(Estate estate) =>
        from id in estate.Sites.Select(site => site.DistributionId).Distinct()
        let dimensions = new[] { ("DistributionId", id), ("Region", "Global") }
        from plan in new[]
        {
            new ApplicationMetricPlan(MetricName.Of("AWS/CloudFront", "Requests", dimensions))
            {
                Usual = 600,
                Unit = "None",
            },
            new ApplicationMetricPlan(MetricName.Of("AWS/CloudFront", HitRate, dimensions))
            {
                Usual = 90,
                Swing = 0.05,
                Unit = "Percent",
            },
        }
        select plan;

    private static IEnumerable<ApplicationMetricPlan> CachesOf(Estate estate) =>
        from cluster in estate
            .Caches.SelectMany(cache => cache.Clusters.Select(cluster => (cache.Dimension, Id: cluster)))
            .Distinct()
        from of in new[]
        {
            (Name: "CacheHits", Usual: 5400, Unit: "Count"),
            (Name: CacheMisses, Usual: 600, Unit: "Count"),
            (Name: "Evictions", Usual: 0, Unit: "Count"),
            (Name: "DatabaseMemoryUsagePercentage", Usual: 45, Unit: "Percent"),
        }
        select new ApplicationMetricPlan(MetricName.Of("AWS/ElastiCache", of.Name, (cluster.Dimension, cluster.Id)))
        {
            Usual = of.Usual,
            Unit = of.Unit,
        };

    /// <summary>Backed up and recoverable, as an operator's tables are, and with items as their expiry asks for them.</summary>
    private static TablePlan TableOf(string name, Estate estate) =>
        Expiring(new TablePlan(name), estate.Tables.FirstOrDefault(table => table.Name == name)?.Expiry) with
        {
            DailyBackups = new DailyBackups(new TimeOnly(2, 0), ZoneOf(estate), TimeSpan.FromDays(30)),
            RecoveryDays = 35,
            IsDeletionProtected = true,
        };

    private static TablePlan Expiring(TablePlan plan, TableExpiry? expiry)
    {
        const int Items = 600;
        const double Expired = 0.03;
        return expiry switch
        {
            TableExpiry.ByTimeToLive(var attribute) => plan with
            {
                TimeToLive = attribute,
                TimedItems =
                [
                    new ItemsPlan(Items, attribute, TimeForm.Seconds, TimeSpan.FromDays(-7), TimeSpan.FromDays(23)),
                ],
            },
            TableExpiry.ByAge(var attribute, var age, var unit) => plan with
            {
                TimedItems = [new ItemsPlan(Items, attribute, FormOf(unit), -age * (1 + Expired), TimeSpan.Zero)],
            },
            _ => plan,
        };
    }

    private static TimeForm FormOf(TimeUnit? unit) =>
        unit switch
        {
            TimeUnit.Seconds => TimeForm.Seconds,
            TimeUnit.Milliseconds => TimeForm.Milliseconds,
            _ => TimeForm.Text,
        };

    private static readonly CostPlan[] s_costs =
    [
        new("Amazon Elastic Container Service", 14.20m),
        new("Amazon DynamoDB", 3.10m),
        new("Amazon Elastic Load Balancing", 1.05m),
        new("AmazonCloudWatch", 2.40m),
        new("AWS Lambda", 0.04m),
    ];

    /// <summary>The application's own, and those that the estate names, set as it wants them.</summary>
    private static List<BucketPlan> BucketsOf(Estate estate, List<BucketPlan> made)
    {
        var named = BucketRule
            .AllOf(estate)
            .Where(bucket => estate.Buckets.Contains(bucket) || !estate.Sites.Any(site => Holds(site, bucket.Name)));
        return
        [
            .. made.Where(bucket => named.All(other => other.Name != bucket.Name)),
            .. named.Select(bucket => Set(made.Find(other => other.Name == bucket.Name), bucket)),
        ];
    }

    private static BucketPlan Set(BucketPlan? made, BucketRule bucket)
    {
        var plan = made ?? new BucketPlan(bucket.Name);
        return plan with
        {
            IsVersioned = bucket.IsVersioned ?? bucket.ReplicateTo is not null,
            ReplicatedTo = bucket.ReplicateTo,
            LifecycleRules =
            [
                .. plan.LifecycleRules,
                .. bucket.Expiry.Select(one => LifecycleRuleText.For(one.Prefix, one.Days, keepsVersions: false)),
            ],
        };
    }

    private static bool Holds(OperatedSite site, string bucket) =>
        bucket == site.Bucket || bucket == site.Maintenance.Bucket || bucket == site.Backup.Bucket;

    /// <summary>A load balancer that the world reaches, and tasks that only the VPC does.</summary>
    private static IEnumerable<SecurityGroupPlan> GroupsOf(Estate estate, string region) =>
        [
            new($"{estate.Name}-alb", region)
            {
                Inbound =
                [
                    new("tcp", 80, 80, "0.0.0.0/0", "::/0"),
                    new("tcp", 443, 443, "0.0.0.0/0", "::/0"),
                    new("icmp", -1, -1, "0.0.0.0/0"),
                ],
            },
            new($"{estate.Name}-tasks", region) { Inbound = [new("tcp", 0, 65535, "10.0.0.0/8")] },
        ];

    /// <summary>One for all hosts of the estate, and one in each other region that may need it.</summary>
    private static IEnumerable<CertificatePlan> CertificatesOf(Estate estate, DeployedStack stack)
    {
        var places = CertificatePlaces.Of(estate);
        var names = places
            .Hosts.Select(host => host.Name)
            .Concat(RegionWorld.HostsOf(estate))
            .Distinct()
            .DefaultIfEmpty("service.example")
            .ToList();
        return places
            .Regions.Prepend(stack.Region)
            .Distinct()
            .Select(region => new CertificatePlan(names[0], region) { MoreNames = [.. names.Skip(1)] });
    }

    /// <summary>Every table, every night, copied to where the system is brought up when its region is lost.</summary>
    private static AwsBackupPlan PlanOf(Estate estate) =>
        new(BackupPlan)
        {
            Zone = ZoneOf(estate),
            CopyTo = estate.DisasterRecovery is { } away ? new VaultPlan(away.Region, "recovery") : null,
        };

    private static TimeZoneInfo ZoneOf(Estate estate) => TimeZones.Find(estate.TimeZone) ?? TimeZoneInfo.Utc;

    /// <summary>
    /// The application's own bucket, named as its tables are: what they begin with, and "static". There is none where
    /// their names have nothing in common.
    /// </summary>
    private static IEnumerable<BucketPlan> BucketsBeside(List<string> tables)
    {
        var common =
            tables.Count < 2
                ? 0
                : Enumerable
                    .Range(0, tables.Min(name => name.Length))
                    .TakeWhile(at => tables.All(name => name[at] == tables[0][at]))
                    .Count();
        var prefix = tables.Count == 0 ? "" : tables[0][..(tables[0][..common].LastIndexOf('-') + 1)];
        if (prefix.Length > 0 && prefix.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return new BucketPlan($"{prefix}static")
            {
                Objects =
                [
                    new("assets/app.css", TimeSpan.Zero),
                    new("assets/app.js", TimeSpan.Zero),
                    new("temp/upload-1", TimeSpan.Zero),
                    new("temp/upload-2", TimeSpan.Zero),
                    new("temp/upload-3", TimeSpan.Zero),
                ],
                LifecycleRules = [AgeRule],
            };
        }
    }

    /// <summary>The settings of a cluster's services, which their tasks take when they start.</summary>
    private static SecretPlan SecretOf(string cluster) => new($"{cluster}-env");

    private static ServicePlan ServiceOf(OperatedService service, DeployedStack stack)
    {
        var secret = SecretOf(service.Cluster).ArnIn(stack.Region, stack.AccountId);
        var definition = new TaskDefinitionPlan
        {
            Family = $"{service.Cluster}-{service.Service}",
            Revision = 41,
            Secrets = [new SecretReference("APP_ENV", secret)],
            Tags = [KeyValuePair.Create("service", service.Service)],
        };
        var load = LoadOf(service.Thresholds);
        var balancer = service.LoadBalancer ?? $"app/{service.Cluster}-alb/50dc6c495c0c9188";
        return new ServicePlan
        {
            Cluster = service.Cluster,
            Name = service.Service,
            Desired = service.Capacity.Normal,
            Revisions = [definition with { Revision = 40 }, definition],
            TargetGroupArn = service.TargetGroupArn,
            AlternateTargetGroupArn = service.AlternateTargetGroupArn,
            LoadBalancerArn = $"arn:aws:elasticloadbalancing:{stack.Region}:{stack.AccountId}:loadbalancer/{balancer}",
            HealthHost = service.Health.Url.Host,
            HealthPath = service.Health.Url.AbsolutePath,
            HealthText = service.Health.Contains,
            Tables = service.Tables,
            LogGroup = service.LogGroup,
            Endpoints =
            [
                new EndpointPlan("/list", Share: 6),
                new EndpointPlan("/item", Share: 3),
                new EndpointPlan(SlowestEndpoint, Share: 1, LatencyFactor: 4),
            ],
            Traffic = new TrafficPlan
            {
                RequestsPerSecond = service.Capacity.Normal * RequestsPerSecondPerTask * UseOf(service, load),
            },
            Load = load,
        };
    }

    /// <summary>
    /// A task that is not saturated answers in a fraction of the time that the estate calls dangerous, and below its
    /// warnings.
    /// </summary>
    private static LoadPlan LoadOf(Thresholds limits) =>
        new()
        {
            P50Ms = Calm(limits.P50Ms, 0.1),
            P95Ms = Calm(limits.P95Ms, 0.15),
            P99Ms = Calm(limits.P99Ms, 0.175),
            MemoryIdle = Math.Min(42, limits.Memory.Warning * 0.5),
            MemoryFull = Math.Min(60, limits.Memory.Warning * 0.8),
        };

    /// <summary>Of two services behind one rule the first has the traffic.</summary>
    private static ServicePlan ByRule(ServicePlan plan, OperatedService service, Estate estate)
    {
        var first = estate.Services.FirstOrDefault(one =>
            one.TargetGroupArn == service.TrafficRule?.OtherTargetGroupArn
            || one.TrafficRule?.OtherTargetGroupArn == service.TargetGroupArn
        );
        if (first is null)
        {
            return service.TrafficRule is { } rule
                ? plan with
                {
                    ProductionRule = rule.Arn,
                    AlternateTargetGroupArn = rule.OtherTargetGroupArn,
                }
                : plan;
        }

        var isFirst = estate.Services.IndexOf(service) < estate.Services.IndexOf(first);
        return plan with
        {
            ProductionRule = isFirst ? (service.TrafficRule ?? first.TrafficRule)!.Arn : null,
            BehindRuleOf = isFirst ? null : first.Service,
        };
    }

    private static double Calm(Threshold limit, double share) => Math.Min(limit.Danger * share, limit.Warning * 0.6);

    /// <summary>
    /// So that the CPU is well below what counts as busy, and below what scaling out aims at; and so that the floor's tasks
    /// can just carry the usual requests.
    /// </summary>
    private static double UseOf(OperatedService service, LoadPlan load)
    {
        const double Room = 0.75;
        var aim = service.Latency?.Policy.TargetCpuPercent ?? LatencyPolicy.Default.TargetCpuPercent;
        var cpu = Math.Min(service.Thresholds.Cpu.Warning, aim) * Room;
        var calm = Math.Max(0.05, (cpu - load.CpuIdle) / (load.CpuFull - load.CpuIdle));
        return Math.Min(NormalUse, Math.Min(calm, (double)service.Capacity.Floor / service.Capacity.Normal));
    }

    /// <summary>With headers and metadata that must survive a swap.</summary>
    private static SitePlan SiteOf(Estate estate, OperatedSite site) =>
        new()
        {
            Id = site.Id.Value,
            Host = $"{site.Id}.{site.DistributionId.ToLower(CultureInfo.InvariantCulture)}.example",
            DistributionId = site.DistributionId,
            Bucket = site.Bucket,
            Key = site.Key,
            DefaultRootObject = site.Key,
            Page = PageOf($"{estate.Name}: {site.Id}"),
            MorePages = site.MoreKeys.ToDictionary(key => key, key => PageOf($"{estate.Name}: {site.Id} {key}")),
            EmergencyBucket = site.Maintenance.Bucket,
            EmergencyKey = site.Maintenance.Key,
            MoreBuckets = [site.Backup.Bucket],
        };

    private static PagePlan PageOf(string title) =>
        PagePlan.Html($"<!doctype html>\n<title>{title}</title>\n<p>ようこそ</p>\n") with
        {
            ContentType = "text/html; charset=utf-8",
            CacheControl = "public, max-age=86400",
            Metadata = new Dictionary<string, string> { ["release"] = "2026-01-14" },
        };
}

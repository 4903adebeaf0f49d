using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>What the estate names for one procedure, as ARNs: each list is empty where it names none of them.</summary>
/// <param name="About">What a check's parts, or a remedy, are about.</param>
/// <param name="Services">Those that name a remedy, or use a table that does; all of them for a check.</param>
/// <param name="Sites">Those that name a remedy, or whose page it swaps or looks at; none for a check.</param>
/// <param name="Detail">How exactly they are named.</param>
internal sealed record GrantScope(
    Estate Estate,
    ImmutableArray<Resource> About,
    ImmutableArray<OperatedService> Services,
    ImmutableArray<OperatedSite> Sites,
    GrantDetail Detail
)
{
    /// <summary>Whether it swaps pages: then it reads the maintenance page and the backups, too.</summary>
    public bool SwapsPages { get; init; }

    /// <summary>Whether it restores tables: then it changes none that the estate names, only those that it makes.</summary>
    public bool RestoresTables { get; init; }

    /// <summary>Of the time in a restored table's name.</summary>
    private static readonly string s_digits = new('?', RestoreAim.Digits);

    private const string Here = "${AWS::Region}:${AWS::AccountId}";

    public ImmutableArray<string> EcsServices =>
        Sorted(
            Services.Select(service =>
                $"arn:${{AWS::Partition}}:ecs:{Here}:service/{service.Cluster}/"
                + (Detail == GrantDetail.Exact ? service.Service : "*")
            )
        );

    /// <summary>A deployment's ARN ends in an id that ECS draws.</summary>
    public ImmutableArray<string> ServiceDeployments => OfServices("service-deployment");

    /// <inheritdoc cref="ServiceDeployments"/>
    public ImmutableArray<string> ServiceRevisions => OfServices("service-revision");

    /// <summary>A task's ARN ends in an id that ECS draws, and has no service's name.</summary>
    public ImmutableArray<string> Tasks =>
        Sorted(Services.Select(service => $"arn:${{AWS::Partition}}:ecs:{Here}:task/{service.Cluster}/*"));

    private ImmutableArray<string> OfServices(string kind) =>
        Sorted(
            Services.Select(service =>
                $"arn:${{AWS::Partition}}:ecs:{Here}:{kind}/{service.Cluster}/"
                + (Detail == GrantDetail.Exact ? $"{service.Service}/*" : "*")
            )
        );

    /// <summary>Each rule for itself: others of the listener are not LambdaOps's business.</summary>
    public ImmutableArray<string> TrafficRules =>
        Sorted(Services.Select(service => service.TrafficRule?.Arn).OfType<string>());

    /// <summary>Each for itself: a shift of another's load balancer is not LambdaOps's business.</summary>
    public ImmutableArray<string> ShiftedLoadBalancers =>
        Sorted(
            Services
                .Where(service => service.ZoneShift is not null)
                .Select(service => service.ShiftedLoadBalancer)
                .OfType<string>()
        );

    /// <summary>All alarms where a rule is about one series of one, as it may name them by a pattern.</summary>
    public ImmutableArray<string> AlarmsBySeries =>
        Estate.Alarms.Any(rule => rule.Contributor is not null) ? ["*"] : [];

    /// <summary>Secrets Manager adds six letters to a name.</summary>
    public ImmutableArray<string> Secrets =>
        Sorted(
            Services
                .SelectMany(service => service.Secrets)
                .Select(name => $"arn:${{AWS::Partition}}:secretsmanager:{Here}:secret:{name}-??????")
        );

    public ImmutableArray<string> TaskRoles =>
        Sorted(
            Services
                .SelectMany(service => service.TaskRoles)
                .Select(name => $"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{name}")
        );

    /// <summary>A service's family is nowhere in the estate: it is what its service says.</summary>
    public ImmutableArray<string> TaskDefinitions =>
        Services.IsEmpty ? [] : [$"arn:${{AWS::Partition}}:ecs:{Here}:task-definition/*"];

    /// <summary>Those of the account, in any region: what services run lies where people pushed it.</summary>
    public ImmutableArray<string> Repositories =>
        Services.IsEmpty ? [] : ["arn:${AWS::Partition}:ecr:*:${AWS::AccountId}:repository/*"];

    /// <summary>A scalable target's ARN is drawn by AWS: what the call is about stands in its condition keys.</summary>
    public ImmutableArray<string> ScalableTargets =>
        About.IsEmpty ? [] : [$"arn:${{AWS::Partition}}:application-autoscaling:{Here}:scalable-target/*"];

    public ImmutableArray<string> RequestLogs =>
        [
            .. Summed(Services.Select(service => service.LogGroup).OfType<string>())
                .Select(group => $"arn:${{AWS::Partition}}:logs:{Here}:log-group:{group}:*"),
        ];

    public ImmutableArray<string> WebAcls => Sorted(Estate.WebAcls.Select(acl => acl.Arn));

    /// <summary>Each in the region of its web ACL.</summary>
    public ImmutableArray<string> LogsOfWebAcls =>
        Sorted(
            Estate
                .WebAcls.Where(acl => acl.LogGroup is not null)
                .Select(acl =>
                    $"arn:${{AWS::Partition}}:logs:{acl.Region}:${{AWS::AccountId}}:log-group:{acl.LogGroup}:*"
                )
        );

    /// <summary>Those that a check's parts, or a remedy, are about.</summary>
    public ImmutableArray<string> Tables => Named(About.OfType<OperatedTable>());

    /// <summary>Those whose items nobody but LambdaOps deletes: each by its name, however many.</summary>
    public ImmutableArray<string> TablesByAge =>
        RestoresTables ? [] : Named(Estate.Tables.Where(table => table.Expiry is TableExpiry.ByAge));

    /// <summary>Those whose capacity is changed.</summary>
    public ImmutableArray<string> TablesToScale => RestoresTables ? [] : Tables;

    /// <summary>Those that are restored, and that nothing else is done to.</summary>
    public ImmutableArray<string> TablesToRestore => RestoresTables ? Tables : [];

    /// <summary>The tables that restores make: names that no other table has.</summary>
    public ImmutableArray<string> RestoredTables =>
        [.. TablesToRestore.Select(table => $"{table}{RestoreAim.Infix}{s_digits}")];

    /// <summary>
    /// The tables that backups are verified in: no table of the application has such a name, and core names only those of
    /// the table itself.
    /// </summary>
    public ImmutableArray<string> ScratchTables =>
        BackedUpTables.IsEmpty ? [] : [$"arn:${{AWS::Partition}}:dynamodb:{Here}:table/{ScratchTable.Prefix}*"];

    /// <summary>What the other restores of these tables make.</summary>
    public ImmutableArray<string> OtherRestores =>
        [.. BackedUpTables.Select(table => $"{table}{RestoreAim.Infix}{s_digits}")];

    private static ImmutableArray<string> Named(IEnumerable<OperatedTable> tables) =>
        Sorted(tables.Select(table => $"arn:${{AWS::Partition}}:dynamodb:{Here}:table/{table.Name}"));

    /// <summary>Both regions by their names: the stack is deployed in either.</summary>
    public ImmutableArray<string> RegionServices =>
        Estate.DisasterRecovery is { } recovery
            ? Sorted(
                recovery
                    .PrimaryServices.Select(service => (recovery.PrimaryRegion, Service: service))
                    .Concat(recovery.Services.Select(one => (recovery.Region, Service: $"{one.Cluster}/{one.Service}")))
                    .Select(one => $"arn:${{AWS::Partition}}:ecs:{one.Item1}:${{AWS::AccountId}}:service/{one.Service}")
            )
            : [];

    public ImmutableArray<string> Replicas =>
        Sorted(
            (Estate.DisasterRecovery?.Tables ?? []).Select(table =>
                $"arn:${{AWS::Partition}}:dynamodb:{Estate.DisasterRecovery!.Region}:${{AWS::AccountId}}:table/{table}"
            )
        );

    public ImmutableArray<string> Switch =>
        Estate.DisasterRecovery?.Traffic is { Switch: var place } ? [Object(place.Bucket, place.Key)] : [];

    /// <inheritdoc cref="SiteBuckets"/>
    public ImmutableArray<string> SwitchBucket =>
        Estate.DisasterRecovery?.Traffic is { Switch: var place } ? [Bucket(place.Bucket)] : [];

    public ImmutableArray<string> TemporaryBuckets =>
        Sorted(Estate.TemporaryFiles.Select(folder => Bucket(folder.Bucket)));

    /// <summary>Each by its name, wherever the estate names it.</summary>
    public ImmutableArray<string> Buckets => Sorted(BucketRule.AllOf(Estate).Select(bucket => Bucket(bucket.Name)));

    /// <summary>Those that the estate lets LambdaOps delete from.</summary>
    public ImmutableArray<string> FoldersToDelete =>
        Sorted(
            Estate
                .TemporaryFiles.Where(folder => folder.Delete)
                .Select(folder => $"{Object(folder.Bucket, folder.Prefix)}*")
        );

    /// <summary>Those whose retention the estate enforces.</summary>
    public ImmutableArray<string> LogGroupsToSet =>
        Sorted(
            Estate
                .LogGroups.Where(group => group.Enforce)
                .Select(group => $"arn:${{AWS::Partition}}:logs:{Here}:log-group:{group.Name}:*")
        );

    /// <summary>In the region for disaster recovery, whose stack may have other services.</summary>
    public ImmutableArray<string> StandbyServices =>
        Estate.DisasterRecovery is { Services: var services, Region: var region }
            ? Sorted(
                services.Select(one =>
                    $"arn:${{AWS::Partition}}:ecs:{region}:${{AWS::AccountId}}:service/{one.Cluster}/{one.Service}"
                )
            )
            : [];

    /// <summary>A stack's ARN ends in an id that CloudFormation draws.</summary>
    public ImmutableArray<string> RecoveryStack =>
        Estate.DisasterRecovery is { Stack: { } stack, Region: var region }
            ? [$"arn:${{AWS::Partition}}:cloudformation:{region}:${{AWS::AccountId}}:stack/{stack}/*"]
            : [];

    public ImmutableArray<string> FailoverZone =>
        Estate.DisasterRecovery is { Traffic.HostedZoneId: var zone }
            ? [$"arn:${{AWS::Partition}}:route53:::hostedzone/{zone}"]
            : [];

    public ImmutableArray<string> FailoverCheck =>
        Estate.DisasterRecovery is { Traffic.HealthCheckId: var check }
            ? [$"arn:${{AWS::Partition}}:route53:::healthcheck/{check}"]
            : [];

    public ImmutableArray<string> BackedUpTables =>
        [
            .. Summed(Core.Resources.BackedUpTables.NamesIn(Estate))
                .Select(table => $"arn:${{AWS::Partition}}:dynamodb:{Here}:table/{table}"),
        ];

    /// <summary>A backup's ARN ends in an id that DynamoDB draws.</summary>
    public ImmutableArray<string> TableBackups => [.. BackedUpTables.Select(table => $"{table}/backup/*")];

    /// <summary>All vaults of the estate's region, and of the one that copies go to.</summary>
    public ImmutableArray<string> Vaults =>
        [
            .. new[] { "${AWS::Region}", Estate.DisasterRecovery?.Region }
                .OfType<string>()
                .Select(region => $"arn:${{AWS::Partition}}:backup:{region}:${{AWS::AccountId}}:backup-vault:*"),
        ];

    /// <summary>All certificates of the regions in which the estate's are.</summary>
    public ImmutableArray<string> Certificates =>
        [
            .. CertificatePlaces
                .Of(Estate)
                .Regions.Select(region => region == Estate.Region ? "${AWS::Region}" : region)
                .Select(region => $"arn:${{AWS::Partition}}:acm:{region}:${{AWS::AccountId}}:certificate/*"),
        ];

    /// <summary>Without s3:ListBucket S3 answers 403 for an object that is not there.</summary>
    public ImmutableArray<string> SiteBuckets =>
        Sorted(
            Sites.SelectMany(site =>
                SwapsPages
                    ? new[] { Bucket(site.Bucket), Bucket(site.Maintenance.Bucket), Bucket(site.Backup.Bucket) }
                    : [Bucket(site.Bucket)]
            )
        );

    /// <summary>The pages themselves.</summary>
    public ImmutableArray<string> Pages => Sorted(Sites.SelectMany(PagesOf));

    public ImmutableArray<string> PagesToRead =>
        Sorted(
            Sites.SelectMany(site =>
                SwapsPages
                    ? [.. PagesOf(site), Backups(site), Object(site.Maintenance.Bucket, site.Maintenance.Key)]
                    : PagesOf(site)
            )
        );

    public ImmutableArray<string> PagesToSwap => Sorted(Sites.SelectMany(site => PagesOf(site).Append(Backups(site))));

    public ImmutableArray<string> ReportsToStore =>
        Estate.Reports is { } store ? [$"{Object(store.Bucket, store.Prefix)}*"] : [];

    public ImmutableArray<string> Distributions => Sorted(Sites.Select(DistributionOf));

    /// <summary>Those of all sites, whatever remedies they have.</summary>
    public ImmutableArray<string> AllDistributions => Sorted(Estate.Sites.Select(DistributionOf));

    private static string DistributionOf(OperatedSite site) =>
        $"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/{site.DistributionId}";

    private static IEnumerable<string> PagesOf(OperatedSite site) => site.Keys.Select(key => Object(site.Bucket, key));

    private static string Backups(OperatedSite site) => $"{Object(site.Backup.Bucket, site.Backup.Key)}*";

    private static string Bucket(string bucket) => $"arn:${{AWS::Partition}}:s3:::{bucket}";

    private static string Object(string bucket, string key) => $"{Bucket(bucket)}/{Literal(key)}";

    /// <summary>What IAM would read as a wildcard or a variable, said literally; in Fn::Sub the $ is escaped.</summary>
    private static string Literal(string key) =>
        string.Concat(key.Select(one => one is '*' or '?' or '$' ? $"${{!{one}}}" : one.ToString()));

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The names, or what they begin with where a role has no room for them all.</summary>
    private ImmutableArray<string> Summed(IEnumerable<string> names)
    {
        var sorted = Sorted(names);
        return Detail == GrantDetail.Summed && sorted.Length > 1
            ? [$"{sorted[0][..sorted[0].AsSpan().CommonPrefixLength(sorted[^1])]}*"]
            : sorted;
    }
}

/// <summary>How exactly a role names what it is for: less where IAM takes no longer policy.</summary>
public enum GrantDetail
{
    /// <summary>Every service, table and log group.</summary>
    Exact,

    /// <summary>Every cluster, table and log group.</summary>
    Clusters,

    /// <summary>Every cluster, and what the names of tables and of log groups begin with.</summary>
    Summed,
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>What a person could do next, when an incident is handed off to on-call.</summary>
/// <param name="Key">Its text in the notices' languages (next.KEY).</param>
/// <param name="Description">It in English, as the record says it.</param>
public sealed record NextStep(string Key, string Description)
{
    /// <summary>The runbook's total outage, when a restart did not help.</summary>
    public static NextStep TotalOutage { get; } =
        new(
            "totalOutage",
            "run the total outage procedure (maintenance page, minimal restart); "
                + "check the causes: container logs, CPU/memory, dependencies"
        );

    /// <summary>The runbook's slow answers, when more tasks would not help.</summary>
    public static NextStep Slowness { get; } =
        new("slowness", "check the slowest endpoints and queries, the caches, the dependencies");

    /// <summary>The runbook's throttled tables.</summary>
    public static NextStep TableCapacity { get; } = new("tableCapacity", "check the table's capacity");

    /// <summary>A hot key range.</summary>
    public static NextStep HotKeys { get; } =
        new(
            "hotKeys",
            "find the hot keys (CloudWatch Contributor Insights for DynamoDB), and spread or cache them; more capacity does not help"
        );

    /// <summary>The account may not have more capacity.</summary>
    public static NextStep TableQuota { get; } =
        new("tableQuota", "request a higher DynamoDB quota (Service Quotas), and reduce the load until then");

    /// <summary>A restore that is not finished, or whose result nobody should rely on unseen.</summary>
    public static NextStep RestoredTable { get; } =
        new(
            "restoredTable",
            "look at the new table yourself before anything uses it (aws dynamodb describe-table, scan), finish it by hand or "
                + "ask for another point in time; the old table was not touched, and the new one stays until you delete it"
        );

    /// <summary>Errors of DynamoDB itself.</summary>
    public static NextStep DatabaseService { get; } =
        new("databaseService", "check AWS Health for DynamoDB, and that the application retries");

    /// <summary>Errors without throttling.</summary>
    public static NextStep DatabaseAccess { get; } =
        new(
            "databaseAccess",
            "check what the logs show: credentials and permissions, the VPC endpoint and network, the application itself"
        );

    /// <summary>After a total outage's restart: the causes, then the runbook's disaster recovery.</summary>
    public static NextStep Causes { get; } =
        new(
            "causes",
            "check the causes (container logs, dependencies), then start disaster recovery; "
                + "the page is restored once the service is healthy"
        );

    /// <summary>The page swap by hand.</summary>
    public static NextStep PageByHand { get; } =
        new("pageByHand", "swap the page by hand (aws s3 cp, aws cloudfront create-invalidation)");

    /// <summary>The service is well, and its alarm stays.</summary>
    public static NextStep Alarm { get; } =
        new("alarm", "look at the alarm: its metric, threshold and missing data; the service needs nothing");

    /// <summary>The health URL cannot tell, and targets serve.</summary>
    public static NextStep HealthUrl { get; } =
        new(
            "healthUrl",
            "ask the health URL from outside: its name, its certificate, redirects, and who answers; correct it in the "
                + "estate where it has moved"
        );

    /// <summary>A deployment that nobody lets go on.</summary>
    public static NextStep Deployment { get; } =
        new(
            "deployment",
            "decide on the deployment by hand (aws ecs continue-service-deployment, or stop-service-deployment with "
                + "ROLLBACK); look at the new revision's errors and answer times"
        );

    /// <summary>A change of configuration that stopped half way.</summary>
    public static NextStep Configuration { get; } =
        new(
            "configuration",
            "decide on the change of configuration by hand: which version of the secret serves, and which is AWSCURRENT "
                + "(aws secretsmanager list-secret-version-ids, update-secret-version-stage)"
        );

    /// <summary>A failover to another region, or its way back, that stopped half way.</summary>
    public static NextStep OtherRegion { get; } =
        new(
            "otherRegion",
            "decide by hand which region serves: look at both (aws ecs describe-services --region), at the switch in S3 and at "
                + "where the public name leads (dig), then turn the switch"
        );

    /// <summary>Tasks that run out of memory.</summary>
    public static NextStep Memory { get; } =
        new(
            "memory",
            "find what holds the memory (heap dump, what the newest revisions changed), or give the tasks more of it; "
                + "until then replace the tasks before they are killed (aws ecs update-service --force-new-deployment)"
        );

    /// <summary>It is not over in time.</summary>
    public static NextStep Service { get; } =
        new("service", "check the causes (container logs, dependencies, deployments), and the alarm");

    /// <summary>Another count than the one that LambdaOps set, and the tasks are needed.</summary>
    public static NextStep Count { get; } =
        new("count", "find out who, or which tool, sets that count; set the tasks that the load needs");

    /// <summary>A zone that is impaired, or that nobody can judge.</summary>
    public static NextStep Zone { get; } =
        new(
            "zone",
            "compare the zones (target health, 5XX by AvailabilityZone, AWS Health), and shift traffic away by hand if the "
                + "others carry it (aws arc-zonal-shift start-zonal-shift, with the zone's id)"
        );

    /// <summary>A load balancer that takes no zonal shift.</summary>
    public static NextStep ZonalShiftOn { get; } =
        new(
            "zonalShiftOn",
            "turn zonal shift on, then shift by hand (aws elbv2 modify-load-balancer-attributes --attributes "
                + "Key=zonal_shift.config.enabled,Value=true; aws arc-zonal-shift start-zonal-shift)"
        );

    /// <summary>Someone stopped the service.</summary>
    public static NextStep Start { get; } =
        new("start", "start the service if it should run; else silence its alarms while it is stopped");

    /// <summary>A procedure that the estate no longer names.</summary>
    public static NextStep RunbookByHand { get; } = new("runbookByHand", "follow the runbook by hand");

    /// <summary>All that are not a change.</summary>
    public static ImmutableArray<NextStep> All { get; } =
    [
        TotalOutage,
        Slowness,
        TableCapacity,
        HotKeys,
        TableQuota,
        RestoredTable,
        DatabaseService,
        DatabaseAccess,
        Causes,
        PageByHand,
        Alarm,
        HealthUrl,
        Deployment,
        Configuration,
        OtherRegion,
        Memory,
        Service,
        Count,
        Zone,
        ZonalShiftOn,
        Start,
        RunbookByHand,
    ];

    /// <summary>A change that LambdaOps may not make.</summary>
    public static NextStep Of(Change change) => new("action", change.Description) { Change = change };

    /// <summary>The change; null for what is none.</summary>
    [JsonPropertyName("action")]
    public Change? Change { get; init; }

    public override string ToString() => Description;
}

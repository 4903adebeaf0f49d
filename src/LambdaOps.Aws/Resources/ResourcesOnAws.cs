using System.Collections.Immutable;
using Amazon;
using Amazon.AccessAnalyzer;
using Amazon.ApplicationAutoScaling;
using Amazon.ARCZonalShift;
using Amazon.Backup;
using Amazon.CertificateManager;
using Amazon.CloudFormation;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CostExplorer;
using Amazon.DynamoDBv2;
using Amazon.EC2;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.EventBridge;
using Amazon.GuardDuty;
using Amazon.IdentityManagement;
using Amazon.Inspector2;
using Amazon.Lambda;
using Amazon.Route53;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SecurityHub;
using Amazon.SimpleNotificationService;
using Amazon.WAFV2;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// All kinds of resource on one function's clients, a line each. What only some procedures need is made when it is
/// first needed: the others do not pay for it.
/// </summary>
/// <param name="configure">Changes the configuration of each client before the client is made.</param>
/// <param name="functions">How the stack names its functions.</param>
/// <param name="journal">The journal's table.</param>
/// <param name="handshake">What hosts are asked for their certificates by; null is a real one.</param>
public sealed class ResourcesOnAws(
    Action<ClientConfig> configure,
    HttpClient health,
    TimeProvider machine,
    Func<FunctionArns> functions,
    Func<string> journal,
    TlsHandshake? handshake = null
)
{
    private readonly ImmutableArray<ResourceOnAws> _all =
    [
        .. All(configure, health, machine, functions, journal),
        Regions(configure, health, machine),
        .. OfOtherRegions(configure, handshake ?? LiveTls.ShakeHandsAsync, machine),
    ];

    public LookTable Observer() => new(_all.SelectMany(resource => resource.Looks));

    public ChangeTable Actuator() => new(_all.SelectMany(resource => resource.Changes));

    private static ImmutableArray<ResourceOnAws> All(
        Action<ClientConfig> configure,
        HttpClient health,
        TimeProvider machine,
        Func<FunctionArns> functions,
        Func<string> journal
    )
    {
        var s3 = new Lazy<IAmazonS3>(() => new AmazonS3Client(Reads<AmazonS3Config>()));
        var s3Once = new Lazy<IAmazonS3>(() => new AmazonS3Client(SendsOnce<AmazonS3Config>()));
        var logs = new Lazy<IAmazonCloudWatchLogs>(() =>
            new AmazonCloudWatchLogsClient(Reads<AmazonCloudWatchLogsConfig>())
        );
        var cloudWatch = new Lazy<IAmazonCloudWatch>(new AmazonCloudWatchClient(Reads<AmazonCloudWatchConfig>()));
        var ecs = new Lazy<IAmazonECS>(new AmazonECSClient(Reads<AmazonECSConfig>()));
        var ecsOnce = new Lazy<IAmazonECS>(new AmazonECSClient(SendsOnce<AmazonECSConfig>()));
        var elb = new Lazy<IAmazonElasticLoadBalancingV2>(
            new AmazonElasticLoadBalancingV2Client(Reads<AmazonElasticLoadBalancingV2Config>())
        );
        var dynamoDb = new Lazy<IAmazonDynamoDB>(() => new AmazonDynamoDBClient(Reads<AmazonDynamoDBConfig>()));
        var dynamoDbOnce = new Lazy<IAmazonDynamoDB>(() => new AmazonDynamoDBClient(SendsOnce<AmazonDynamoDBConfig>()));
        var scaling = new Lazy<IAmazonApplicationAutoScaling>(() =>
            new AmazonApplicationAutoScalingClient(Reads<AmazonApplicationAutoScalingConfig>())
        );
        var scalingOnce = new Lazy<IAmazonApplicationAutoScaling>(() =>
            new AmazonApplicationAutoScalingClient(SendsOnce<AmazonApplicationAutoScalingConfig>())
        );
        var services = new ServiceDescriptions(ecs);
        var probes = new HealthUrlsOnAws(health);
        var definitions = new TaskDefinitionsOnAws(Reads<AmazonECSConfig>, SendsOnce<AmazonECSConfig>);
        return
        [
            probes,
            new LoadBalancingOnAws(services, elb, cloudWatch),
            new ServicesOnAws(services, ecsOnce),
            new RunningImagesOnAws(ecs),
            new DeploymentsOnAws(ecs, ecsOnce, elb, cloudWatch),
            new WeightsOnAws(Reads<AmazonElasticLoadBalancingV2Config>, SendsOnce<AmazonElasticLoadBalancingV2Config>),
            Zones(services, elb, cloudWatch, configure),
            new AlarmsOnAws(cloudWatch),
            new VitalsOnAws(cloudWatch, ecs, probes.ProbeAsync),
            new AlarmBatchesOnAws(
                cloudWatch,
                new(() => new AmazonEventBridgeClient(Reads<AmazonEventBridgeConfig>())),
                new(
                    new(() => new AmazonSimpleNotificationServiceClient(Reads<AmazonSimpleNotificationServiceConfig>()))
                ),
                functions,
                machine
            ),
            new TablesOnAws(cloudWatch),
            new TableItemsOnAws(dynamoDb, dynamoDbOnce, cloudWatch),
            new TableCapacityOnAws(dynamoDb, dynamoDbOnce, cloudWatch, scaling, scalingOnce),
            new RestoresOnAws(dynamoDb, dynamoDbOnce, scaling),
            new ScalingOnAws(scaling, scalingOnce),
            new SitesOnAws(s3, s3Once, new(() => new AmazonCloudFrontClient(SendsOnce<AmazonCloudFrontConfig>()))),
            new RequestLogsOnAws(logs, machine),
            new FiguresOnAws(cloudWatch, logs, machine),
            Performance(cloudWatch, logs, dynamoDb, configure, machine),
            new JournalOnAws(dynamoDb, journal),
            new LogGroupsOnAws(
                logs,
                new(() => new AmazonCloudWatchLogsClient(SendsOnce<AmazonCloudWatchLogsConfig>()))
            ),
            .. Stored(s3, s3Once, cloudWatch, dynamoDb),
            definitions,
            new SecretsOnAws(
                new(() => new AmazonSecretsManagerClient(Reads<AmazonSecretsManagerConfig>())),
                new(() => new AmazonSecretsManagerClient(SendsOnce<AmazonSecretsManagerConfig>())),
                definitions
            ),
            .. Standing(definitions, probes, new SmokeProbeOnAws(health, machine), dynamoDb, cloudWatch, configure),
            new ImagesOnAws(definitions, region => new AmazonECRClient(There<AmazonECRConfig>(region, configure))),
            new BackupsOnAws(
                dynamoDb,
                dynamoDbOnce,
                region => new AmazonBackupClient(There<AmazonBackupConfig>(region, configure))
            ),
        ];

        T Reads<T>()
            where T : ClientConfig, new() => There<T>(null, configure);

        T SendsOnce<T>()
            where T : ClientConfig, new() => Configured(Outcomes.SendsOnce<T>(), configure);
    }

    private static ImmutableArray<ResourceOnAws> Stored(
        Lazy<IAmazonS3> s3,
        Lazy<IAmazonS3> s3Once,
        Lazy<IAmazonCloudWatch> cloudWatch,
        Lazy<IAmazonDynamoDB> dynamoDb
    ) => [new StorageOnAws(s3, s3Once), new BucketsOnAws(s3, cloudWatch, dynamoDb)];

    /// <summary>EC2 is asked for the ids of zones alone.</summary>
    private static ZonesOnAws Zones(
        ServiceDescriptions services,
        Lazy<IAmazonElasticLoadBalancingV2> elb,
        Lazy<IAmazonCloudWatch> cloudWatch,
        Action<ClientConfig> configure
    ) =>
        new(
            services,
            elb,
            cloudWatch,
            new(() => new AmazonEC2Client(There<AmazonEC2Config>(null, configure))),
            new(() => new AmazonARCZonalShiftClient(There<AmazonARCZonalShiftConfig>(null, configure))),
            new(() =>
                new AmazonARCZonalShiftClient(Configured(Outcomes.SendsOnce<AmazonARCZonalShiftConfig>(), configure))
            )
        );

    /// <summary>What stands by in the region for disaster recovery, and what is replicated there.</summary>
    private static ImmutableArray<ResourceOnAws> Standing(
        TaskDefinitionsOnAws definitions,
        HealthUrlsOnAws probes,
        SmokeProbeOnAws smoke,
        Lazy<IAmazonDynamoDB> dynamoDb,
        Lazy<IAmazonCloudWatch> cloudWatch,
        Action<ClientConfig> configure
    ) =>
        [
            new StandbyServicesOnAws(
                definitions,
                region => new AmazonECSClient(There<AmazonECSConfig>(region, configure)),
                region => new AmazonECRClient(There<AmazonECRConfig>(region, configure)),
                probes.ProbeAsync,
                smoke
            ),
            new ReplicasOnAws(
                new(() => new AmazonSecretsManagerClient(There<AmazonSecretsManagerConfig>(null, configure))),
                dynamoDb,
                cloudWatch
            ),
        ];

    /// <summary>CloudFront's metrics are in a region of their own.</summary>
    private static PerformanceOnAws Performance(
        Lazy<IAmazonCloudWatch> cloudWatch,
        Lazy<IAmazonCloudWatchLogs> logs,
        Lazy<IAmazonDynamoDB> dynamoDb,
        Action<ClientConfig> configure,
        TimeProvider machine
    ) =>
        new(
            cloudWatch,
            new(() =>
                new AmazonCloudWatchClient(
                    In(PerformanceOnAws.CdnRegion, There<AmazonCloudWatchConfig>(null, configure))
                )
            ),
            logs,
            dynamoDb,
            new(() => new AmazonCloudFrontClient(There<AmazonCloudFrontConfig>(null, configure))),
            machine
        );

    /// <summary>The regions between which traffic is turned: nothing waits long for the one that may be lost.</summary>
    private static RegionsOnAws Regions(Action<ClientConfig> configure, HttpClient http, TimeProvider machine)
    {
        return new(
            http,
            new HealthUrlsOnAws(http),
            new SmokeProbeOnAws(http, machine),
            region => new AmazonECSClient(Quick<AmazonECSConfig>(region)),
            region => new AmazonECSClient(Once<AmazonECSConfig>(region)),
            (
                region => new AmazonS3Client(There<AmazonS3Config>(region, configure)),
                region => new AmazonS3Client(Once<AmazonS3Config>(region))
            ),
            region => new AmazonDynamoDBClient(There<AmazonDynamoDBConfig>(region, configure)),
            region => new AmazonCloudWatchClient(Quick<AmazonCloudWatchConfig>(region))
        );

        T Quick<T>(string region)
            where T : ClientConfig, new()
        {
            var config = There<T>(region, configure);
            (config.MaxErrorRetry, config.Timeout) = (1, TimeSpan.FromSeconds(3));
            return config;
        }

        T Once<T>(string region)
            where T : ClientConfig, new() => In(region, Configured(Outcomes.SendsOnce<T>(), configure));
    }

    /// <summary>What is in a region of its own, and what only checks look at.</summary>
    private static ImmutableArray<ResourceOnAws> OfOtherRegions(
        Action<ClientConfig> configure,
        TlsHandshake handshake,
        TimeProvider machine
    )
    {
        return
        [
            new AccessOnAws(
                region => new AmazonCloudWatchClient(Config<AmazonCloudWatchConfig>(region)),
                region => new AmazonCloudWatchLogsClient(Config<AmazonCloudWatchLogsConfig>(region)),
                region => new AmazonWAFV2Client(Config<AmazonWAFV2Config>(region)),
                machine
            ),
            new CertificatesOnAws(
                region => new AmazonCertificateManagerClient(Config<AmazonCertificateManagerConfig>(region)),
                handshake
            ),
            new RecoveryStackOnAws(region => new AmazonCloudFormationClient(
                Config<AmazonCloudFormationConfig>(region)
            )),
            new FailoverRecordsOnAws(new(() => new AmazonRoute53Client(Config<AmazonRoute53Config>(null)))),
            new SecurityGroupsOnAws(region => new AmazonEC2Client(Config<AmazonEC2Config>(region))),
            new SecurityFindingsOnAws(
                region => new AmazonAccessAnalyzerClient(Config<AmazonAccessAnalyzerConfig>(region)),
                region => new AmazonGuardDutyClient(Config<AmazonGuardDutyConfig>(region)),
                region => new AmazonSecurityHubClient(Config<AmazonSecurityHubConfig>(region)),
                region => new AmazonInspector2Client(Config<AmazonInspector2Config>(region))
            ),
            new CostsOnAws(new(() => new AmazonCostExplorerClient(Config<AmazonCostExplorerConfig>(null)))),
            new FunctionsOnAws(new(() => new AmazonLambdaClient(Config<AmazonLambdaConfig>(null)))),
            new CredentialReportOnAws(
                new(() =>
                    new AmazonIdentityManagementServiceClient(Config<AmazonIdentityManagementServiceConfig>(null))
                )
            ),
            new IdentitiesOnAws(
                new(() =>
                    new AmazonIdentityManagementServiceClient(Config<AmazonIdentityManagementServiceConfig>(null))
                ),
                machine
            ),
        ];

        T Config<T>(string? region)
            where T : ClientConfig, new() => There<T>(region, configure);
    }

    private static T There<T>(string? region, Action<ClientConfig> configure)
        where T : ClientConfig, new() => In(region, Configured(new T(), configure));

    private static T Configured<T>(T config, Action<ClientConfig> configure)
        where T : ClientConfig
    {
        configure(config);
        return config;
    }

    /// <summary>For another region than the function's own; where calls go elsewhere, they are signed for it.</summary>
    private static T In<T>(string? region, T config)
        where T : ClientConfig
    {
        if (region is null)
        {
            return config;
        }

        // The own region first: when ClientConfig finds it in the environment, it forgets an endpoint read before.
        _ = config.RegionEndpoint;
        if (string.IsNullOrEmpty(config.ServiceURL))
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.AuthenticationRegion = region;
        }

        return config;
    }
}

using Amazon.ApplicationAutoScaling;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.DynamoDBv2;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using LambdaOps.Aws.Actuators;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Metrics;
using LambdaOps.Aws.Notifications;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Aws.Invocations;

/// <summary>
/// One function of the stack, made from its settings. It is deployed as it stands; drills play the same on other
/// clients, so that what they show is about what is deployed.
/// </summary>
public sealed class FunctionOnAws(FunctionSettings settings, ILoggerFactory loggers)
{
    /// <summary>Changes the configuration of each client before the client is made.</summary>
    public Action<ClientConfig> Configure { get; init; } = _ => { };

    /// <summary>What health URLs are asked by.</summary>
    public Func<HttpMessageHandler> HealthHandler { get; init; } = HealthUrlsOnAws.Sockets;

    public TimeProvider Machine { get; init; } = TimeProvider.System;

    /// <summary>Where metrics are written, a line each.</summary>
    public Func<Stream> Output { get; init; } = Console.OpenStandardOutput;

    /// <exception cref="BadEstateException">The file is not a valid estate; every error is named.</exception>
    public Estate LoadEstate() =>
        EstateSource.Load(settings.EstateLocation, () => new AmazonS3Client(Config<AmazonS3Config>()));

    /// <exception cref="InvalidOperationException">A variable is missing or wrong.</exception>
    public RemedyInvocation RemedyInvocation(Estate estate) =>
        new(
            new RemedyLoop(
                estate,
                Ports(),
                loggers.CreateLogger<RemedyLoop>(),
                LoopOptions.Default with
                {
                    Only = settings.Function,
                    Account = settings.Account,
                    MayWrite = settings.MayWrite,
                },
                Machine
            ),
            new SqsOwnQueue(new Lazy<IAmazonSQS>(Sqs), settings.Queues.UrlOf(settings.Function)),
            loggers.CreateLogger<RemedyInvocation>()
        );

    /// <exception cref="InvalidOperationException">A variable is missing or wrong.</exception>
    public WatchInvocation WatchInvocation(Estate estate) =>
        new(
            new Watchdog(estate, Journal(), FollowUps(), Notifier(), settings.Account, loggers.CreateLogger<Watchdog>())
        );

    private LoopPorts Ports() =>
        new(
            Journal(),
            Observer(),
            new AwsActuator(
                new EcsActuator(new AmazonECSClient(Configured(EcsActuator.SendsOnce()))),
                new Lazy<ScalingActuator>(() =>
                    new ScalingActuator(new AmazonApplicationAutoScalingClient(Configured(ScalingActuator.SendsOnce())))
                ),
                new Lazy<PageActuator>(() =>
                    new PageActuator(new AmazonS3Client(Configured(PageActuator.SendsOnce())))
                ),
                new Lazy<CdnActuator>(() =>
                    new CdnActuator(new AmazonCloudFrontClient(Configured(CdnActuator.SendsOnce())))
                )
            ),
            FollowUps(),
            Notifier(),
            new EmfMetrics(Output(), Machine)
        );

    /// <summary>What only some remedies look at is made when it is first needed: the others do not pay for it.</summary>
    private LookTable Observer()
    {
        var cloudWatch = new Lazy<IAmazonCloudWatch>(new AmazonCloudWatchClient(Config<AmazonCloudWatchConfig>()));
        return new LookTable(
            new HealthUrlsOnAws(HealthUrlsOnAws.ClientOver(HealthHandler())).Looks,
            new LoadBalancingOnAws(
                new Lazy<IAmazonElasticLoadBalancingV2>(
                    new AmazonElasticLoadBalancingV2Client(Config<AmazonElasticLoadBalancingV2Config>())
                ),
                cloudWatch
            ).Looks,
            new ServicesOnAws(new Lazy<IAmazonECS>(new AmazonECSClient(Config<AmazonECSConfig>()))).Looks,
            new AlarmsOnAws(cloudWatch).Looks,
            new TablesOnAws(cloudWatch).Looks,
            new ScalingOnAws(
                new(() => new AmazonApplicationAutoScalingClient(Config<AmazonApplicationAutoScalingConfig>()))
            ).Looks,
            new SitesOnAws(new(() => new AmazonS3Client(Config<AmazonS3Config>()))).Looks,
            new RequestLogsOnAws(
                new(() => new AmazonCloudWatchLogsClient(Config<AmazonCloudWatchLogsConfig>())),
                Machine
            ).Looks
        );
    }

    private DynamoDbJournal Journal()
    {
        var dynamoDb = new AmazonDynamoDBClient(Config<AmazonDynamoDBConfig>());
        var date = new AwsDate();
        date.Follow(dynamoDb);
        return new DynamoDbJournal(dynamoDb, date, settings.JournalTable);
    }

    private SqsFollowUps FollowUps() => new(Sqs(), settings.Queues);

    private SnsNotifier Notifier() =>
        new(
            new AmazonSimpleNotificationServiceClient(Config<AmazonSimpleNotificationServiceConfig>()),
            settings.NoticeTopicArn,
            settings.ChatTopicArn
        )
        {
            LevelTopicArns = settings.LevelTopicArns,
        };

    private AmazonSQSClient Sqs() => new(Config<AmazonSQSConfig>());

    private T Config<T>()
        where T : ClientConfig, new() => Configured(new T());

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        Configure(config);
        return config;
    }
}

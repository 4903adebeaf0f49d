using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Metrics;
using LambdaOps.Aws.Notifications;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Engine;
using LambdaOps.Engine.Checks;
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

    /// <summary>What hosts are asked for their certificates by.</summary>
    public TlsHandshake Handshake { get; init; } = LiveTls.ShakeHandsAsync;

    public TimeProvider Machine { get; init; } = TimeProvider.System;

    /// <summary>Where metrics are written, a line each.</summary>
    public Func<Stream> Output { get; init; } = Console.OpenStandardOutput;

    /// <summary>The estate as it is at each invocation.</summary>
    public LiveEstate LiveEstate() =>
        new(
            settings.EstateLocation,
            () => new AmazonS3Client(Config<AmazonS3Config>()),
            loggers.CreateLogger<LiveEstate>()
        );

    /// <exception cref="InvalidOperationException">A variable is missing or wrong.</exception>
    public RemedyInvocation RemedyInvocation(Estate anywhere, string? version = null)
    {
        var estate = Here(anywhere);
        var ports = Ports();
        var options = LoopOptions.Default with
        {
            Only = settings.Function,
            Account = settings.Account,
            MayWrite = settings.MayWrite,
            EstateVersion = version,
        };
        return new(
            new RemedyLoop(estate, ports, loggers.CreateLogger<RemedyLoop>(), options, Machine),
            OwnBatch(),
            settings.Function == AllProcedures.FunctionOf(RolloutProcedure.ProcedureName)
                ? SmokeHook(estate, ports, options)
                : null,
            AllProcedures.CheckFunctions.Contains(settings.Function) ? new(() => Checks(estate)) : null
        )
        {
            OperatorFunction = $"{settings.Queues.Stack}-{AllProcedures.Operator}",
        };
    }

    private SmokeHook SmokeHook(Estate estate, LoopPorts ports, LoopOptions options)
    {
        var (dynamoDb, date) = JournalClient();
        return new SmokeHook(
            estate,
            new SmokePorts(
                new SmokeProbeOnAws(HealthUrlsOnAws.ClientOver(HealthHandler()), Machine),
                new DynamoDbSmokeRuns(dynamoDb, date, settings.JournalTable),
                ports.Journal,
                ports.FollowUps
            ),
            loggers.CreateLogger<SmokeHook>(),
            options,
            Machine
        );
    }

    /// <exception cref="InvalidOperationException">A variable is missing or wrong.</exception>
    public JobInvocation JobInvocation(Estate estate) =>
        new(
            new(() =>
                new Watchdog(
                    Here(estate),
                    Journal(),
                    FollowUps(),
                    Notifier(),
                    settings.Account,
                    loggers.CreateLogger<Watchdog>()
                )
            ),
            new(() => Checks(Here(estate))),
            new(OwnBatch)
        );

    private CheckLoop Checks(Estate estate)
    {
        var (resources, queue) = (Resources(), FollowUps());
        var (dynamoDb, date) = JournalClient();
        return new CheckLoop(
            estate,
            new CheckPorts(
                new DynamoDbRuns(dynamoDb, date, settings.JournalTable),
                resources.Observer(),
                resources.Actuator(),
                queue,
                queue,
                Notifier(),
                new DynamoDbFigures(dynamoDb, settings.JournalTable),
                new S3ReportShelf(
                    new(() => new AmazonS3Client(Config<AmazonS3Config>())),
                    estate.Reports,
                    estate.Region,
                    Machine
                )
            ),
            loggers.CreateLogger<CheckLoop>(),
            CheckOptions.Of(settings.Function) with
            {
                Account = settings.Account,
                MayWrite = settings.MayWrite,
            },
            Machine
        );
    }

    private Estate Here(Estate estate) => estate with { Here = settings.Region };

    private OwnBatch OwnBatch() =>
        new(
            new SqsOwnQueue(new Lazy<IAmazonSQS>(Sqs), settings.Queues.UrlOf(settings.Function)),
            loggers.CreateLogger<OwnBatch>()
        );

    private ResourcesOnAws Resources() =>
        new(
            Configure,
            HealthUrlsOnAws.ClientOver(HealthHandler()),
            Machine,
            () => settings.Functions,
            () => settings.JournalTable,
            Handshake
        );

    private LoopPorts Ports()
    {
        var resources = Resources();
        return new LoopPorts(
            Journal(),
            resources.Observer(),
            resources.Actuator(),
            FollowUps(),
            Notifier(),
            new EmfMetrics(Output(), Machine)
        );
    }

    private DynamoDbJournal Journal()
    {
        var (dynamoDb, date) = JournalClient();
        return new DynamoDbJournal(dynamoDb, date, settings.JournalTable);
    }

    private (AmazonDynamoDBClient DynamoDb, AwsDate Date) JournalClient()
    {
        var dynamoDb = new AmazonDynamoDBClient(Config<AmazonDynamoDBConfig>());
        var date = new AwsDate();
        date.Follow(dynamoDb);
        return (dynamoDb, date);
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
        where T : ClientConfig, new()
    {
        var config = new T();
        Configure(config);
        return config;
    }
}

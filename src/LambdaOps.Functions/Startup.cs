using Amazon.ApplicationAutoScaling;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.DynamoDBv2;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Lambda.Annotations;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using AWS.Lambda.Powertools.Logging;
using LambdaOps.Aws;
using LambdaOps.Aws.Actuators;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Metrics;
using LambdaOps.Aws.Notifications;
using LambdaOps.Aws.Observers;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Functions;

/// <summary>The functions' composition: the only place that reads the environment.</summary>
[LambdaStartup]
public sealed class Startup
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance",
        "CA1822",
        Justification = "The generated wrapper calls it on an instance."
    )]
    public void ConfigureServices(IServiceCollection services)
    {
        ForeignAnswers.Tell();
        services.AddLogging(logging => logging.AddPowertoolsLogger());
        services.AddSingleton(_ =>
            EstateSource.Load(Optional("LAMBDAOPS_ESTATE") ?? "estate.json", () => new AmazonS3Client())
        );
        services.AddSingleton(_ => Ports());
        services.AddSingleton(provider => new RemedyLoop(
            provider.GetRequiredService<Estate>(),
            provider.GetRequiredService<LoopPorts>(),
            provider.GetRequiredService<ILogger<RemedyLoop>>(),
            LoopOptions.Default with
            {
                Only = OwnRemedy(),
                Account = Account(),
                MayWrite = MayWrite(Required("LAMBDAOPS_WRITES")),
            },
            TimeProvider.System
        ));
        services.AddSingleton<IOwnQueue>(_ => new SqsOwnQueue(
            new Lazy<IAmazonSQS>(() => new AmazonSQSClient()),
            Queues().UrlOf(OwnRemedy())
        ));
        services.AddSingleton(provider =>
            Deployment.Compose(() =>
                new Invocation(
                    provider.GetRequiredService<RemedyLoop>(),
                    provider.GetRequiredService<IOwnQueue>(),
                    provider.GetRequiredService<ILogger<Invocation>>()
                )
            )
        );
        services.AddSingleton(provider =>
            Deployment.Compose(() =>
                new Watchdog(
                    provider.GetRequiredService<Estate>(),
                    Journal(),
                    FollowUps(),
                    Notifier(),
                    Account(),
                    provider.GetRequiredService<ILogger<Watchdog>>()
                )
            )
        );
    }

    private static Core.RemedyName OwnRemedy()
    {
        var name = new Core.RemedyName(Required("LAMBDAOPS_REMEDY"));
        return Remedy.Find(name) is null
            ? throw new InvalidOperationException(
                $"environment variable LAMBDAOPS_REMEDY is '{name}'; "
                    + $"expected one of {string.Join(", ", Remedy.All.Select(one => one.Name))}"
            )
            : name;
    }

    private static TickQueues Queues()
    {
        const string Variable = "LAMBDAOPS_TICK_QUEUES";
        try
        {
            return TickQueues.Parse(Required(Variable));
        }
        catch (FormatException bad)
        {
            throw new InvalidOperationException($"environment variable {Variable}: {bad.Message}", bad);
        }
    }

    private static SqsFollowUps FollowUps() => new(new AmazonSQSClient(), Queues());

    private static SnsNotifier Notifier() =>
        new(
            new AmazonSimpleNotificationServiceClient(),
            Optional("LAMBDAOPS_NOTICE_TOPIC_ARN"),
            Optional("LAMBDAOPS_CHAT_TOPIC_ARN")
        )
        {
            LevelTopicArns = LevelTopics(),
        };

    private static LoopPorts Ports()
    {
        var cloudWatch = new AmazonCloudWatchClient();
        return new LoopPorts(
            Journal(),
            new AwsObserver(
                new HealthUrl(HealthClient()),
                new LoadBalancerTargets(new AmazonElasticLoadBalancingV2Client()),
                new EcsServices(new AmazonECSClient()),
                new CloudWatchAlarms(cloudWatch),
                new CloudWatchMetrics(cloudWatch),
                new Lazy<ScalableTargets>(() => new ScalableTargets(new AmazonApplicationAutoScalingClient())),
                new Lazy<SitePages>(() => new SitePages(new AmazonS3Client())),
                new Lazy<RequestLogs>(() => new RequestLogs(new AmazonCloudWatchLogsClient(), TimeProvider.System))
            ),
            new AwsActuator(
                new EcsActuator(new AmazonECSClient(EcsActuator.SendsOnce())),
                new Lazy<ScalingActuator>(() =>
                    new ScalingActuator(new AmazonApplicationAutoScalingClient(ScalingActuator.SendsOnce()))
                ),
                new Lazy<PageActuator>(() => new PageActuator(new AmazonS3Client(PageActuator.SendsOnce()))),
                new Lazy<CdnActuator>(() => new CdnActuator(new AmazonCloudFrontClient(CdnActuator.SendsOnce())))
            ),
            FollowUps(),
            Notifier(),
            new EmfMetrics(Console.OpenStandardOutput(), TimeProvider.System)
        );
    }

    /// <summary>A level without a topic is paged on the notice topic.</summary>
    private static Dictionary<EscalationLevel, string> LevelTopics()
    {
        var topics = new Dictionary<EscalationLevel, string>();
        foreach (
            var (level, variable) in new[]
            {
                (EscalationLevel.L1, "LAMBDAOPS_L1_TOPIC_ARN"),
                (EscalationLevel.L2, "LAMBDAOPS_L2_TOPIC_ARN"),
                (EscalationLevel.L3, "LAMBDAOPS_L3_TOPIC_ARN"),
            }
        )
        {
            if (Optional(variable) is { } arn)
            {
                topics.Add(level, arn);
            }
        }

        return topics;
    }

    /// <summary>Lambda does not say in which account it runs; an ARN of the stack does.</summary>
    private static string? Account() =>
        Optional("LAMBDAOPS_NOTICE_TOPIC_ARN")?.Split(':') is [_, _, _, _, var account, ..] ? account : null;

    private static DynamoDbJournal Journal()
    {
        var dynamoDb = new AmazonDynamoDBClient();
        var date = new AwsDate();
        date.Follow(dynamoDb);
        return new DynamoDbJournal(dynamoDb, date, Required("LAMBDAOPS_JOURNAL_TABLE"));
    }

    /// <summary>Health requests see the URL itself: no redirect, no cookie, no connection of the last look.</summary>
    private static HttpClient HealthClient()
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromSeconds(1),
            }
        );
        client.DefaultRequestHeaders.UserAgent.ParseAdd("LambdaOps-health/1.0");
        return client;
    }

    /// <summary>The template's WritePermissions: what the roles hold follows from the same parameter.</summary>
    private static bool MayWrite(string permissions) =>
        permissions switch
        {
            "granted" => true,
            "none" => false,
            _ => throw new InvalidOperationException(
                $"environment variable LAMBDAOPS_WRITES is '{permissions}'; expected none or granted"
            ),
        };

    private static string Required(string variable) =>
        Optional(variable)
        ?? throw new InvalidOperationException(
            $"environment variable {variable} is not set; serverless.template sets it"
        );

    private static string? Optional(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}

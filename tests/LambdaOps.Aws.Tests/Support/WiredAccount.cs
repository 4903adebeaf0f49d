using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.ECS;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services.AwsLambda;
using LambdaOps.Account.Services.Backup;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Services.Sns;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.Wire;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;
using LambdaOps.Engine.Ports;
using Stack = LambdaOps.Account.Lambda.Stacks.Stack;

namespace LambdaOps.Aws.Tests.Support;

/// <summary>The default estate's world behind the simulator's real wire, and the adapters' clients of it.</summary>
internal sealed class WiredAccount : IAsyncDisposable
{
    public const string Table = "journal";
    public const string Caller = "tester";
    private const string AccessKey = "AKIASIMULATOR0000001";
    private const string Secret = "the-secret-of-the-test";
    private readonly List<Exception> _bugs = [];
    private InMemoryDoor? _door;

    private WiredAccount(SimulatedWorld world, DeployedStack stack)
    {
        World = world;
        var (region, account) = (world.Plan.Region, world.Plan.AccountId);
        DynamoDb = new DynamoDbService(world, region, account);
        Sqs = new SqsService(world, region, account);
        Sns = new SnsService(world, region, account);
        S3 = new S3Service(world);
        EstateTables.Fill(DynamoDb, world);
        BackupPlans = new BackupPlans(world, DynamoDb);
        world.Services.Add(DynamoDb).Add(new BackupFace(world, BackupPlans)).Add(Sqs).Add(Sns).Add(S3);
        world.Services.Add(new LambdaFace(world, stack, new FunctionPolicies()));
        DynamoDb.CreateTable(Table, stack.Tables[0].Properties);
        SiteBuckets.Fill(S3, world.Plan.Sites);
        SiteBuckets.Fill(S3, world.Plan.Buckets);
        StorageMetrics.Start(world, S3);
        world.Cdn.Connect(S3);
    }

    /// <summary>Its first service shares a rule with another one.</summary>
    public static Estate Estate { get; } = ((EstateReading.Valid)EstateReader.Read(WithRule("estate.json"))).Estate;

    public const string OtherGroup =
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api-green/0123456789abcdef";

    public const string Rule =
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener-rule/app/lightningtalk-prod-alb/1a/2b/3c";

    public static OperatedService Service => Estate.Services[0];

    public static OperatedSite Site => Estate.Sites[0];

    public SimulatedWorld World { get; }

    public FleetService Fleet => World.Fleet.Services[0];

    public DynamoDbService DynamoDb { get; }

    public BackupPlans BackupPlans { get; }

    public SqsService Sqs { get; }

    public SnsService Sns { get; }

    public S3Service S3 { get; }

    public AccountEndpoint Endpoint { get; private set; } = null!;

    public WireServer Wire { get; private set; } = null!;

    public static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));

    /// <param name="shape">Changes the plan of each service.</param>
    /// <param name="more">Alarms beside those of the estate.</param>
    public static Task<WiredAccount> StartAsync(
        Func<ServicePlan, ServicePlan>? shape = null,
        params AlarmPlan[] more
    ) => StartWithAsync(world => world, shape, more);

    /// <param name="shapeWorld">Changes the whole plan.</param>
    public static async Task<WiredAccount> StartWithAsync(
        Func<WorldPlan, WorldPlan> shapeWorld,
        Func<ServicePlan, ServicePlan>? shape = null,
        params AlarmPlan[] more
    )
    {
        var stack = Stack.Read(Text("serverless.template"), new StackOptions { Region = Estate.Region });
        var plan = shapeWorld(EstateWorld.Of(Estate, stack, (_, plan) => shape?.Invoke(plan) ?? plan));
        var composite = new AlarmPlan.Composite { Name = "everything", Rule = "ALARM(\"api-service-5xx\")" };
        var start = new DateTimeOffset(2031, 2, 3, 4, 5, 6, 700, TimeSpan.Zero);
        var account = new WiredAccount(
            new SimulatedWorld(7, start, plan with { Alarms = [.. plan.Alarms, composite, .. more] }),
            stack
        );
        var options = new WireOptions
        {
            World = account.World,
            Dispatch = account.World.Services.Dispatch,
            BreaksConnection = error => error is BrokenConnection,
            OnBug = account._bugs.Add,
            Shown = account.World.Certificates.ShownBy,
            Site = (host, path) =>
                account.World.Site.Ask(host, path) is { } answer ? LambdaOps.Account.Wire.WebAnswer.Of(answer) : null,
        };
        account.Endpoint = new AccountEndpoint(options);
        account.Wire = await WireServer.StartAsync(options, account.Endpoint);
        account.Wire.Callers.Register(AccessKey, Caller, Secret);
        return account;
    }

    /// <summary>The same account for clients that reach it in memory, as those of drills in process do.</summary>
    public WiredAccount WithoutSockets()
    {
        var same = (WiredAccount)MemberwiseClone();
        same._door = new InMemoryDoor(Endpoint);
        return same;
    }

    public AmazonDynamoDBClient DynamoDbClient() => new(Keys(), At(new AmazonDynamoDBConfig()));

    public AmazonECSClient EcsClient() => new(Keys(), At(new AmazonECSConfig()));

    public AmazonSQSClient SqsClient() => new(Keys(), At(new AmazonSQSConfig()));

    public AmazonSimpleNotificationServiceClient SnsClient() =>
        new(Keys(), At(new AmazonSimpleNotificationServiceConfig()));

    public AmazonS3Client S3Client() => new(Keys(), At(new AmazonS3Config()));

    /// <summary>What the functions look and change with, on clients of this account.</summary>
    /// <param name="machine">By whose clock they wait; null for the real one.</param>
    public ResourcesOnAws Resources(TimeProvider? machine = null) =>
        new(
            config =>
            {
                config.DefaultAWSCredentials = Keys();
                At(config);
            },
            HealthUrlsOnAws.ClientOver(new InMemoryHandler(Endpoint, InMemoryDoor.Host)),
            machine ?? TimeProvider.System,
            () => new FunctionArns($"arn:aws:lambda:{World.Plan.Region}:{World.Plan.AccountId}:function:lambdaops-"),
            () => Table
        );

    /// <summary>Makes a change of the first service, its site, the first table, or the other region, as the functions do.</summary>
    public Task<ActionOutcome> ActAsync(Change change) =>
        Resources()
            .Actuator()
            .ActAsync(
                change,
                change.Kind.Resource switch
                {
                    "Tables" => Estate.Tables[0],
                    "Regions" => Estate.DisasterRecovery!,
                    _ => Service,
                },
                default
            );

    /// <summary>Lets virtual time pass.</summary>
    public void Pass(TimeSpan span)
    {
        lock (World.Gate)
        {
            World.Pass(span);
        }
    }

    /// <summary>Changes the world as a drill would.</summary>
    public void Change(Action<SimulatedWorld> change)
    {
        lock (World.Gate)
        {
            change(World);
        }
    }

    /// <summary>From now on for a virtual minute, calls of this operation fail so, each or the first few.</summary>
    public void Disturb(string service, string operation, ApiFaultKind kind, int times = int.MaxValue) =>
        Change(world =>
            world.Disturb(
                new ApiFault(service, operation, world.Clock.Now, world.Clock.Now + TimeSpan.FromMinutes(1), kind)
                {
                    Times = times,
                }
            )
        );

    public int Calls(string operation) => World.Calls.Count(call => call.Operation == operation);

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        _door?.Dispose();
        Assert.Empty(_bugs);
    }

    private static string WithRule(string file)
    {
        var estate = JsonNode.Parse(Text(file))!;
        estate["services"]![0]!["trafficRule"] = new JsonObject
        {
            ["rule"] = Rule,
            ["otherTargetGroupArn"] = OtherGroup,
        };
        return estate.ToJsonString();
    }

    private static BasicAWSCredentials Keys() => new(AccessKey, Secret);

    private T At<T>(T config)
        where T : ClientConfig
    {
        if (config is AmazonS3Config s3)
        {
            s3.ForcePathStyle = true;
        }

        config.ServiceURL = _door is null ? Wire.Url : $"https://{InMemoryDoor.Host}";
        config.HttpClientFactory = _door;
        config.AuthenticationRegion = World.Plan.Region;
        return config;
    }

    private sealed class InMemoryDoor(AccountEndpoint endpoint) : HttpClientFactory, IDisposable
    {
        public const string Host = "account.invalid";

        private readonly HttpClient _http = new(new InMemoryHandler(endpoint, Host));

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public void Dispose() => _http.Dispose();
    }
}

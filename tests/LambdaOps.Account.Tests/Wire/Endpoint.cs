using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SQS;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Backup;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Services.Sns;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.Services.Sts;
using LambdaOps.Account.Wire;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>A world with this project's services behind a running wire server, and AWS's own clients of it.</summary>
public sealed class Endpoint : IAsyncDisposable
{
    public const string AccessKey = "AKIASIMULATOR0000001";
    public const string Secret = "the-secret-of-the-test";
    public const string Region = "ap-northeast-1";
    public const string Account = "123456789012";
    public static readonly DateTimeOffset Start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly Dictionary<string, IServiceFace> _faces = new(StringComparer.Ordinal);
    private readonly List<Exception> _bugs = [];
    private readonly HashSet<JsonObject> _held = new(ReferenceEqualityComparer.Instance);

    private Endpoint(WorldPlan plan)
    {
        World = new SimulatedWorld(seed: 7, Start, plan);
        DynamoDb = new DynamoDbService(World, Region, Account);
        EstateTables.Fill(DynamoDb, World);
        var backups = new BackupFace(World, new BackupPlans(World, DynamoDb));
        Sqs = new SqsService(World, Region, Account);
        Sns = new SnsService(World, Region, Account);
        S3 = new S3Service(World);
        foreach (var face in (IServiceFace[])[DynamoDb, backups, Sqs, Sns, S3, new StsService(World, Account)])
        {
            _faces.Add(face.Model, face);
        }
    }

    public SimulatedWorld World { get; }

    public DynamoDbService DynamoDb { get; }

    public SqsService Sqs { get; }

    public SnsService Sns { get; }

    public S3Service S3 { get; }

    public List<ServiceCall> Calls { get; } = [];

    /// <summary>Released for each call that has to wait in virtual time.</summary>
    public SemaphoreSlim Holds { get; } = new(0);

    /// <summary>What the server puts on sockets.</summary>
    public AccountEndpoint Below { get; private set; } = null!;

    public WireServer Server { get; private set; } = null!;

    /// <summary>Starts with other faces beside or in place of the project's.</summary>
    public static async Task<Endpoint> StartAsync(
        Func<WireOptions, WireOptions>? with = null,
        params IServiceFace[] faces
    ) => await StartAsync(WorldPlan.Empty, with, faces);

    /// <summary>Starts with a world of this plan, its sites in their buckets.</summary>
    public static async Task<Endpoint> StartAsync(
        WorldPlan plan,
        Func<WireOptions, WireOptions>? with = null,
        params IServiceFace[] faces
    )
    {
        var endpoint = new Endpoint(plan);
        SiteBuckets.Fill(endpoint.S3, plan.Sites);
        endpoint.World.Cdn.Connect(endpoint.S3);
        foreach (var face in faces)
        {
            endpoint._faces[face.Model] = face;
        }

        var options = new WireOptions
        {
            World = endpoint.World,
            Dispatch = endpoint.Dispatch,
            Pending = endpoint.Pending,
            OnBug = endpoint._bugs.Add,
            Site = (host, path) => endpoint.World.Site.Ask(host, path) is { } answer ? WebAnswer.Of(answer) : null,
        };
        options = with?.Invoke(options) ?? options;
        endpoint.Below = new AccountEndpoint(options);
        endpoint.Server = await WireServer.StartAsync(options, endpoint.Below);
        endpoint.Server.Callers.Register(AccessKey, "tester", Secret);
        return endpoint;
    }

    public AmazonDynamoDBClient DynamoDbClient(Door? door = null) =>
        new(Keys(), Config(new AmazonDynamoDBConfig(), door));

    public AmazonSQSClient SqsClient(Door? door = null) => new(Keys(), Config(new AmazonSQSConfig(), door));

    public AmazonSecurityTokenServiceClient StsClient() => new(Keys(), Config(new AmazonSecurityTokenServiceConfig()));

    public AmazonS3Client S3Client() => new(Keys(), Config(new AmazonS3Config { ForcePathStyle = true }));

    /// <summary>Lets virtual time pass.</summary>
    public void Pass(TimeSpan span)
    {
        lock (World.Gate)
        {
            var until = World.Clock.Now + span;
            while (World.Clock.Step(until)) { }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Holds.Dispose();
        Assert.Empty(_bugs);
    }

    private static BasicAWSCredentials Keys() => new(AccessKey, Secret);

    private T Config<T>(T config, Door? door = null)
        where T : ClientConfig
    {
        config.ServiceURL = door?.Url ?? Server.Url;
        config.HttpClientFactory = door;
        config.AuthenticationRegion = Region;
        config.MaxErrorRetry = 0;
        return config;
    }

    private Task? Pending(ServiceCall call)
    {
        var pending = _faces.GetValueOrDefault(call.Service)?.Pending(call);
        if (pending is not null && _held.Add(call.Input))
        {
            Holds.Release();
        }

        return pending;
    }

    private JsonObject Dispatch(ServiceCall call)
    {
        Calls.Add(call);
        return _faces.TryGetValue(call.Service, out var face) ? face.Handle(call) : World.Services.Dispatch(call);
    }
}

/// <summary>Another way for a client to reach the account than its own sockets.</summary>
public sealed class Door(HttpClient http, string url) : HttpClientFactory
{
    public string Url => url;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}

/// <summary>A face that answers from a delegate.</summary>
public sealed class AnyFace(string model, Func<ServiceCall, JsonObject> answer) : IServiceFace
{
    public string Model => model;

    public JsonObject Handle(ServiceCall call) => answer(call);
}

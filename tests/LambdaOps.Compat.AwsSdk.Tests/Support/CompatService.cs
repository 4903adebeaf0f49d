using System.Reflection;
using System.Xml.Linq;
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
using Amazon.SecretsManager;
using Amazon.SecurityHub;
using Amazon.SimpleNotificationService;
using Amazon.WAFV2;
using StringComparison = System.StringComparison;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>One Compat client with its model: what every model-driven test is run for.</summary>
public sealed class CompatService
{
    public const string Region = "ap-northeast-1";

    private static readonly AWSCredentials s_credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");

    private CompatService(
        string modelFile,
        string stem,
        Func<AWSCredentials, ClientConfig, AmazonServiceClient> newClient,
        Func<ClientConfig> newConfig,
        WireProtocol protocol,
        string signedFor = Region,
        string? package = null
    )
    {
        Model = PublishedModel.Load(modelFile);
        Stem = stem;
        Package = package ?? stem;
        NewClient = newClient;
        NewConfig = newConfig;
        Protocol = protocol;
        SignedFor = signedFor;
        Assembly = newConfig().GetType().Assembly;
    }

    public static IReadOnlyList<CompatService> All { get; } =
    [
        new(
            "ecs.json",
            "ECS",
            (credentials, config) => new QuickEcs(credentials, (AmazonECSConfig)config),
            () => new AmazonECSConfig(),
            WireProtocol.Json
        ),
        new(
            "elbv2.json",
            "ElasticLoadBalancingV2",
            (credentials, config) => new QuickElb(credentials, (AmazonElasticLoadBalancingV2Config)config),
            () => new AmazonElasticLoadBalancingV2Config(),
            WireProtocol.Query
        ),
        new(
            "cloudwatch.json",
            "CloudWatch",
            (credentials, config) => new QuickCloudWatch(credentials, (AmazonCloudWatchConfig)config),
            () => new AmazonCloudWatchConfig(),
            WireProtocol.Json
        ),
        new(
            "sns.json",
            "SimpleNotificationService",
            (credentials, config) => new QuickSns(credentials, (AmazonSimpleNotificationServiceConfig)config),
            () => new AmazonSimpleNotificationServiceConfig(),
            WireProtocol.Query
        ),
        new(
            "cloudfront.json",
            "CloudFront",
            (credentials, config) => new QuickCloudFront(credentials, (AmazonCloudFrontConfig)config),
            () => new AmazonCloudFrontConfig(),
            WireProtocol.RestXml,
            signedFor: "us-east-1"
        ),
        new(
            "application-autoscaling.json",
            "ApplicationAutoScaling",
            (credentials, config) => new QuickAutoScaling(credentials, (AmazonApplicationAutoScalingConfig)config),
            () => new AmazonApplicationAutoScalingConfig(),
            WireProtocol.Json
        ),
        new(
            "logs.json",
            "CloudWatchLogs",
            (credentials, config) => new QuickLogs(credentials, (AmazonCloudWatchLogsConfig)config),
            () => new AmazonCloudWatchLogsConfig(),
            WireProtocol.Json
        ),
        new(
            "backup.json",
            "Backup",
            (credentials, config) => new QuickBackup(credentials, (AmazonBackupConfig)config),
            () => new AmazonBackupConfig(),
            WireProtocol.RestJson
        ),
        new(
            "events.json",
            "EventBridge",
            (credentials, config) => new QuickEvents(credentials, (AmazonEventBridgeConfig)config),
            () => new AmazonEventBridgeConfig(),
            WireProtocol.Json
        ),
        new(
            "secretsmanager.json",
            "SecretsManager",
            (credentials, config) => new QuickSecrets(credentials, (AmazonSecretsManagerConfig)config),
            () => new AmazonSecretsManagerConfig(),
            WireProtocol.Json
        ),
        new(
            "route53.json",
            "Route53",
            (credentials, config) => new QuickRoute53(credentials, (AmazonRoute53Config)config),
            () => new AmazonRoute53Config(),
            WireProtocol.RestXml,
            signedFor: "us-east-1"
        ),
        new(
            "wafv2.json",
            "WAFV2",
            (credentials, config) => new QuickWaf(credentials, (AmazonWAFV2Config)config),
            () => new AmazonWAFV2Config(),
            WireProtocol.Json
        ),
        new(
            "arc-zonal-shift.json",
            "ARCZonalShift",
            (credentials, config) => new QuickZonalShift(credentials, (AmazonARCZonalShiftConfig)config),
            () => new AmazonARCZonalShiftConfig(),
            WireProtocol.RestJson
        ),
        new(
            "ecr.json",
            "ECR",
            (credentials, config) => new QuickEcr(credentials, (AmazonECRConfig)config),
            () => new AmazonECRConfig(),
            WireProtocol.Json
        ),
        new(
            "ce.json",
            "CostExplorer",
            (credentials, config) => new QuickCostExplorer(credentials, (AmazonCostExplorerConfig)config),
            () => new AmazonCostExplorerConfig(),
            WireProtocol.Json,
            signedFor: "us-east-1"
        ),
        new(
            "acm.json",
            "CertificateManager",
            (credentials, config) => new QuickCertificates(credentials, (AmazonCertificateManagerConfig)config),
            () => new AmazonCertificateManagerConfig(),
            WireProtocol.Json
        ),
        new(
            "iam.json",
            "IdentityManagementService",
            (credentials, config) => new QuickIdentities(credentials, (AmazonIdentityManagementServiceConfig)config),
            () => new AmazonIdentityManagementServiceConfig(),
            WireProtocol.Query,
            signedFor: "us-east-1",
            package: "IdentityManagement"
        ),
        new(
            "securityhub.json",
            "SecurityHub",
            (credentials, config) => new QuickSecurityHub(credentials, (AmazonSecurityHubConfig)config),
            () => new AmazonSecurityHubConfig(),
            WireProtocol.RestJson
        ),
        new(
            "inspector2.json",
            "Inspector2",
            (credentials, config) => new QuickInspector(credentials, (AmazonInspector2Config)config),
            () => new AmazonInspector2Config(),
            WireProtocol.RestJson
        ),
        new(
            "cloudformation.json",
            "CloudFormation",
            (credentials, config) => new QuickCloudFormation(credentials, (AmazonCloudFormationConfig)config),
            () => new AmazonCloudFormationConfig(),
            WireProtocol.Query
        ),
        new(
            "guardduty.json",
            "GuardDuty",
            (credentials, config) => new QuickGuardDuty(credentials, (AmazonGuardDutyConfig)config),
            () => new AmazonGuardDutyConfig(),
            WireProtocol.RestJson
        ),
        new(
            "accessanalyzer.json",
            "AccessAnalyzer",
            (credentials, config) => new QuickAccessAnalyzer(credentials, (AmazonAccessAnalyzerConfig)config),
            () => new AmazonAccessAnalyzerConfig(),
            WireProtocol.RestJson
        ),
        new(
            "lambda.json",
            "Lambda",
            (credentials, config) => new QuickLambda(credentials, (AmazonLambdaConfig)config),
            () => new AmazonLambdaConfig(),
            WireProtocol.RestJson
        ),
    ];

    public PublishedModel Model { get; }

    /// <summary>The X of AmazonXClient.</summary>
    public string Stem { get; }

    /// <summary>The X of AWSSDK.X and Amazon.X.</summary>
    public string Package { get; }

    public WireProtocol Protocol { get; }

    public bool IsJson => Protocol == WireProtocol.Json;

    public bool AnswersInJson => Protocol is WireProtocol.Json or WireProtocol.RestJson;

    /// <summary>The region that signatures name when the client's is <see cref="Region" />.</summary>
    public string SignedFor { get; }

    public Assembly Assembly { get; }

    public string Namespace => "Amazon." + Package;

    public Func<AWSCredentials, ClientConfig, AmazonServiceClient> NewClient { get; }

    public Func<ClientConfig> NewConfig { get; }

    public IEnumerable<string> Operations =>
        Type($"IAmazon{Stem}")!
            .GetMethods()
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(method => method.Name[..^"Async".Length]);

    public static CompatService Of(string stem) => All.Single(service => service.Stem == stem);

    public static TheoryData<string> Services => [.. All.Select(service => service.Stem)];

    public static TheoryData<string, string> ServiceOperations => OperationsOf(All);

    public static TheoryData<string, string> OperationsAnsweredInJson =>
        OperationsOf(All.Where(service => service.AnswersInJson));

    private static TheoryData<string, string> OperationsOf(IEnumerable<CompatService> services)
    {
        var data = new TheoryData<string, string>();
        foreach (var service in services)
        {
            foreach (var operation in service.Operations)
            {
                data.Add(service.Stem, operation);
            }
        }

        return data;
    }

    /// <summary>Of a rest-json operation: whether any member is neither in the address nor in the query string.</summary>
    public bool HasBody(string operation) =>
        Model.Input(operation) is var shape && shape.Members.Count() > ModelEncoding.InTheAddress(shape).Count();

    /// <summary>What the client's project asks of the generator.</summary>
    public string[] Asked(string what) =>
        (
            (string?)
                XDocument
                    .Load(System.IO.Path.Combine(AppContext.BaseDirectory, "Clients", $"AWSSDK.{Package}.csproj"))
                    .Descendants("SdkModel")
                    .Single()
                    .Attribute(what)
        )?.Split(' ') ?? [];

    /// <summary>Whether the client has that member, as far as its project names members.</summary>
    public bool IsTaken(PublishedShape shape, string member) =>
        !Asked("Without").Contains(ModelAnswer.Innermost(shape.Member(member)).Name) && IsNamed(shape, member);

    private bool IsNamed(PublishedShape shape, string member) =>
        Asked("Only").Where(word => word.StartsWith($"{shape.Name}.", StringComparison.Ordinal)).ToList()
            is not { Count: > 0 } only
        || only.Contains($"{shape.Name}.{member}");

    public Type? Type(string name) => Assembly.GetType($"{Namespace}.{name}");

    public Type ModelType(string name) =>
        Assembly.GetType($"{Namespace}.Model.{name}") ?? throw new InvalidOperationException($"No type {name}.");

    public AmazonServiceClient Client(FakeWire wire, Action<ClientConfig>? configure = null)
    {
        var config = NewConfig();
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        config.HttpClientFactory = wire;
        configure?.Invoke(config);
        return NewClient(s_credentials, config);
    }

    /// <summary>A request with nothing set but what its address needs.</summary>
    public object NewRequest(string operation)
    {
        var request = Activator.CreateInstance(ModelType(operation + "Request"))!;
        foreach (var (member, _) in Model.Input(operation).Located("uri"))
        {
            request.GetType().GetProperty(PublishedModel.Pascal(member))!.SetValue(request, $"the {member}");
        }

        return request;
    }

    /// <summary>The path that a request goes to, below the endpoint.</summary>
    public string Path(string operation, object request) =>
        ModelEncoding.Path(Model.RequestUri(operation), Model.Input(operation), request);

    public async Task<AmazonWebServiceResponse> Send(AmazonServiceClient client, string operation, object request)
    {
        var task = (Task)
            Type($"IAmazon{Stem}")!.GetMethod(operation + "Async")!.Invoke(client, [request, CancellationToken.None])!;
        await task;
        return (AmazonWebServiceResponse)task.GetType().GetProperty("Result")!.GetValue(task)!;
    }
}

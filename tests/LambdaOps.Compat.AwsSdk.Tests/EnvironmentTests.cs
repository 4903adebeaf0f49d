using Amazon.ApplicationAutoScaling;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>The environment belongs to the whole process: these run alone.</summary>
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
public sealed class EnvironmentCollection;

[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public EnvironmentTests()
    {
        Set("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_SESSION_TOKEN", "token");
        Set("AWS_REGION", CompatService.Region);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task Environment_AloneIsEnough(string stem)
    {
        var sent = await Ask(stem);

        var signedFor = CompatService.Of(stem).SignedFor;
        var regional = signedFor == CompatService.Region ? $".{CompatService.Region}" : "";
        Assert.EndsWith($"{regional}.amazonaws.com", sent.Uri.Host, StringComparison.Ordinal);
        Assert.Contains("Credential=AKIDENVIRONMENT/", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains($"/{signedFor}/", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token", sent.Headers["X-Amz-Security-Token"]);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task EndpointUrl_ForAllServicesIsUsedAndTheRegionStaysTheSignatures(string stem)
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");

        var sent = await Ask(stem);

        Assert.Equal("http://127.0.0.1:4566", sent.Uri.GetLeftPart(UriPartial.Authority));
        Assert.Contains($"/{CompatService.Region}/", sent.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ECS", "AWS_ENDPOINT_URL_ECS")]
    [InlineData("ElasticLoadBalancingV2", "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2")]
    [InlineData("CloudWatch", "AWS_ENDPOINT_URL_CLOUDWATCH")]
    [InlineData("SimpleNotificationService", "AWS_ENDPOINT_URL_SNS")]
    [InlineData("CloudFront", "AWS_ENDPOINT_URL_CLOUDFRONT")]
    [InlineData("ApplicationAutoScaling", "AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING")]
    [InlineData("CloudWatchLogs", "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS")]
    public async Task EndpointUrl_ForOneServiceGoesBeforeThatForAll(string stem, string variable)
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        Set(variable, "http://127.0.0.1:4567");

        var sent = await Ask(stem);

        Assert.Equal("http://127.0.0.1:4567", sent.Uri.GetLeftPart(UriPartial.Authority));
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task EndpointUrl_IsSignedForAnotherRegionWhenAuthenticationRegionSaysSo(string stem)
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");

        // RegionEndpoint alone would not do: given an endpoint, AWSSDK.Core signs for the environment's region.
        var sent = await Ask(
            stem,
            config =>
            {
                config.RegionEndpoint = Amazon.RegionEndpoint.USWest2;
                config.AuthenticationRegion = "us-west-2";
            }
        );

        Assert.Equal("http://127.0.0.1:4566", sent.Uri.GetLeftPart(UriPartial.Authority));
        Assert.Contains("/us-west-2/", sent.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task EndpointUrl_GivesWayToServiceUrl(string stem)
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");

        var sent = await Ask(stem, config => config.ServiceURL = "http://127.0.0.1:4568");

        Assert.Equal("http://127.0.0.1:4568", sent.Uri.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public void Retries_AreStandardUnlessTheEnvironmentSaysOtherwise()
    {
        Set("AWS_RETRY_MODE", null);
        Set("AWS_MAX_ATTEMPTS", null);

        Assert.All(
            CompatService.All,
            service =>
            {
                var config = service.NewConfig();
                Assert.Equal(RequestRetryMode.Standard, config.RetryMode);
                Assert.Equal(2, config.MaxErrorRetry);
            }
        );
    }

    [Fact]
    public void DefaultClients_AreMadeByTheirInterfaces()
    {
        Assert.IsType<AmazonECSClient>(Default<IAmazonECS>());
        Assert.IsType<AmazonElasticLoadBalancingV2Client>(Default<IAmazonElasticLoadBalancingV2>());
        Assert.IsType<AmazonCloudWatchClient>(Default<IAmazonCloudWatch>());
        Assert.IsType<AmazonSimpleNotificationServiceClient>(Default<IAmazonSimpleNotificationService>());
        Assert.IsType<AmazonCloudFrontClient>(Default<IAmazonCloudFront>());
        Assert.IsType<AmazonApplicationAutoScalingClient>(Default<IAmazonApplicationAutoScaling>());
        Assert.IsType<AmazonCloudWatchLogsClient>(Default<IAmazonCloudWatchLogs>());
    }

    [Fact]
    public void DefaultClients_RefuseAnotherServicesConfig() =>
        Assert.Throws<AmazonClientException>(() => Made<IAmazonECS>(new AmazonCloudWatchConfig()));

    private static IAmazonService Default<T>()
        where T : IAmazonService => Made<T>(T.CreateDefaultClientConfig());

    private static IAmazonService Made<T>(ClientConfig config)
        where T : IAmazonService => T.CreateDefaultServiceClient(null!, config);

    private static async Task<Sent> Ask(string stem, Action<ClientConfig>? configure = null)
    {
        var service = CompatService.Of(stem);
        var operation = service.Operations.First();
        var wire = new FakeWire(EmptyAnswer.To(service, operation));
        var config = service.NewConfig();
        config.HttpClientFactory = wire;
        configure?.Invoke(config);
        using var client = service.NewClient(null!, config);
        await service.Send(client, operation, service.NewRequest(operation));
        return wire.Sent[0];
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}

using Amazon;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("ECS", "ap-northeast-1", "https://ecs.ap-northeast-1.amazonaws.com/")]
    [InlineData("ECS", "us-west-2", "https://ecs.us-west-2.amazonaws.com/")]
    [InlineData("ECS", "cn-north-1", "https://ecs.cn-north-1.amazonaws.com.cn/")]
    [InlineData("ECS", "us-gov-west-1", "https://ecs.us-gov-west-1.amazonaws.com/")]
    [InlineData("ElasticLoadBalancingV2", "us-west-2", "https://elasticloadbalancing.us-west-2.amazonaws.com/")]
    [InlineData("ElasticLoadBalancingV2", "cn-north-1", "https://elasticloadbalancing.cn-north-1.amazonaws.com.cn/")]
    [InlineData("CloudWatch", "ap-northeast-1", "https://monitoring.ap-northeast-1.amazonaws.com/")]
    [InlineData("CloudWatch", "us-gov-east-1", "https://monitoring.us-gov-east-1.amazonaws.com/")]
    [InlineData("SimpleNotificationService", "ap-northeast-1", "https://sns.ap-northeast-1.amazonaws.com/")]
    [InlineData("SimpleNotificationService", "cn-northwest-1", "https://sns.cn-northwest-1.amazonaws.com.cn/")]
    [InlineData(
        "ApplicationAutoScaling",
        "ap-northeast-1",
        "https://application-autoscaling.ap-northeast-1.amazonaws.com/"
    )]
    [InlineData("CloudWatchLogs", "ap-northeast-1", "https://logs.ap-northeast-1.amazonaws.com/")]
    [InlineData("CloudWatchLogs", "cn-north-1", "https://logs.cn-north-1.amazonaws.com.cn/")]
    public async Task Endpoint_IsTheRegionsOwn(string stem, string region, string url) =>
        Assert.Equal(url, await Asked(stem, config => config.RegionEndpoint = RegionEndpoint.GetBySystemName(region)));

    [Theory]
    [InlineData("ECS", "us-east-1", true, false, "https://ecs-fips.us-east-1.amazonaws.com/")]
    [InlineData("ECS", "us-east-1", false, true, "https://ecs.us-east-1.api.aws/")]
    [InlineData("ECS", "us-east-1", true, true, "https://ecs-fips.us-east-1.api.aws/")]
    [InlineData("ECS", "us-gov-west-1", true, false, "https://ecs-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData(
        "ElasticLoadBalancingV2",
        "us-gov-west-1",
        true,
        false,
        "https://elasticloadbalancing.us-gov-west-1.amazonaws.com/"
    )]
    [InlineData("CloudWatch", "us-gov-west-1", true, false, "https://monitoring.us-gov-west-1.amazonaws.com/")]
    [InlineData("CloudWatch", "us-gov-west-1", true, true, "https://monitoring-fips.us-gov-west-1.api.aws/")]
    [InlineData("SimpleNotificationService", "us-east-1", true, false, "https://sns-fips.us-east-1.amazonaws.com/")]
    [InlineData(
        "ApplicationAutoScaling",
        "us-gov-west-1",
        true,
        false,
        "https://application-autoscaling.us-gov-west-1.amazonaws.com/"
    )]
    [InlineData(
        "ApplicationAutoScaling",
        "us-west-2",
        true,
        false,
        "https://application-autoscaling-fips.us-west-2.amazonaws.com/"
    )]
    [InlineData("CloudWatchLogs", "us-gov-east-1", true, false, "https://logs.us-gov-east-1.amazonaws.com/")]
    [InlineData("CloudWatchLogs", "us-west-2", false, true, "https://logs.us-west-2.api.aws/")]
    [InlineData("CloudFront", "us-west-2", true, false, "https://cloudfront-fips.amazonaws.com/")]
    [InlineData("CloudFront", "us-west-2", false, true, "https://cloudfront.global.api.aws/")]
    [InlineData("CloudFront", "us-west-2", true, true, "https://cloudfront-fips.global.api.aws/")]
    public async Task Endpoint_HasItsFipsAndDualStackVariants(
        string stem,
        string region,
        bool fips,
        bool dual,
        string url
    )
    {
        var asked = await Asked(
            stem,
            config =>
            {
                config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
                config.UseFIPSEndpoint = fips;
                config.UseDualstackEndpoint = dual;
            }
        );

        Assert.Equal(url, asked);
    }

    [Theory]
    [InlineData("ap-northeast-1", "https://cloudfront.amazonaws.com/", "us-east-1")]
    [InlineData("us-east-1", "https://cloudfront.amazonaws.com/", "us-east-1")]
    [InlineData("cn-north-1", "https://cloudfront.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1")]
    public async Task Endpoint_OfCloudFrontIsThePartitionsOwn(string region, string url, string signedFor)
    {
        var wire = await Ask("CloudFront", config => config.RegionEndpoint = RegionEndpoint.GetBySystemName(region));

        Assert.Equal(url, Origin(wire.Sent[0].Uri));
        Assert.Contains($"/{signedFor}/cloudfront/", wire.Sent[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ap-northeast-1", "https://ce.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("us-east-1", "https://ce.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("cn-north-1", "https://ce.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1")]
    public async Task Endpoint_OfCostExplorerIsThePartitionsOwn(string region, string url, string signedFor)
    {
        var wire = await Ask("CostExplorer", config => config.RegionEndpoint = RegionEndpoint.GetBySystemName(region));

        Assert.Equal(url, Origin(wire.Sent[0].Uri));
        Assert.Contains($"/{signedFor}/ce/", wire.Sent[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ap-northeast-1", false, false, "https://iam.amazonaws.com/", "us-east-1")]
    [InlineData("us-west-2", true, false, "https://iam-fips.amazonaws.com/", "us-east-1")]
    [InlineData("us-west-2", false, true, "https://iam.global.api.aws/", "us-east-1")]
    [InlineData("cn-northwest-1", false, false, "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1")]
    [InlineData("us-gov-east-1", false, false, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("us-gov-east-1", true, false, "https://iam.us-gov.amazonaws.com/", "us-gov-west-1")]
    [InlineData("us-gov-east-1", true, true, "https://iam.us-gov.api.aws/", "us-gov-west-1")]
    public async Task Endpoint_OfIamIsThePartitionsOwn(
        string region,
        bool fips,
        bool dual,
        string url,
        string signedFor
    )
    {
        var wire = await Ask(
            "IdentityManagementService",
            config =>
            {
                config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
                config.UseFIPSEndpoint = fips;
                config.UseDualstackEndpoint = dual;
            }
        );

        Assert.Equal(url, Origin(wire.Sent[0].Uri));
        Assert.Contains($"/{signedFor}/iam/", wire.Sent[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task ServiceUrl_IsWhereRequestsGoAndAuthenticationRegionWhatTheyAreSignedFor(string stem)
    {
        var wire = await Ask(
            stem,
            config =>
            {
                config.ServiceURL = "http://localhost:4566/aws";
                config.AuthenticationRegion = "us-west-2";
            }
        );

        var service = CompatService.Of(stem);
        var operation = service.Operations.First();
        Assert.Equal(
            "http://localhost:4566/aws" + service.Path(operation, service.NewRequest(operation)),
            wire.Sent[0].Uri.AbsoluteUri
        );
        Assert.Contains("/us-west-2/", wire.Sent[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task ServiceUrl_CannotHaveVariants(bool fips, bool dual) =>
        await Assert.ThrowsAsync<AmazonClientException>(() =>
            Ask(
                "ECS",
                config =>
                {
                    config.ServiceURL = "http://localhost:4566";
                    config.UseFIPSEndpoint = fips;
                    config.UseDualstackEndpoint = dual;
                }
            )
        );

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public async Task DetermineServiceOperationEndpoint_TellsWhereTheRequestGoes(string stem)
    {
        var service = CompatService.Of(stem);
        var operation = service.Operations.First();
        var request = service.NewRequest(operation);
        var wire = new FakeWire(EmptyAnswer.To(service, operation));
        using var client = service.Client(wire);

        var endpoint = (Amazon.Runtime.Endpoints.Endpoint)
            client.GetType().GetMethod("DetermineServiceOperationEndpoint")!.Invoke(client, [request])!;
        await service.Send(client, operation, request);

        Assert.Equal(Origin(wire.Sent[0].Uri), endpoint.URL);
    }

    private static async Task<string> Asked(string stem, Action<ClientConfig> configure) =>
        Origin((await Ask(stem, configure)).Sent[0].Uri);

    private static string Origin(Uri uri) => uri.GetLeftPart(UriPartial.Authority) + "/";

    private static async Task<FakeWire> Ask(string stem, Action<ClientConfig> configure)
    {
        var service = CompatService.Of(stem);
        var operation = service.Operations.First();
        var wire = new FakeWire(EmptyAnswer.To(service, operation));
        using var client = service.Client(wire, configure);
        await service.Send(client, operation, service.NewRequest(operation));
        return wire;
    }
}

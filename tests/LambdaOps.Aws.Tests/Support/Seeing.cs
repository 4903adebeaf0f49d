using Amazon.ApplicationAutoScaling;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.S3;
using LambdaOps.Aws.Resources;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Support;

/// <summary>Looks at the wired account.</summary>
internal static class Seeing
{
    /// <summary>The real adapters on an account's clients.</summary>
    public static LookTable Observer(this WiredAccount account)
    {
        var cloudWatch = new Lazy<IAmazonCloudWatch>(account.CloudWatchClient);
        return new LookTable(
            new HealthUrlsOnAws(new HttpClient()).Looks,
            new LoadBalancingOnAws(new Lazy<IAmazonElasticLoadBalancingV2>(account.ElbClient), cloudWatch).Looks,
            new ServicesOnAws(new Lazy<IAmazonECS>(() => account.EcsClient())).Looks,
            new AlarmsOnAws(cloudWatch).Looks,
            new TablesOnAws(cloudWatch).Looks,
            new ScalingOnAws(new Lazy<IAmazonApplicationAutoScaling>(() => account.ScalingClient())).Looks,
            new SitesOnAws(new Lazy<IAmazonS3>(() => account.S3Client())).Looks,
            new RequestLogsOnAws(new Lazy<IAmazonCloudWatchLogs>(account.LogsClient), TimeProvider.System).Looks
        );
    }

    /// <summary>What the default estate's service is looked at with, for an incident that began now.</summary>
    public static LookAt At(this WiredAccount account) =>
        new(
            WiredAccount.Estate,
            WiredAccount.Service,
            new IncidentId("one"),
            Alarm: null,
            account.World.Clock.Now,
            account.World.Clock.Now
        );

    public static AlarmRef AlarmOf(string name) =>
        new(name, $"arn:aws:cloudwatch:ap-northeast-1:1:alarm:{name}", default);

    /// <summary>What a look gives; it must be known.</summary>
    public static async Task<T> SeeAsync<T>(this IObserver observer, Look<T> look, LookAt at)
        where T : class =>
        Assert.IsType<Fact<T>.Known>(await observer.LookAsync(look, at, CancellationToken.None)).Value;
}

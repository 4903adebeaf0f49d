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
using Amazon.Runtime.Internal;
using Amazon.SecretsManager;
using Amazon.SecurityHub;
using Amazon.SimpleNotificationService;
using Amazon.WAFV2;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>The clients as they are, but for the pause before a retry, which is nothing.</summary>
internal static class NoPause
{
    public static void Between(RuntimePipeline pipeline, IClientConfig config) =>
        pipeline.ReplaceHandler<RetryHandler>(
            new RetryHandler(new StandardRetryPolicy(config) { MaxBackoffInMilliseconds = 0 })
        );
}

internal sealed class QuickEcs(AWSCredentials credentials, AmazonECSConfig config)
    : AmazonECSClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickElb(AWSCredentials credentials, AmazonElasticLoadBalancingV2Config config)
    : AmazonElasticLoadBalancingV2Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickCloudWatch(AWSCredentials credentials, AmazonCloudWatchConfig config)
    : AmazonCloudWatchClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickSns(AWSCredentials credentials, AmazonSimpleNotificationServiceConfig config)
    : AmazonSimpleNotificationServiceClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickCloudFront(AWSCredentials credentials, AmazonCloudFrontConfig config)
    : AmazonCloudFrontClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickAutoScaling(AWSCredentials credentials, AmazonApplicationAutoScalingConfig config)
    : AmazonApplicationAutoScalingClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickLogs(AWSCredentials credentials, AmazonCloudWatchLogsConfig config)
    : AmazonCloudWatchLogsClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickBackup(AWSCredentials credentials, AmazonBackupConfig config)
    : AmazonBackupClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickEvents(AWSCredentials credentials, AmazonEventBridgeConfig config)
    : AmazonEventBridgeClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickZonalShift(AWSCredentials credentials, AmazonARCZonalShiftConfig config)
    : AmazonARCZonalShiftClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickRoute53(AWSCredentials credentials, AmazonRoute53Config config)
    : AmazonRoute53Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickWaf(AWSCredentials credentials, AmazonWAFV2Config config)
    : AmazonWAFV2Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickLambda(AWSCredentials credentials, AmazonLambdaConfig config)
    : AmazonLambdaClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickSecrets(AWSCredentials credentials, AmazonSecretsManagerConfig config)
    : AmazonSecretsManagerClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickEcr(AWSCredentials credentials, AmazonECRConfig config)
    : AmazonECRClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickCostExplorer(AWSCredentials credentials, AmazonCostExplorerConfig config)
    : AmazonCostExplorerClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickCertificates(AWSCredentials credentials, AmazonCertificateManagerConfig config)
    : AmazonCertificateManagerClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickIdentities(AWSCredentials credentials, AmazonIdentityManagementServiceConfig config)
    : AmazonIdentityManagementServiceClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickAccessAnalyzer(AWSCredentials credentials, AmazonAccessAnalyzerConfig config)
    : AmazonAccessAnalyzerClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickGuardDuty(AWSCredentials credentials, AmazonGuardDutyConfig config)
    : AmazonGuardDutyClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickInspector(AWSCredentials credentials, AmazonInspector2Config config)
    : AmazonInspector2Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickSecurityHub(AWSCredentials credentials, AmazonSecurityHubConfig config)
    : AmazonSecurityHubClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

internal sealed class QuickCloudFormation(AWSCredentials credentials, AmazonCloudFormationConfig config)
    : AmazonCloudFormationClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        NoPause.Between(pipeline, Config);
    }
}

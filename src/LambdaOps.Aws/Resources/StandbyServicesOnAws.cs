using System.Collections.Immutable;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using HealthCheck = LambdaOps.Core.Resources.HealthCheck;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The services that stand by in the region for disaster recovery (DescribeServices, DescribeTaskDefinition), their images
/// beside those that run now (DescribeImages in the registry that each image names), their health URLs and smoke tests.
/// </summary>
/// <param name="definitions">What runs in the estate's own region.</param>
/// <param name="probe">Asks a health URL.</param>
public sealed class StandbyServicesOnAws(
    TaskDefinitionsOnAws definitions,
    Func<string, IAmazonECS> ecsIn,
    Func<string, IAmazonECR> ecrIn,
    Func<HealthCheck, CancellationToken, Task<HealthProbe>> probe,
    ISmokeProbe smoke
) : ResourceOnAws
{
    private readonly ClientsByRegion<IAmazonECS> _ecs = new(ecsIn);
    private readonly ClientsByRegion<IAmazonECR> _ecr = new(ecrIn);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(ReadinessLooks.Services, ServicesAsync), LookCall.To(ReadinessLooks.Answers, AnswersAsync)];

    private async Task<StandbyServices> ServicesAsync(LookAt at, CancellationToken stop)
    {
        var side = (RecoverySide)at.Target;
        return new StandbyServices([
            .. await Task.WhenAll(side.Recovery.Services.Select(service => ServiceAsync(side, service, stop))),
        ]);
    }

    private async Task<StandbyServiceSeen> ServiceAsync(
        RecoverySide side,
        StandbyService service,
        CancellationToken stop
    )
    {
        try
        {
            var ecs = _ecs.In(side.Recovery.Region);
            if (await FindAsync(ecs, service, stop) is not { } found)
            {
                return new StandbyServiceSeen(service.Of, null, 0);
            }

            var seen = new StandbyServiceSeen(service.Of, found.DesiredCount ?? 0, found.RunningCount ?? 0);
            try
            {
                return seen with
                {
                    Images = await RegisteredAsync(await ImagesAsync(ecs, found.TaskDefinition, stop), stop),
                    InUse = await RegisteredAsync(await InUseAsync(side, service.Of, stop), stop),
                };
            }
            catch (Exception failed) when (IsRefusal(failed))
            {
                return seen with { WhyNoImages = OutsideText.Why(failed) };
            }
        }
        catch (Exception failed) when (IsRefusal(failed))
        {
            return new StandbyServiceSeen(service.Of, null, 0) { WhyMissing = OutsideText.Why(failed) };
        }
    }

    /// <summary>Null where there is none.</summary>
    private static async Task<Service?> FindAsync(IAmazonECS ecs, StandbyService service, CancellationToken stop)
    {
        try
        {
            var answer = await ecs.DescribeServicesAsync(
                new DescribeServicesRequest { Cluster = service.Cluster, Services = [service.Service] },
                stop
            );
            return (answer.Services ?? []).Find(one => one.ServiceName == service.Service && one.Status != "INACTIVE");
        }
        catch (ClusterNotFoundException)
        {
            return null;
        }
    }

    private static async Task<IEnumerable<string>> ImagesAsync(
        IAmazonECS ecs,
        string definition,
        CancellationToken stop
    )
    {
        var answer = await ecs.DescribeTaskDefinitionAsync(
            new DescribeTaskDefinitionRequest { TaskDefinition = definition },
            stop
        );
        return (answer.TaskDefinition?.ContainerDefinitions ?? []).Select(container => container.Image);
    }

    private async Task<IEnumerable<string>> InUseAsync(RecoverySide side, TargetId id, CancellationToken stop) =>
        side.Services.FirstOrDefault(service => service.Id == id) is { } service
            ? (await definitions.WholeUsedByAsync([service], stop)).SelectMany(used => used.Definition.Images)
            : [];

    private async Task<ImmutableArray<PulledImage>> RegisteredAsync(
        IEnumerable<string> images,
        CancellationToken stop
    ) =>
        [
            .. await Task.WhenAll(
                images
                    .Where(image => !string.IsNullOrEmpty(image))
                    .Distinct()
                    .Select(image => LookUpAsync(ImageReference.Read(image), stop))
            ),
        ];

    /// <summary>One image that cannot be seen leaves the others.</summary>
    private async Task<PulledImage> LookUpAsync(ImageReference image, CancellationToken stop)
    {
        if (image.Ecr is not var (account, region))
        {
            return new PulledImage(image, null) { WhyMissing = "its registry is not ECR" };
        }

        try
        {
            var answer = await _ecr.In(region).DescribeImagesAsync(ImagesOnAws.Request(account, image), stop);
            return new PulledImage(image, answer.ImageDetails is [{ ImageDigest: { } found }, ..] ? found : null);
        }
        catch (Exception none) when (none is ImageNotFoundException or RepositoryNotFoundException)
        {
            return new PulledImage(image, null);
        }
        catch (Exception failed) when (IsRefusal(failed))
        {
            return new PulledImage(image, null) { WhyMissing = OutsideText.Why(failed) };
        }
    }

    private async Task<StandbyAnswers> AnswersAsync(LookAt at, CancellationToken stop) =>
        new([
            .. await Task.WhenAll(
                ((RecoverySide)at.Target).Recovery.Services.Select(service => AnswerAsync(service, stop))
            ),
        ]);

    private async Task<StandbyAnswer> AnswerAsync(StandbyService service, CancellationToken stop)
    {
        try
        {
            var lacking = smoke.LackingAsync(service.SmokeTest, stop);
            return new StandbyAnswer(service.Of, service.Health.Url, await probe(service.Health, stop))
            {
                Lacks = await lacking,
            };
        }
        catch (NotObservableException failed)
        {
            return new StandbyAnswer(service.Of, service.Health.Url, null) { WhyMissing = failed.Message };
        }
    }

    private static bool IsRefusal(Exception failed) =>
        failed is AmazonServiceException or NotObservableException or HttpRequestException;
}

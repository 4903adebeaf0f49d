using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>Makes a CDN forget what it has (CreateInvalidation; runbook: --paths "/*").</summary>
/// <param name="cloudFront">A client that sends once (<see cref="SendsOnce"/>).</param>
public sealed class CdnActuator(IAmazonCloudFront cloudFront)
{
    /// <summary>
    /// For a client that never sends a change again by itself: the loop does, with the same reference.
    /// </summary>
    public static AmazonCloudFrontConfig SendsOnce() => Outcomes.SendsOnce<AmazonCloudFrontConfig>();

    public Task<ActionOutcome> ActAsync(
        Change.InvalidateSite action,
        OperatedSite site,
        CancellationToken cancellationToken
    ) =>
        Outcomes.OfAsync(async () =>
        {
            var answer = await cloudFront.CreateInvalidationAsync(
                new CreateInvalidationRequest
                {
                    DistributionId = site.DistributionId,
                    InvalidationBatch = new InvalidationBatch
                    {
                        CallerReference = action.Reference,
                        Paths = new Paths { Quantity = 1, Items = ["/*"] },
                    },
                },
                cancellationToken
            );
            return $"invalidation {answer.Invalidation?.Id}";
        });
}

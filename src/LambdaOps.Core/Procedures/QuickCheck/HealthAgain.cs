using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.QuickCheck;

/// <summary>What becomes of health URLs that failed when they are asked once more.</summary>
internal static class HealthAgain
{
    /// <summary>The services whose health URL failed.</summary>
    public static ImmutableArray<OperatedService> Failed(ImmutableArray<Finding> found, ServiceBatch batch) =>
        [.. batch.Services.Where(service => found.Any(finding => IsFailed(finding, service)))];

    /// <summary>What answers now was a blip: that is a warning, and no incident.</summary>
    public static ImmutableArray<Finding> Settle(ImmutableArray<Finding> found, ServiceBatch batch, Evidence seen) =>
        [
            .. found.Select(finding =>
                batch.Services.FirstOrDefault(service => IsFailed(finding, service)) is { } service
                && seen.Of(VitalsLooks.Health) is Fact<BatchHealth>.Known { Value.Probes: var probes }
                && probes.GetValueOrDefault(service.Id) is Fact<HealthProbe>.Known { Value.Healthy: true }
                    ? finding with
                    {
                        Level = FindingLevel.Warning,
                        Text = $"{finding.Text}; asked again, it answers",
                        Breach = null,
                    }
                    : finding
            ),
        ];

    private static bool IsFailed(Finding finding, OperatedService service) =>
        finding.Level == FindingLevel.Danger && finding.Key == Concern.Health.KeyOf(service.Id.Value);
}

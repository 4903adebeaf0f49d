using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a service's tasks are replaced or counted anew, each in its order.</summary>
internal static class ServiceGuards
{
    private static readonly DeploymentInProgressGuard s_inProgress = new();
    private static readonly LiveStateGuard s_live = new();

    public static ImmutableArray<Guard> OfRollBacks { get; } = [s_live];

    public static ImmutableArray<Guard> OfDeployments { get; } = [s_inProgress, s_live];

    public static ImmutableArray<Guard> OfCounts { get; } =
    [s_live, new CapacityGuard(), new StepGuard(), new ScaleInGuard()];

    public static ImmutableArray<Guard> OfRestarts { get; } = [s_inProgress, .. OfCounts];

    extension(GuardQuestion question)
    {
        /// <summary>Task counts that the target may have; null for what has no tasks.</summary>
        public Capacity? Capacity => (question.Target as OperatedService)?.Capacity;

        /// <summary>The service's desired count as it stands now; null when it is not known.</summary>
        public int? Live => (question.Seen.Service as Fact<ServiceState>.Known)?.Value.Desired;
    }
}

using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>By which changes the traffic moves: ECS's own steps, or the weights of a rule.</summary>
internal abstract class ShiftSteps
{
    /// <summary>The highest share that it was let past; null before the first.</summary>
    public abstract int? Passed { get; }

    /// <summary>What speaks against the next step besides the new revision's numbers; null where nothing does.</summary>
    public virtual string? WhyNotOn => null;

    /// <summary>Why there is no way back; null where there is one.</summary>
    public abstract string? WhyNotBack { get; }

    /// <summary>Whether it was asked to go back, and does not yet.</summary>
    public abstract bool IsBackAsked { get; }

    /// <summary>Whether it sends requests to a group that nobody answers for.</summary>
    public abstract bool SendsIntoNothing { get; }

    /// <summary>Back to what served before, all of the traffic at once.</summary>
    public abstract Change Back { get; }

    /// <summary>The next step.</summary>
    public abstract Change On(PauseHook hook, int weight);

    public static ShiftSteps Of(
        Incident incident,
        RolloutSight sight,
        NativeDeployment deployment,
        OperatedService target,
        RolloutPolicy policy
    ) =>
        incident.Rollout.MovesWeights && sight.Weights is { } weights
            ? new ByWeights(incident, sight, weights, target.TrafficRule!, policy)
            : new ByEcs(incident, sight, deployment);

    private sealed class ByEcs(Incident incident, RolloutSight sight, NativeDeployment deployment) : ShiftSteps
    {
        private readonly Change? _back = deployment.OwnWayBack(incident.Target);

        public override int? Passed =>
            incident
                .RungAttempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done)
                .Select(attempt => attempt.Change)
                .OfType<Change.ContinueDeployment>()
                .Where(step => step.Deployment == deployment.Arn)
                .Select(step => (int?)step.WeightPercent)
                .Max();

        public override string? WhyNotBack => _back is null ? "there is no revision before to roll back to" : null;

        public override bool IsBackAsked =>
            incident.HasDone<Change.RollBackDeployment>(back => back.Deployment == deployment.Arn);

        public override bool SendsIntoNothing =>
            sight.Load.Targets is { Healthy: 0, Registered: > 0 } && deployment.Target.WeightPercent > 0;

        public override Change Back => _back ?? throw new InvalidOperationException(WhyNotBack);

        public override Change On(PauseHook hook, int weight) =>
            new Change.ContinueDeployment(incident.Target, deployment.Arn, hook.Id, weight);
    }

    private sealed class ByWeights(
        Incident incident,
        RolloutSight sight,
        RuleWeights weights,
        TrafficRule rule,
        RolloutPolicy policy
    ) : ShiftSteps
    {
        public override int? Passed =>
            incident
                .RungAttempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done)
                .Select(attempt => attempt.Change)
                .OfType<Change.ShiftWeights>()
                .Where(step => step.From > 0)
                .Select(step => (int?)step.From)
                .Max();

        public override string? WhyNotOn =>
            sight.Service.IsDeploying ? "a deployment is in progress"
            : weights.OwnTargets is not { Healthy: > 0, Unhealthy: 0 } ? "not all of its targets are healthy"
            : weights.OtherTargets.NoneServes ? "no target of the other group is healthy: there is no way back"
            : Preflight.TooSticky(weights, policy);

        public override string? WhyNotBack =>
            weights.OtherTargets.NoneServes ? "no target of the other group is healthy" : null;

        public override bool IsBackAsked => false;

        /// <summary>A load balancer does not go on to the other group.</summary>
        public override bool SendsIntoNothing => weights.OwnTargets.NoneServes;

        public override Change Back => To(0);

        /// <summary>To the first share, the second, all.</summary>
        public override Change On(PauseHook hook, int weight) => To(Next(weight, policy));

        private Change.ShiftWeights To(int percent) =>
            new(incident.Target, rule.Arn, OwnShift.Given(incident), percent);
    }

    /// <summary>The share after that one: the gates', then all.</summary>
    public static int Next(int weight, RolloutPolicy policy) =>
        new[] { policy.FirstGatePercent, policy.SecondGatePercent }
            .Where(gate => gate > weight)
            .DefaultIfEmpty(100)
            .Min();
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// What is decided while a deployment runs. The arms stand in order of precedence: what a person wants, danger, a hook
/// that waits, time.
/// </summary>
internal sealed class Shift(
    Incident incident,
    RolloutSight sight,
    NativeDeployment deployment,
    OperatedService target,
    RolloutPolicy policy,
    DateTimeOffset now
)
{
    private readonly ShiftSteps _steps = ShiftSteps.Of(incident, sight, deployment, target, policy);

    /// <summary>Null where the service is not well and the deployment is not the reason.</summary>
    public Decision? Decide()
    {
        // Whatever its group got before belongs to another revision.
        var soFar = Judge(RolloutProcedure.Later(deployment.CreatedAt, now - policy.JudgeOver));
        var suspicion = new Suspicion(sight, deployment, target.Thresholds, policy);
        return sight switch
        {
            _ when RolloutProcedure.IsAborted(incident, deployment) => RollBack(
                "an operator aborts it",
                isWanted: true
            ),
            _ when _steps.IsBackAsked => StillGoesOn(),
            _ when incident.IsWayBack(deployment) => AsFastAsItGoes(),
            _ when suspicion.IsDanger(soFar) => RollBack($"danger: {soFar.Because}"),
            _ when _steps.SendsIntoNothing => RollBack("no target of the new revision is healthy, and it gets traffic"),

            // The newest change is the first suspect, unless its own numbers are good. Where traffic is not shifted, old
            // and new tasks answer side by side, and there are no numbers of its own.
            { IsUnwell: true } when suspicion.IsRecent(now) && suspicion.MayBeWhy(soFar, isJudged: deployment.Shifts) =>
                RollBack(
                    $"the service is not well ({sight.InTrouble}), and the new revision is not known to be good ({soFar.Because})"
                ),
            { IsUnwell: true, IsMemoryOnly: false } => null,
            _ when deployment.Hook is { } hook => AtHook(hook),
            _ => Expect(RolloutPhase.Shifting, $"{soFar.Because}: {sight}", NoStep(policy.DeploymentWithin)),
        };
    }

    private DateTimeOffset LastStep =>
        incident.LastAttempt is { } last && last.At > deployment.CreatedAt ? last.At : deployment.CreatedAt;

    private int Weight => deployment.Target.Weight;

    /// <summary>
    /// The gate that its share has come to and that it has not been let through; null between gates. Where ECS does not
    /// say the share, every hook is one.
    /// </summary>
    private int? Gate
    {
        get
        {
            var passed = _steps.Passed;
            int[] gates = [policy.SecondGatePercent, policy.FirstGatePercent];
            return deployment.Target.WeightPercent is null
                ? 0
                : gates.Where(gate => gate <= Weight && !(passed >= gate)).Select(gate => (int?)gate).FirstOrDefault();
        }
    }

    /// <summary>
    /// Whether a person is asked for the way back: that stands until it is answered or over. Figures about a limit would
    /// have the way on and the way back offered in turn.
    /// </summary>
    private bool IsBackOffered =>
        incident.Offer is { Answer: null } offer && now < offer.Until && _steps.Back.IsCoveredBy(offer.Change);

    private Decision AtHook(PauseHook hook)
    {
        var since = incident.Rollout.HookSince ?? now;
        var held = now - since;
        var verdict = Judge(RolloutProcedure.Later(since, now - policy.JudgeOver));
        var isServing = sight.Load.Targets is { Healthy: > 0, Unhealthy: 0 };
        return verdict switch
        {
            _ when incident.Rollout.PausedAt is not null => Hold(since, "an operator paused it", mayRollBack: false),
            _ when IsBackOffered => Hold(since, "its rollback is offered, and nobody has answered", mayRollBack: true),
            _ when !isServing => Hold(since, "targets of the new revision are not healthy", mayRollBack: true),
            _ when _steps.WhyNotOn is { } because => Hold(since, because, mayRollBack: true),

            // One good answer of a service that fails now and again is no reason to go on.
            _ when incident.Trend.Probes.Failed(RecentProbes.Usual) > 0 => Hold(
                since,
                "the health URL has failed lately",
                mayRollBack: true
            ),
            _ when Gate is null => Continue(hook, $"{Weight} % is no gate"),
            { Kind: ShiftVerdictKind.Good } when held >= policy.GateFor => Continue(hook, verdict.Because),
            _ => Hold(since, verdict.Because, mayRollBack: true),
        };
    }

    /// <summary>The way back is not judged: it is where all was well.</summary>
    private Decision AsFastAsItGoes() =>
        deployment.Hook is { } hook
            ? Continue(hook, "it is the way back")
            : Expect(RolloutPhase.RollingBack, $"the way back: {sight}", NoStep(policy.DeploymentWithin));

    private Decision.Wait StillGoesOn() =>
        Expect(
            RolloutPhase.RollingBack,
            $"the rollback was asked for: {sight}",
            new Until.Moment(LastStep + policy.RollBackWithin, Ask($"the rollback does not begin: {sight}"))
        );

    private Decision.Wait Hold(DateTimeOffset since, string because, bool mayRollBack)
    {
        var held = RolloutProcedure.Text($"held at {Weight} % for {policy.HoldAtMost.TotalMinutes:0} min: {because}");
        return Expect(
            RolloutPhase.Holding,
            $"held at {Weight} %: {because}: {sight}",
            new Until.Moment(
                since + policy.HoldAtMost,
                mayRollBack && policy.RollBackAfterHold ? RollBack(held) : Ask($"{held}: {sight}")
            )
        );
    }

    private Until.Moment NoStep(TimeSpan within) =>
        new(LastStep + within, Ask(RolloutProcedure.Text($"no step for {within.TotalMinutes:0} min: {sight}")));

    private Decision.Wait Expect(Phase phase, string because, Until.Moment until) =>
        new(phase, policy.CheckEvery, until, because);

    private Decision.Act Continue(PauseHook hook, string because) =>
        new(_steps.On(hook, Weight), RolloutPhase.Continuing, policy.CheckEvery, $"{because}: {sight}");

    /// <param name="isWanted">By a person, who may leave an older revision for a newer one again.</param>
    private Decision RollBack(string because, bool isWanted = false) =>
        (_steps.WhyNotBack ?? (deployment.GoesBack && !isWanted ? "it is a way back itself" : null)) is { } impossible
            ? Ask($"{because}; {impossible}: {sight}")
            : new Decision.Act(_steps.Back, RolloutPhase.RollingBack, policy.CheckEvery, $"{because}: {sight}");

    private ShiftVerdict Judge(DateTimeOffset from) =>
        ShiftVerdict.Of(sight.Load, from, target.Thresholds, policy.MinimumRequests);

    private Decision.Escalate Ask(string because) =>
        new(Severity.P2, NextStep.Deployment, Rollouts.Seldom(policy.CheckEvery), because);
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ConfigChange;

/// <summary>
/// What is done before a deployment, and after it. Each step is found as done by looking, so that one that nobody wrote
/// down is not made twice.
/// </summary>
internal sealed class ConfigSteps(
    Incident incident,
    ConfigChangeSight sight,
    OperatedService target,
    ConfigChangePolicy policy,
    RolloutPolicy rollout,
    DateTimeOffset now
)
{
    /// <summary>Changes without any answer or effect, after which it is handed off to on-call.</summary>
    private const int MostTries = 3;

    private SecretState? Secret => sight.Configuration?.Secrets.Named(Wanted?.Secret ?? "");

    private ConfigRequest? Wanted => incident.ConfigChange.Request;

    private DefinitionStates Definitions => sight.Configuration!.Definitions;

    /// <summary>The next step before the deployment. The arms stand in order of precedence.</summary>
    public Decision Next() =>
        (incident, Wanted) switch
        {
            ({ Rollout.Calls: { } other }, _) when Rungs.MaySwitchTo(other, incident, target) => new Decision.SwitchTo(
                other,
                $"its alarm does not wait for a deployment that has not begun: {sight}"
            ),
            (_, null) => Answer("nothing was asked for"),
            ({ Rollout.Request.Wish: RolloutWish.Abort }, _) => Answer("an operator aborts it: nothing is deployed"),
            ({ LastAttempt: { Outcome: AttemptOutcome.Refused } refused }, _) => Ask(
                $"AWS refused '{refused.Change.Description}' ({refused.Detail})"
            ),
            _ when incident.Failures<Change>() >= MostTries => Ask($"{MostTries} actions did not take effect"),
            (_, { } wanted) when WhyNot(wanted) is { } because => Answer(
                $"{wanted.Version} of {wanted.Secret} is not deployed: {because}"
            ),
            (_, { } wanted) => Step(wanted, Secret!),
        };

    /// <summary>What follows from what the rollout decides: when that is content, the version becomes the current one.</summary>
    public Decision After(Decision deployed) =>
        (deployed, Wanted, Secret) switch
        {
            (Decision.Resolved { Because: var why }, { } wanted, { } secret)
                when Definitions.Serving.Pins(secret.Arn, wanted.Version) => Finish(wanted, secret, why),
            (Decision.Resolved { Because: var why }, { } wanted, _) => new Decision.Resolved(
                $"{why}; {SecretState.CurrentLabel} of {wanted.Secret} stays where it is"
            ),
            _ => deployed,
        };

    /// <summary>
    /// On-call has it. While the service runs with one version and another is current, the next task may get either: it
    /// is not over before someone has decided on that, or knows of it.
    /// </summary>
    public Decision Attended(Decision deployed) =>
        (deployed, incident.Escalation) switch
        {
            (Decision.Resolved { Because: var why }, { Acknowledged: null, HandedOffAt: var since })
                when Unsettled is { } what => new Decision.Wait(
                Phase.HandedOff,
                Rollouts.Seldom(policy.CheckEvery),
                new Until.Moment(since + policy.TakeAtMost, new Decision.Resolved($"{what}; {why}")),
                $"handed off to on-call: {what}: {sight}"
            ),
            (Decision.Resolved { Because: var why }, _) when Unsettled is { } what => new Decision.Resolved(
                $"{what}; {why}"
            ),
            _ => deployed,
        };

    /// <summary>Null where what serves is current, or is not what was asked for.</summary>
    private string? Unsettled =>
        (Secret, Wanted) is ({ } secret, { } wanted)
        && Definitions.Serving.Pins(secret.Arn, wanted.Version)
        && secret.Current?.Id != wanted.Version
            ? $"{target.Id} runs with {wanted.Version}, and {SecretState.CurrentLabel} of {wanted.Secret} is at {secret.Current?.Id ?? "no version"}"
            : null;

    /// <summary>事前準備: why the version cannot be deployed; null when it can.</summary>
    private string? WhyNot(ConfigRequest wanted)
    {
        var serving = Definitions.Serving;
        return Secret switch
        {
            _ when !target.Secrets.Contains(wanted.Secret) => $"{target.Id} names no such secret in the estate",
            null => "Secrets Manager has no such secret",
            { DeletedAt: not null } => "the secret is to be deleted",
            { } secret when secret.Version(wanted.Version) is null => "the secret has no such version",
            { } secret when !serving.Takes(secret.Arn) =>
                $"no container of {TaskRevision.Name(serving.Arn)} takes that secret",
            { } secret when serving.Pins(secret.Arn, wanted.Version) => null,
            _ when serving.Unknown is { } member =>
                $"{TaskRevision.Name(serving.Arn)} has {member}, which would get lost when it is registered again",
            _ when Definitions.OldPlatform is { } old =>
                $"platform {old} of Fargate does not know versions of secrets, 1.4.0 does",
            _ when serving.Roles.FirstOrDefault(role => !target.TaskRoles.Contains(NameOf(role))) is { } role =>
                $"{target.Id} does not name the role {NameOf(role)} in the estate",
            _ => Preflight.WhyNot(sight.Deployed, revision: ""),
        };
    }

    private static string NameOf(string role) => role[(role.LastIndexOf('/') + 1)..];

    private Decision Step(ConfigRequest wanted, SecretState secret) =>
        secret.Version(wanted.Version) switch
        {
            { IsKept: false } when secret.LabelCount < SecretState.MostLabels => Prepare(
                new Change.KeepSecretVersion(incident.Target, secret.Arn, wanted.Version),
                "a version without a label of its own may be deleted"
            ),
            { IsKept: false } when secret.Needless(now, policy.KeepFor) is { } needless => Prepare(
                new Change.ReleaseSecretVersion(incident.Target, secret.Arn, needless.Id),
                $"the secret has {secret.LabelCount} labels, no more are possible, and nothing needs that version"
            ),
            { IsKept: false } => Answer(
                $"the secret has {secret.LabelCount} labels, no more are possible, and none of ours is needless"
            ),
            _ when Definitions.Serving.Pins(secret.Arn, wanted.Version) => Finish(
                wanted,
                secret,
                $"{TaskRevision.Name(Definitions.Serving.Arn)} has that version already"
            ),
            _ when Definitions.NewestIs(secret.Arn, wanted.Version) => Preflight.Start(
                incident,
                sight.Deployed,
                Definitions.Newest.Arn,
                rollout
            ),
            _ => Prepare(
                new Change.RegisterDefinition(incident.Target, Definitions.Serving.Arn, secret.Arn, wanted.Version),
                $"{TaskRevision.Name(Definitions.Serving.Arn)} does not name that version"
            ),
        };

    /// <summary>It serves. Whoever names no version takes it from now on, so nobody may be surprised by that.</summary>
    private Decision Finish(ConfigRequest wanted, SecretState secret, string why) =>
        (secret, secret.Current?.Id) switch
        {
            (_, var current) when current == wanted.Version => Done($"{why}; it is the current version"),
            (_, null) => Ask($"{why}; no version is current"),
            (_, { } current) when current != incident.ConfigChange.Current => Ask(
                $"{why}; someone else made {current} the current version meanwhile; leaving it alone"
            ),
            ({ Users: var users }, _) when users.FirstOrDefault(user => user.Version is null) is { } other => Done(
                $"{why}; {SecretState.CurrentLabel} stays: {other.Service} names no version, and would take it unasked"
            ),
            ({ } kept, { } current) when kept.Version(wanted.Version) is { IsKept: true } => new Decision.Act(
                new Change.MoveCurrentVersion(incident.Target, secret.Arn, current, wanted.Version),
                ConfigChangePhase.Finishing,
                policy.CheckEvery,
                why
            ),
            _ => Ask($"{why}; someone else took the version's label away"),
        };

    private Decision Done(string because) =>
        incident.HasDone<Change>() ? new Decision.Resolved(because) : Answer(because);

    private Decision.Act Prepare(Change change, string because) =>
        new(change, ConfigChangePhase.Preparing, policy.CheckEvery, $"{because}: {sight.Configuration}");

    private Decision.Answer Answer(string because) => new($"{target.Id}: {because}: {sight.Configuration}");

    private Decision.Escalate Ask(string because) =>
        new(Severity.P3, NextStep.Configuration, Rollouts.Seldom(policy.CheckEvery), $"{because}: {sight}");
}

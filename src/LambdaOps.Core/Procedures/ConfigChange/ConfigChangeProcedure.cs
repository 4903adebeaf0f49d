using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ConfigChange;

/// <summary>
/// 設定変更管理. The runbook's paragraph:
/// <code>
/// 1. Secrets Manager更新     update-secret
/// 2. ECSタスク定義更新        register-task-definition
/// 3. サービス更新            update-service --task-definition …:$NEW_REVISION
/// </code>
/// A person puts the new version in, under any label; nothing here reads or writes a value. The version is named in the
/// task definition, so that no task takes another one when it restarts. It is deployed as any revision is, by the
/// rollout's own decisions, and becomes the current version last: on failure, only the service goes back.
/// </summary>
public sealed class ConfigChangeProcedure : Remedy<OperatedService, ConfigChangePolicy, ConfigChangeSight>
{
    private static readonly RolloutProcedure s_rollout = new();

    public static ProcedureName ProcedureName { get; } = new("configChange");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "an operator's request, with the version of a secret",
            Does: "labels the version, registers the task definition with it, deploys as a rollout does; makes it the current version last",
            StopsWhen: "deployed, monitored and current, or rolled back; else on-call"
        )
        {
            Runbook = "設定変更管理",
        };

    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Request()];

    public override ImmutableArray<Look> Looks { get; } =
    [
        .. s_rollout.Looks.Where(look => look != WeightLooks.Rule && look != ImageLooks.Running),
        TaskDefinitionLooks.InUse,
        SecretLooks.Versions,
    ];

    public override ImmutableArray<ChangeKind> Changes =>
        [
            ChangeKind.KeepSecretVersion,
            ChangeKind.ReleaseSecretVersion,
            ChangeKind.RegisterDefinition,
            ChangeKind.StartDeployment,
            ChangeKind.ContinueDeployment,
            ChangeKind.RollBackDeployment,
            ChangeKind.RollBack,
            ChangeKind.MoveCurrentVersion,
        ];

    /// <summary>None: it is a change, and no disturbance.</summary>
    public override RecoveryLevel? RecoveryLevelOf(Incident incident) => null;

    protected override Severity HandOffAt => Severity.P3;

    protected override NextStep Next => NextStep.Configuration;

    public override bool LooksWell(Evidence seen, Resource target) => s_rollout.LooksWell(seen, target);

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        s_rollout.Remember(incident, seen, target, now).NoteCurrent(seen);

    protected override ConfigChangeSight? See(Incident incident, Evidence seen, OperatedService target) =>
        ConfigChangeSight.Of(seen, incident, target);

    protected override Decision OnSight(
        Incident incident,
        ConfigChangeSight sight,
        OperatedService target,
        ConfigChangePolicy policy,
        DateTimeOffset now
    )
    {
        var rollout = target.Rollout?.Policy ?? RolloutPolicy.Default;
        var steps = new ConfigSteps(incident, sight, target, policy, rollout, now);
        var decided = incident switch
        {
            { IsHandedOff: true } => steps.Attended(s_rollout.Carry(incident, sight.Deployed, target, rollout, now)),
            { IsDeploying: true } => steps.After(s_rollout.Carry(incident, sight.Deployed, target, rollout, now)),
            _ => steps.Next(),
        };
        return decided is Decision.SwitchTo next ? Leave(incident, next) : decided;
    }

    /// <summary>What cannot be seen keeps no other procedure from its alarm.</summary>
    protected override Decision Blind(Incident incident, string reason, ConfigChangePolicy policy) =>
        RolloutProcedure.GiveWay(incident, reason) is { } next
            ? Leave(incident, next)
            : base.Blind(incident, reason, policy);

    /// <summary>Nothing has to be moved back, as the version becomes the current one last.</summary>
    private static Decision.SwitchTo Leave(Incident incident, Decision.SwitchTo next) =>
        new(next.Remedy, $"{next.Because}{incident.Unfinished}") { AtLeast = next.AtLeast };
}

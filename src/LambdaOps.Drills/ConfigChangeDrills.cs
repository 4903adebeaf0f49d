using System.Collections.Immutable;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of changes of configuration: a person puts a version of a secret in, and asks for it.</summary>
public static class ConfigChangeDrills
{
    /// <summary>What the new version says: nothing of it may ever be seen outside of Secrets Manager.</summary>
    public const string Value = """{"password":"correct-horse-battery-staple"}""";

    private const string Keep = nameof(Change.KeepSecretVersion);

    private const string Register = nameof(Change.RegisterDefinition);

    private const string Start = nameof(Change.StartDeployment);

    private const string Continue = nameof(Change.ContinueDeployment);

    private const string Move = nameof(Change.MoveCurrentVersion);

    private static readonly TimeSpan s_long = TimeSpan.FromHours(2);

    private static readonly TimeSpan s_old = TimeSpan.FromDays(30);

    private static readonly ImmutableArray<Func<DrillScene, string?>> s_needs =
    [
        Needs.Remedy(ConfigChangeProcedure.ProcedureName),
        Needs.Balancer,
        Needs.Budget,
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "config-changed",
            "A new version of the secret: labelled, named in the task definition, deployed step by step, made current."
        ) with
        {
            Script = stage => stage.AskConfig(0, Staged(stage).Id),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Keep, Register, Start, $"{Continue}+", Move)
            {
                Record = "it is the current version",
            },
        },
        Of("config-broken", "The application fails with the new version: rolled back, and no label is moved.") with
        {
            Script = stage => stage.AskConfig(0, Staged(stage, TaskBehaviour.ServesErrors(0.05)).Id),
            Expect = _ => new DrillExpectation(
                IncidentStatus.Resolved,
                Keep,
                Register,
                Start,
                Continue,
                nameof(Change.RollBackDeployment)
            )
            {
                Record = "stays where it is",
            },
        },
        Of(
            "config-someone-moves-the-label",
            "Someone makes another version current in the moment before: Secrets Manager refuses, on-call is notified."
        ) with
        {
            Script = stage =>
            {
                var other = stage.Secret.Stage("""{"level":"debug"}""", "DEBUG");
                stage
                    .AskConfig(0, Staged(stage).Id)
                    .Before(
                        "UpdateSecretVersionStage",
                        (at, call) =>
                        {
                            if ((string?)call.Input["VersionStage"] != StoredSecret.Current)
                            {
                                return false;
                            }

                            at.Secret.Relabel(StoredSecret.Current, other);
                            return true;
                        }
                    );
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Keep, Register, Start, $"{Continue}+", Move)
            {
                Record = "InvalidParameterException",
            },
        },
        Of("config-no-such-version", "An operator asks for a version that is not there: the preflight says so.") with
        {
            Script = stage => stage.AskConfig(0, "00000000-1111-2222-3333-444444444444"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "the secret has no such version" },
        },
        Of("config-secret-deleted", "The secret is marked for deletion: the preflight says so.") with
        {
            Script = stage =>
            {
                var version = Staged(stage).Id;
                stage.Secret.Delete();
                stage.AskConfig(0, version);
            },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "the secret is to be deleted" },
        },
        Of(
            "config-blind",
            "Secrets Manager does not describe the secret, and the journal fails meanwhile: on-call is notified."
        ) with
        {
            Script = stage =>
            {
                var from = stage.FaultAt + TimeSpan.FromSeconds(100);
                stage.Simulation.World.Disturb(
                    new ApiFault("dynamodb", "*", from, from + TimeSpan.FromSeconds(30), ApiFaultKind.FailedBefore)
                );
                stage.Deny("secretsmanager", "DescribeSecret").AskConfig(0, Staged(stage).Id);
            },
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff),
        },
        Of(
            "config-outage-meanwhile",
            "Tasks hang while the deployment is watched, which is no suspect any more: the 503 procedure has them at once, and no label is moved."
        ) with
        {
            Needs =
            [
                .. s_needs,
                Needs.Remedy(RolloutProcedure.ProcedureName),
                Needs.Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests),
            ],
            Shape = (_, plan) => plan,
            ShapeEstate = (estate, scene) =>
                RolloutDrills.SetPolicy(estate, scene, ("budgetForSeconds", 60), ("watchForSeconds", 3600)),
            Script = stage =>
                stage.AskConfig(0, Staged(stage).Id).After(900, "tasks hang", at => at.Service.HangTasks()),
            Expect = _ => new DrillExpectation(
                IncidentStatus.Resolved,
                Keep,
                Register,
                Start,
                nameof(Change.ForceNewDeployment)
            )
            {
                Incidents = 1,
                Record = "the change of configuration is not finished",
            },
        },
        Of(
            "config-killed",
            "The function dies when it has registered the task definition: that one is deployed, and no other."
        ) with
        {
            Script = stage => stage.KillOnce("RegisterTaskDefinition").AskConfig(0, Staged(stage).Id),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Keep, Register, Start, $"{Continue}+", Move)
            {
                Deaths = 1,
            },
        },
        Of(
            "config-no-label-left",
            "The secret has as many labels as it can have: the oldest of ours that nothing needs makes room."
        ) with
        {
            Script = stage =>
            {
                for (var old = 0; old < SecretState.MostLabels - 2; old++)
                {
                    stage.Secret.StageOld(s_old - TimeSpan.FromHours(old), SecretVersionState.OwnLabel);
                }

                stage.AskConfig(0, Staged(stage).Id);
            },
            Expect = _ => new DrillExpectation(
                IncidentStatus.Resolved,
                nameof(Change.ReleaseSecretVersion),
                Keep,
                Register,
                Start,
                $"{Continue}+",
                Move
            ),
        },
    ];

    private static StoredVersion Staged(DrillStage stage, TaskBehaviour? behaviour = null) =>
        stage.Secret.Stage(Value, "LAMBDAOPS_PENDING", behaviour);

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = ConfigChangeProcedure.ProcedureName,
            Needs = s_needs,
            Shape = (service, plan) => service.ConfigChange is null ? plan : RolloutDrills.Shifting(plan),
            ShapeEstate = (estate, _) => SecondGroupDrills.NameSecondGroups(estate),
            Script = _ => { },
            Limit = _ => s_long,
        };
}

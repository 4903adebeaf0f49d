using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ConfigChangeRemedy;

/// <summary>Revision 7 serves without naming a version of its secret; a person asks for version "new".</summary>
public class ConfigChangeDecideTests
{
    private const string Name = "prod-env";

    private const string Secret = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:prod-env-AbCdEf";

    private const string Deployment = "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/1";

    private static readonly ConfigChangePolicy s_policy = ConfigChangePolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        Secrets = [Name],
        TaskRoles = ["execution"],
        Settings = Some.Service.Settings.With(new Setting<ConfigChangePolicy>(Mode.Act, s_policy)),
    };

    private static readonly ConfigChangeProcedure s_procedure = new();

    private static readonly Incident s_incident = Some.Incident with
    {
        Remedy = ConfigChangeProcedure.ProcedureName,
        Memory = new ProcedureMemory.ConfigChange { Request = new(Name, "new"), Current = "old" },
    };

    private static readonly SecretVersionState s_old = new(
        "old",
        Some.Now - TimeSpan.FromDays(30),
        null,
        ["AWSCURRENT"]
    );

    private static readonly SecretVersionState s_new = new("new", Some.Now - TimeSpan.FromHours(1), null, []);

    private static readonly SecretVersionState s_kept = s_new with { Labels = [SecretVersionState.OwnLabel("new")] };

    private static readonly DefinitionState s_serving = Definition("task:7", version: null);

    [Fact]
    public void Version_GetsALabelFirst() =>
        Assert.Equal(new Change.KeepSecretVersion(Some.Target, Secret, "new"), Made(Decide(SecretWith(s_new))));

    [Fact]
    public void Definition_IsRegisteredWithTheVersion() =>
        Assert.Equal(
            new Change.RegisterDefinition(Some.Target, "task:7", Secret, "new"),
            Made(Decide(SecretWith(s_kept)))
        );

    [Fact]
    public void Definition_ThatIsThereIsDeployed() =>
        Assert.Equal(
            new Change.StartDeployment(Some.Target, "task:8"),
            Made(Decide(SecretWith(s_kept), newest: Definition("task:8", "new")))
        );

    /// <summary>Somebody registered another one with that version: what else is in it is not known.</summary>
    [Fact]
    public void Definition_ThatDiffersInMoreIsNotDeployed() =>
        Assert.IsType<Change.RegisterDefinition>(
            Made(Decide(SecretWith(s_kept), newest: Definition("task:8", "new") with { Rest = "other" }))
        );

    [Fact]
    public void Labels_MakeRoomByTheOldestThatNothingNeeds()
    {
        SecretVersionState[] kept =
        [
            .. Enumerable.Range(1, 19).Select(age => Kept($"v{age:00}", TimeSpan.FromDays(7 + age))),
        ];

        Assert.Equal(
            new Change.ReleaseSecretVersion(Some.Target, Secret, "v19"),
            Made(Decide(SecretWith([s_new, .. kept])))
        );
    }

    /// <summary>One that is in use, or was read within the week, may be needed to go back.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    public void Labels_OfWhatMayBeNeededStay(int days)
    {
        SecretVersionState[] kept =
        [
            .. Enumerable.Range(1, 19).Select(number => Kept($"v{number:00}", TimeSpan.FromDays(days))),
        ];
        var secret = SecretWith([s_new, .. kept]) with
        {
            Users = [.. kept.Where(_ => days > 7).Select(one => new SecretUser(Some.Target, one.Id))],
        };

        Assert.Contains("none of ours is needless", Answer(Decide(secret)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone", "has no such secret")]
    [InlineData("deleted", "is to be deleted")]
    [InlineData("version", "has no such version")]
    [InlineData("not named", "names no such secret in the estate")]
    [InlineData("not taken", "takes that secret")]
    [InlineData("member", "would get lost")]
    [InlineData("platform", "platform 1.3.0")]
    [InlineData("role", "does not name the role boss")]
    [InlineData("alarms", "alarms are active")]
    public void Preflight_SaysWhyNot(string what, string because)
    {
        var secret = SecretWith(what == "version" ? s_old : s_new) with
        {
            Name = what == "gone" ? "other" : Name,
            DeletedAt = what == "deleted" ? Some.Now : null,
        };
        var serving = s_serving with
        {
            Uses = what == "not taken" ? [] : s_serving.Uses,
            Unknown = what == "member" ? "quantumMode" : null,
            Roles = what == "role" ? ["arn:aws:iam::123456789012:role/boss"] : s_serving.Roles,
        };
        var decided = Decide(
            secret,
            serving: serving,
            oldPlatform: what == "platform" ? "1.3.0" : null,
            target: what == "not named" ? s_service with { Secrets = [] } : s_service,
            alarms: what == "alarms" ? ["api-service-5xx"] : []
        );

        Assert.Contains(because, Answer(decided), StringComparison.Ordinal);
    }

    [Fact]
    public void Abort_BeforeTheDeploymentIsTheAnswer()
    {
        var aborted = s_incident.WantRollout(new RolloutRequest(RolloutWish.Abort), Some.Now);

        Assert.Contains("aborts it", Answer(Decide(SecretWith(s_kept), aborted)), StringComparison.Ordinal);
    }

    /// <summary>A person's words about the deployment are heard by the change that it belongs to.</summary>
    [Fact]
    public void Pause_IsRememberedWithinTheChange()
    {
        var paused = s_incident.WantRollout(new RolloutRequest(RolloutWish.Pause), Some.Now);

        Assert.Equal(Some.Now, paused.Rollout.PausedAt);
        Assert.Equal("new", paused.ConfigChange.Request?.Version);
    }

    [Fact]
    public void Deployed_BecomesCurrent() =>
        Assert.Equal(
            new Change.MoveCurrentVersion(Some.Target, Secret, "old", "new"),
            Made(After(SecretWith(s_kept), Definition("task:8", "new")))
        );

    [Fact]
    public void Deployed_AndMovedIsOver() =>
        Assert.Contains(
            "it is the current version",
            Assert
                .IsType<Decision.Resolved>(
                    After(
                        SecretWith(
                            s_old with
                            {
                                Labels = ["AWSPREVIOUS"],
                            },
                            s_kept with
                            {
                                Labels = [.. s_kept.Labels, "AWSCURRENT"],
                            }
                        ),
                        Definition("task:8", "new")
                    )
                )
                .Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void Current_ThatSomeoneMovedIsLeftAlone()
    {
        var other = new SecretVersionState("third", Some.Now, null, ["AWSCURRENT"]);
        var asked = Assert.IsType<Decision.Escalate>(
            After(SecretWith(s_old with { Labels = [] }, s_kept, other), Definition("task:8", "new"))
        );

        Assert.Contains("someone else made third the current version", asked.Because, StringComparison.Ordinal);
    }

    /// <summary>Its tasks would take the new version with their next start, and nobody deployed it there.</summary>
    [Fact]
    public void Current_StaysWhileAnotherServiceNamesNoVersion()
    {
        var shared = SecretWith(s_old, s_kept) with { Users = [new SecretUser(new TargetId("other"), null)] };

        Assert.Contains(
            "other names no version",
            Assert.IsType<Decision.Resolved>(After(shared, Definition("task:8", "new"))).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void RolledBack_MovesNothing() =>
        Assert.Contains(
            "stays where it is",
            Assert.IsType<Decision.Resolved>(After(SecretWith(s_kept), s_serving, DeploymentCourse.RolledBack)).Because,
            StringComparison.Ordinal
        );

    /// <summary>A deployment goes on, or back, whatever Secrets Manager says meanwhile.</summary>
    [Fact]
    public void Deployment_NeedsNoSecret()
    {
        var seen = Seen(SecretWith(s_kept), s_serving, s_serving, null, [], DeploymentCourse.InProgress)
            .Hides(SecretLooks.Versions, "AccessDenied");

        Assert.IsType<Decision.Wait>(s_procedure.Due(Started(), seen, s_service, Some.Now));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MissingEvidence_ChangesNothing(bool isDefinition)
    {
        var seen = Seen(SecretWith(s_new), s_serving, s_serving, null, []);
        seen = isDefinition
            ? seen.Hides(TaskDefinitionLooks.InUse, "AccessDenied")
            : seen.Hides(SecretLooks.Versions, "AccessDenied");

        Assert.IsType<Decision.Inconclusive>(s_procedure.Due(s_incident, seen, s_service, Some.Now));
    }

    /// <summary>On-call has to decide which version is to be current: until then the service's health says nothing.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(7199, false)]
    [InlineData(7200, true)]
    public void HandedOff_IsNotOverWhileTwoVersionsAreInUse(int seconds, bool isOver)
    {
        var handedOff = Started() with
        {
            Status = IncidentStatus.HandedOff,
            Escalation = EscalationState.Begin(
                Severity.P3,
                "someone moved the label",
                NextStep.Configuration,
                Some.Now - TimeSpan.FromSeconds(seconds)
            ),
        };

        var decided = After(SecretWith(s_old, s_kept), Definition("task:8", "new"), incident: handedOff);

        Assert.Equal(isOver, decided is Decision.Resolved);
        Assert.Contains("AWSCURRENT of prod-env is at old", decided.Because, StringComparison.Ordinal);
    }

    private static SecretVersionState Kept(string id, TimeSpan age) =>
        new(id, Some.Now - age, null, [SecretVersionState.OwnLabel(id)]);

    private static SecretState SecretWith(params SecretVersionState[] versions) =>
        new(Name, Secret, null, [.. versions.Any(one => one.Id == "old") ? versions : versions.Prepend(s_old)], []);

    private static DefinitionState Definition(string arn, string? version) =>
        new(
            arn,
            [new SecretUse("app", "ENV", version is null ? Secret : SecretUse.Pinned(Secret, version))],
            ["arn:aws:iam::123456789012:role/execution"],
            "rest"
        );

    private static Incident Started() =>
        s_incident with
        {
            Attempts =
            [
                new Attempt(
                    new Change.StartDeployment(Some.Target, "task:8"),
                    Some.Now - TimeSpan.FromHours(1),
                    AttemptOutcome.Done,
                    ""
                ),
            ],
        };

    private static Decision Decide(
        SecretState secret,
        Incident? incident = null,
        DefinitionState? serving = null,
        DefinitionState? newest = null,
        string? oldPlatform = null,
        OperatedService? target = null,
        ImmutableArray<string> alarms = default
    ) =>
        s_procedure.Due(
            incident ?? s_incident,
            Seen(
                secret,
                serving ?? s_serving,
                newest ?? serving ?? s_serving,
                oldPlatform,
                alarms.IsDefault ? [] : alarms
            ),
            target ?? s_service,
            Some.Now
        );

    private static Decision After(
        SecretState secret,
        DefinitionState serving,
        DeploymentCourse course = DeploymentCourse.Successful,
        Incident? incident = null
    ) => s_procedure.Due(incident ?? Started(), Seen(secret, serving, serving, null, [], course), s_service, Some.Now);

    private static Evidence Seen(
        SecretState secret,
        DefinitionState serving,
        DefinitionState newest,
        string? oldPlatform,
        ImmutableArray<string> alarms,
        DeploymentCourse? course = null
    ) =>
        Some
            .Fine.Shows(AlarmLooks.Active, new ActiveAlarms(alarms))
            .Shows(DeploymentLooks.Newest, new NativeDeployments(course is { } known ? DeploymentOf(known) : null))
            .Shows(DeploymentLooks.Usage, TaskUsage.None)
            .Shows(TaskDefinitionLooks.InUse, new DefinitionStates(serving, newest) { OldPlatform = oldPlatform })
            .Shows(SecretLooks.Versions, new SecretStates([secret]));

    private static NativeDeployment DeploymentOf(DeploymentCourse course) =>
        new(
            Deployment,
            course,
            Some.Now - TimeSpan.FromMinutes(59),
            course == DeploymentCourse.InProgress ? null : Some.Now - TimeSpan.FromMinutes(50),
            new RevisionInService("task:8", null, null),
            new RevisionInService("task:7", null, null)
        )
        {
            Hook = course == DeploymentCourse.InProgress ? new PauseHook("one", null) : null,
        };

    private static Change Made(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;

    private static string Answer(Decision decision) => Assert.IsType<Decision.Answer>(decision).Because;
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.ConfigChangeRemedy;

/// <summary>An outage comes while a change of configuration has the target: version "new" of a secret was asked for.</summary>
public class ConfigChangeGivesWayTests
{
    private const string Name = "prod-env";

    private static readonly ConfigChangeProcedure s_procedure = new();

    private static readonly OperatedService s_service = Some.Service with
    {
        Secrets = [Name],
        LoadBalancer = "app/alb/1",
        Settings = Some
            .Service.Settings.With(new Setting<ConfigChangePolicy>(Mode.Act, ConfigChangePolicy.Default))
            .With(new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default))
            .With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default)),
        Ladder = [ServiceUnavailableProcedure.ProcedureName],
    };

    private static readonly Incident s_preparing = Some.Incident with
    {
        Remedy = ConfigChangeProcedure.ProcedureName,
        Memory = new ProcedureMemory.ConfigChange { Request = new(Name, "new"), Current = "old" },
    };

    private static readonly Incident s_deploying = s_preparing with
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Outage_BeforeTheDeploymentHasTheTargetAtOnce(bool isBlind)
    {
        var seen = isBlind ? Seen(null).Hides(SecretLooks.Versions, "AccessDenied") : Seen(null);

        var next = Next(Called(s_preparing, ServiceUnavailableProcedure.ProcedureName), seen);

        Assert.Equal(ServiceUnavailableProcedure.ProcedureName, next.Remedy);
        Assert.Contains(
            "AWSCURRENT of prod-env was not moved: ask for new again",
            next.Because,
            StringComparison.Ordinal
        );
    }

    /// <summary>Longer ago than a deployment is a suspect, or not long enough.</summary>
    [Theory]
    [InlineData(31, false)]
    [InlineData(3, true)]
    public void Outage_AfterTheDeploymentHasTheTargetWhereThatIsNoSuspect(int minutes, bool isSuspect)
    {
        var called = Called(s_deploying, LatencyProcedure.ProcedureName);

        var decided = Decide(called, Seen(Over(minutes), "api-service-latency"));

        if (isSuspect)
        {
            Assert.IsType<Change.RollBack>(Assert.IsType<Decision.Act>(decided).Change);
        }
        else
        {
            Assert.Equal(LatencyProcedure.ProcedureName, Assert.IsType<Decision.SwitchTo>(decided).Remedy);
            Assert.Contains("is not finished", decided.Because, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Outage_WhileADeploymentCannotBeSeenHasTheTarget()
    {
        var seen = Seen(Over(3)).Hides(DeploymentLooks.Newest, "AccessDenied");

        Assert.Equal(
            LatencyProcedure.ProcedureName,
            Next(Called(s_deploying, LatencyProcedure.ProcedureName), seen).Remedy
        );
    }

    /// <summary>What was asked for stays known, and an open intent is settled first.</summary>
    [Fact]
    public void Call_IsRememberedWithinTheChange()
    {
        var called = Called(
            s_preparing with
            {
                Intent = new Intent(new Change.StartDeployment(Some.Target, "task:8"), Some.Now, ""),
            },
            ServiceUnavailableProcedure.ProcedureName
        );

        Assert.Equal(ConfigChangeProcedure.ProcedureName, called.Remedy);
        Assert.Equal("new", called.ConfigChange.Request?.Version);
        Assert.Equal(ServiceUnavailableProcedure.ProcedureName, called.Rollout.Calls);
    }

    /// <summary>Its deployment's own alarms are graded as a rollout's; before there is one, they are rollout's.</summary>
    [Fact]
    public void AlarmForRollout_IsTheDeployments()
    {
        Assert.Null(Called(s_deploying, RolloutProcedure.ProcedureName).Rollout.Calls);
        Assert.Equal(
            RolloutProcedure.ProcedureName,
            Next(Called(s_preparing, RolloutProcedure.ProcedureName), Seen(null)).Remedy
        );
    }

    [Fact]
    public void Finished_LeavesNothingToAskFor()
    {
        var moved = s_deploying with
        {
            Attempts = s_deploying.Attempts.Add(
                new Attempt(
                    new Change.MoveCurrentVersion(Some.Target, "arn", "old", "new"),
                    Some.Now,
                    AttemptOutcome.Done,
                    ""
                )
            ),
        };

        var next = Next(Called(moved, LatencyProcedure.ProcedureName), Seen(Over(31), "api-service-latency"));

        Assert.DoesNotContain("is not finished", next.Because, StringComparison.Ordinal);
    }

    private static Incident Called(Incident open, ProcedureName remedy) =>
        Assert
            .IsType<Intake.Look>(
                (TargetRecord.New(Some.Target) with { Open = open }).Take(
                    Some.Alarm with
                    {
                        Arn = $"{Some.Alarm.Arn}-{remedy}",
                    },
                    new Route(s_service, remedy, Severity.P1, Mode.Act, Mode.Act),
                    Some.Now
                )
            )
            .Record.Open!;

    private static Decision Decide(Incident incident, Evidence seen) =>
        s_procedure.Due(incident, seen, s_service, Some.Now);

    private static Decision.SwitchTo Next(Incident incident, Evidence seen) =>
        Assert.IsType<Decision.SwitchTo>(Decide(incident, seen));

    private static Evidence Seen(NativeDeployment? deployment, params string[] alarms)
    {
        var definition = new DefinitionState("task:7", [], [], "rest");
        return Some
            .Fine.Shows(
                AlarmLooks.Active,
                new ActiveAlarms([.. alarms])
                {
                    Known =
                    [
                        .. alarms.Select(name => new ActiveAlarm(
                            name,
                            LatencyProcedure.ProcedureName,
                            Some.Now - TimeSpan.FromMinutes(1)
                        )),
                    ],
                }
            )
            .Shows(DeploymentLooks.Newest, new NativeDeployments(deployment))
            .Shows(DeploymentLooks.Usage, TaskUsage.None)
            .Shows(TaskDefinitionLooks.InUse, new DefinitionStates(definition, definition))
            .Shows(SecretLooks.Versions, new SecretStates([]));
    }

    private static NativeDeployment Over(int minutes) =>
        new(
            "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api-service/1",
            DeploymentCourse.Successful,
            Some.Now - TimeSpan.FromMinutes(minutes + 5),
            Some.Now - TimeSpan.FromMinutes(minutes),
            new RevisionInService("task:8", null, null),
            new RevisionInService("task:7", null, null)
        );
}

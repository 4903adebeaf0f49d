using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Guards;

public class GuardTests
{
    private static readonly GuardQuestion s_allowed = new(
        Some.Restart,
        Some.Incident,
        TargetRecord.New(Some.Target),
        Mode.Act,
        ControlSwitch.Unset,
        new RemedySetting(Mode.Act, Cooldown: TimeSpan.FromSeconds(900), CheckEvery: TimeSpan.FromSeconds(10))
        {
            NotifyWithin = TimeSpan.FromMinutes(15),
        },
        Some.Down,
        LeaseLeft: TimeSpan.FromSeconds(60),
        Some.Now
    );

    [Fact]
    public void FirstDenial_IsNullWhenAllAllow() => Assert.Null(Guard.FirstDenial(s_allowed));

    [Theory]
    [InlineData(Mode.Off, false)]
    [InlineData(Mode.Observe, false)]
    [InlineData(Mode.Ask, true)]
    [InlineData(Mode.Act, true)]
    public void KillSwitch_AllowsActingAndAsking(Mode mode, bool allows)
    {
        var denial = new KillSwitchGuard().Check(
            s_allowed with
            {
                Control = new ControlSwitch(mode, "on-call", "maintenance"),
            }
        );

        Assert.Equal(allows, denial is null);
        Assert.Equal(
            allows ? null : $"the control switch is at '{mode}' (set by on-call: maintenance)",
            denial?.Because
        );
    }

    [Theory]
    [InlineData(Mode.Off, false)]
    [InlineData(Mode.Observe, false)]
    [InlineData(Mode.Ask, true)]
    [InlineData(Mode.Act, true)]
    public void Mode_AllowsActingAndAsking(Mode mode, bool allows)
    {
        var denial = new ModeGuard().Check(s_allowed with { Mode = mode });

        Assert.Equal(allows ? null : $"mode is '{mode}' for serviceUnavailable on api", denial?.Because);
    }

    [Fact]
    public void WritePermission_DeniesEveryChangeAndSaysWhatToSet()
    {
        var denial = new WritePermissionGuard().Check(s_allowed with { MayWrite = false });

        Assert.Equal(
            "the estate says 'Act', the stack was deployed with WritePermissions=none: its roles may change nothing; "
                + "deploy it with WritePermissions=granted",
            denial?.Because
        );
        Assert.Equal(DenialThen.KeepWatching, denial?.Then);
        Assert.Null(new WritePermissionGuard().Check(s_allowed with { MayWrite = true }));
    }

    [Fact]
    public void WritePermission_ARestoreThatIsDeniedGoesToAPerson() =>
        Assert.Equal(
            DenialThen.AskPerson,
            new WritePermissionGuard()
                .Check(
                    s_allowed with
                    {
                        MayWrite = false,
                        Change = new Change.RestorePage(new TargetId("site"), "now", "before", "saved"),
                    }
                )
                ?.Then
        );

    [Theory]
    [InlineData(null, true)]
    [InlineData("its object ACL grants READ to AllUsers", false)]
    public void Page_ThatCouldNotBeRestoredAsItIsStays(string? unkept, bool allows)
    {
        var site = new TargetId("site");
        Change[] changes =
        [
            new Change.SavePage(site, "a", "saved"),
            new Change.PublishMaintenancePage(site, "a", "saved", Some.Incident.Id),
        ];

        Assert.All(
            changes,
            change =>
            {
                var denial = new PageGuard().Check(
                    s_allowed with
                    {
                        Change = change,
                        Seen = Evidence.NotAsked.Shows(
                            SiteLooks.Pages,
                            (PageState)new PageState.Own("a", IsSaved: true) { Unkept = unkept }
                        ),
                    }
                );

                Assert.Equal(allows ? null : DenialThen.AskPerson, denial?.Then);
            }
        );
    }

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("api", false, false)]
    [InlineData("api", true, true)]
    public void SharedPage_IsRestoredWhenNobodyElseNeedsIt(string? needs, bool isRequest, bool allows)
    {
        var denial = new SharedPageGuard().Check(
            s_allowed with
            {
                Change = new Change.RestorePage(new TargetId("site"), "now", "before", "saved"),
                PageNeededBy = needs is null ? null : new TargetId(needs),
                Incident = Some.Incident with
                {
                    Memory = isRequest ? new ProcedureMemory.MaintenancePage(PageRequest.Down) : null,
                },
            }
        );

        Assert.Equal(allows, denial is null);
        Assert.NotEqual(DenialThen.AskPerson, denial?.Then);
    }

    [Fact]
    public void MissingEvidence_DeniesWithEveryGap() =>
        Assert.Equal(
            "evidence is missing: health URL: dark; target health: dark; service: dark; alarm: dark",
            new MissingEvidenceGuard()
                .Check(
                    s_allowed with
                    {
                        Seen = Evidence
                            .NotAsked.Hides(HealthUrlLooks.Probe, "dark")
                            .Hides(LoadBalancingLooks.Targets, "dark")
                            .Hides(ServiceLooks.State, "dark")
                            .Hides(AlarmLooks.Own, "dark"),
                    }
                )
                ?.Because
        );

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public void Lease_MustOutliveTheAction(int secondsLeft, bool allows)
    {
        var denial = new LeaseGuard().Check(s_allowed with { LeaseLeft = TimeSpan.FromSeconds(secondsLeft) });

        Assert.Equal(allows ? null : $"the lease ends in {secondsLeft} s, an action may take 10 s", denial?.Because);
    }

    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    [InlineData(901, true)]
    public void Cooldown_HoldsUntilItIsOver(int secondsAgo, bool allows)
    {
        var denial = new CooldownGuard().Check(Acted(secondsAgo));

        Assert.Equal(
            allows ? null : $"serviceUnavailable acted on api {secondsAgo} s ago; its cooldown is 900 s",
            denial?.Because
        );
        Assert.Equal(allows ? null : DenialThen.AskPerson, denial?.Then);
    }

    [Fact]
    public void Cooldown_LeavesFurtherActionsOfOneIncidentToTheRemedy() =>
        Assert.Null(new CooldownGuard().Check(Acted(1) with { Incident = Some.Incident.Tried(Some.Restart) }));

    /// <summary>
    /// What the same alarm brings back goes on with its own attempts, which the remedy counts. Whatever else comes in
    /// that soon, another alarm or a person, has none of its own and is a person's. So is a return in which the remedy
    /// has not acted, when it did so for another incident.
    /// </summary>
    [Fact]
    public void Cooldown_IsForOtherAlarmsAndNotForAReturn()
    {
        var tried = Some.Incident.Tried(Some.Restart) with { EndedAt = Some.After(60) };
        var guard = new CooldownGuard();

        Assert.Null(guard.Check(Acted(300) with { Incident = tried.Return(Some.Now) }));
        Assert.NotNull(
            guard.Check(
                Acted(300) with
                {
                    Incident = Some.Incident with
                    {
                        Cause = new IncidentCause { Alarm = new AlarmRef("api-down", "arn:other", Some.Now) },
                    },
                }
            )
        );
        Assert.NotNull(guard.Check(Acted(300) with { Incident = Some.Incident with { Cause = new IncidentCause() } }));
        Assert.NotNull(
            guard.Check(Acted(300) with { Incident = (Some.Incident with { EndedAt = Some.Now }).Return(Some.Now) })
        );
    }

    [Fact]
    public void Cooldown_IsPerRemedy() =>
        Assert.Null(
            new CooldownGuard().Check(
                Acted(1) with
                {
                    Incident = Some.Incident with { Remedy = new ProcedureName("another") },
                }
            )
        );

    [Theory]
    [InlineData(RolloutState.InProgress, false)]
    [InlineData(RolloutState.Completed, true)]
    [InlineData(RolloutState.Failed, true)]
    public void DeploymentInProgress_DeniesARestartIntoIt(RolloutState rollout, bool allows)
    {
        var question = s_allowed with { Seen = Some.Down.Rolling(Some.Deployment(rollout: rollout)) };

        Assert.Equal(
            allows ? null : "deployment ecs-svc/task:7 is in progress since 02:15:00",
            new DeploymentInProgressGuard().Check(question)?.Because
        );
        Assert.Null(new DeploymentInProgressGuard().Check(question with { Change = Some.RollBack }));
    }

    [Theory]
    [InlineData(RolloutState.InProgress, false)]
    [InlineData(RolloutState.Completed, true)]
    public void DeploymentInProgress_DeniesAnotherCountMeanwhile(RolloutState rollout, bool allows)
    {
        var question = s_allowed with { Seen = Some.Fine.Rolling(Some.Deployment(rollout: rollout)) };
        var count = new Change.SetDesiredCount(Some.Target, 5, 6);

        Assert.Equal(allows, Denial(count) is null);
        Assert.Equal(allows, Denial(new Change.SetScalingMinimum(Some.Target, 5, 6)) is null);
        Assert.Null(Denial(count with { AfterRestart = true }));

        Denial? Denial(Change change) => new DeploymentInProgressGuard().Check(question with { Change = change });
    }

    /// <summary>What a person set comes first, then what is not known, then what was done.</summary>
    [Fact]
    public void FirstDenial_IsInTheOrderOfTheGuards()
    {
        var question = Acted(1) with
        {
            Target = Some.Service,
            Control = new ControlSwitch(Mode.Observe, "on-call", "maintenance"),
            Mode = Mode.Observe,
            MayWrite = false,
            Incident = Some.Incident with { Cause = Some.Muted },
            Seen = Some
                .Down.Shows(ServiceLooks.State, Some.Steady with { Controller = DeploymentController.External })
                .Hides(AlarmLooks.Own, "dark"),
            LeaseLeft = TimeSpan.FromSeconds(1),
        };
        Func<GuardQuestion, GuardQuestion>[] lifted =
        [
            asked => asked with { Control = ControlSwitch.Unset },
            asked => asked with { Incident = Some.Incident },
            asked => asked with { Mode = Mode.Act },
            asked => asked with { MayWrite = true },
            asked => asked with { Seen = asked.Seen.With(AlarmLooks.Own, Some.Down.Alarm) },
            asked => asked with { LeaseLeft = TimeSpan.FromSeconds(60) },
            asked => asked with { Record = TargetRecord.New(Some.Target) },
            asked => asked with { Seen = Some.Down.Rolling(Some.Deployment(rollout: RolloutState.InProgress)) },
            asked => asked with { Seen = Some.Down },
        ];

        var denials = new List<string?>();
        foreach (var lift in lifted)
        {
            denials.Add(Guard.FirstDenial(question)?.Guard.Name);
            question = lift(question);
        }

        Assert.Equal(Guard.All.Take(denials.Count).Select(guard => guard.Name), denials);
        Assert.Null(Guard.FirstDenial(question));
    }

    /// <summary>What people wanted is no obstacle; where they switched it off, on-call has to hear of an alarm.</summary>
    [Theory]
    [InlineData(Mode.Off, Mode.Act, Mode.Act, DenialCause.SwitchedOff)]
    [InlineData(Mode.Observe, Mode.Off, Mode.Off, DenialCause.SwitchedOff)]
    [InlineData(Mode.Act, Mode.Off, Mode.Off, DenialCause.SwitchedOff)]
    [InlineData(Mode.Act, Mode.Observe, Mode.Observe, DenialCause.ObserveOnly)]
    [InlineData(Mode.Act, Mode.Observe, Mode.Act, DenialCause.ObserveOnly)]
    public void SwitchAndMode_SayThatPeopleWantedIt(Mode control, Mode mode, Mode estate, DenialCause cause) =>
        Assert.Equal(
            cause,
            Guard
                .FirstDenial(
                    s_allowed with
                    {
                        Control = new ControlSwitch(control, "Kim", "release"),
                        Mode = mode,
                        Setting = s_allowed.Setting with { Mode = estate },
                    }
                )
                ?.Cause
        );

    [Fact]
    public void Silence_SaysThatPeopleWantedIt() =>
        Assert.Equal(
            DenialCause.ObserveOnly,
            new SilencedGuard()
                .Check(
                    s_allowed with
                    {
                        Incident = Some.Incident with { Cause = Some.Muted },
                        Seen = s_allowed.Seen.Hides(AlarmLooks.Own, "dark"),
                    }
                )
                ?.Cause
        );

    [Fact]
    public void EveryOtherDenial_IsAnObstacle() =>
        Assert.Equal(
            DenialCause.Obstacle,
            Guard.FirstDenial(s_allowed with { LeaseLeft = TimeSpan.FromSeconds(1) })?.Cause
        );

    private static GuardQuestion Acted(int secondsAgo) =>
        s_allowed with
        {
            Record = s_allowed.Record with
            {
                LastActed = s_allowed.Record.LastActed.SetItem(Some.Remedy.Value, Some.After(-secondsAgo)),
            },
        };
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>The guards of counts and pages: floor 2, ceiling 10.</summary>
public class CapacityGuardTests
{
    private static readonly GuardQuestion s_asked = new(
        Set(5, 6),
        Some.Incident,
        TargetRecord.New(Some.Target),
        Mode.Act,
        ControlSwitch.Unset,
        new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
        {
            NotifyWithin = TimeSpan.FromMinutes(15),
        },
        Some.Fine.Shows(AlarmLooks.Active, ActiveAlarms.None),
        LeaseLeft: TimeSpan.FromSeconds(60),
        Some.Now
    )
    {
        Target = Some.Service,
    };

    [Theory]
    [InlineData(1, "1 tasks are below the floor of 2")]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(9, null)]
    [InlineData(10, null)]
    [InlineData(11, "11 tasks are above the ceiling of 10")]
    [InlineData(0, "0 tasks are below the floor of 2")]
    public void Capacity_HoldsFloorAndCeiling(int to, string? because)
    {
        Change[] actions =
        [
            Set(5, to),
            new Change.RestartAt(Some.Target, to),
            new Change.SetScalingMinimum(Some.Target, 5, to),
        ];

        Assert.All(
            actions,
            change => Assert.Equal(because, new CapacityGuard().Check(s_asked with { Change = change })?.Because)
        );
    }

    [Fact]
    public void Capacity_OfATargetWithoutAnyIsDenied() =>
        Assert.NotNull(new CapacityGuard().Check(s_asked with { Target = null }));

    [Fact]
    public void Capacity_LeavesActionsWithoutACountAlone() =>
        Assert.Null(new CapacityGuard().Check(s_asked with { Change = Some.Restart, Target = null }));

    [Theory]
    [InlineData(5, 9, true)]
    [InlineData(5, 10, true)]
    [InlineData(5, 11, false)]
    [InlineData(0, 2, true)]
    [InlineData(0, 3, false)]
    public void Step_IsTwiceAtMostFromTheLiveCount(int live, int to, bool allows) =>
        Assert.Equal(allows, new StepGuard().Check(s_asked with { Change = Set(live, to), Seen = With(live) }) is null);

    [Fact]
    public void Step_NeedsTheLiveCount() =>
        Assert.NotNull(new StepGuard().Check(s_asked with { Seen = s_asked.Seen.Hides(ServiceLooks.State, "dark") }));

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(4, false)]
    public void LiveState_MustBeWhatWasDecidedOn(int live, bool allows) =>
        Assert.Equal(allows, new LiveStateGuard().Check(s_asked with { Seen = With(live) }) is null);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void LiveState_OfAMinimumToo(int live, bool allows) =>
        Assert.Equal(
            allows,
            new LiveStateGuard().Check(
                s_asked with
                {
                    Change = new Change.SetScalingMinimum(Some.Target, 2, 4),
                    Seen = s_asked.Seen.Shows(ScalingLooks.State, new ScalingState.Automatic(live, 10)),
                }
            )
                is null
        );

    /// <summary>A person stops, scales, or deploys in the moment between the decision and the change.</summary>
    [Theory]
    [InlineData("ecs-svc/task:7", 5, 5, true)]
    [InlineData("ecs-svc/task:7", 5, 4, false)]
    [InlineData("ecs-svc/task:7", null, 4, true)]
    [InlineData("ecs-svc/task:8", 5, 5, false)]
    [InlineData("ecs-svc/task:7", 5, 0, false)]
    [InlineData("ecs-svc/task:7", null, 0, false)]
    public void LiveState_OfARestartWithACountToo(string primary, int? from, int live, bool allows) =>
        Assert.Equal(
            allows,
            new LiveStateGuard().Check(Late(new Change.RestartAt(Some.Target, 2) { From = from }, primary, live))
                is null
        );

    [Theory]
    [InlineData("ecs-svc/task:7", 4, true)]
    [InlineData("ecs-svc/task:8", 5, false)]
    [InlineData(null, 5, false)]
    [InlineData("ecs-svc/task:7", 0, false)]
    public void LiveState_OfEveryDeploymentToo(string? primary, int live, bool allows)
    {
        Change[] actions = [Some.Restart, Some.RollBack, new Change.RestartAt(Some.Target, 2)];

        Assert.All(
            actions,
            change => Assert.Equal(allows, new LiveStateGuard().Check(Late(change, primary, live)) is null)
        );
    }

    private static GuardQuestion Late(Change change, string? primary, int live) =>
        s_asked with
        {
            Change = change,
            Decided = Some.Down,
            Seen = Some.Down.Shows(
                ServiceLooks.State,
                Some.Steady with
                {
                    Desired = live,
                    Deployments = primary is null ? [] : [Some.Deployment() with { Id = primary }],
                }
            ),
        };

    /// <summary>
    /// A rollback that nobody wrote down took effect late, and was made again. (Found by simulate, seed 45084139.)
    /// </summary>
    [Theory]
    [InlineData("task:6", false)]
    [InlineData("task:7", true)]
    public void LiveState_DeniesARollbackToWhatIsThere(string back, bool allows)
    {
        var seen = With(5)
            .Service.Map(service =>
                service with
                {
                    Deployments = [service.Deployments[0] with { TaskDefinition = "task:6" }],
                }
            );

        Assert.Equal(
            allows,
            new LiveStateGuard().Check(
                s_asked with
                {
                    Change = new Change.RollBack(Some.Target, back),
                    Seen = s_asked.Seen.With(ServiceLooks.State, seen),
                }
            )
                is null
        );
    }

    [Theory]
    [InlineData(4, true, true)]
    [InlineData(4, false, false)]
    [InlineData(5, false, true)]
    [InlineData(6, false, true)]
    public void ScaleIn_NeedsQuiet(int to, bool isQuiet, bool allows)
    {
        var alarms = isQuiet ? ActiveAlarms.None : new ActiveAlarms(["api-cpu"]);
        var seen = s_asked.Seen.Shows(AlarmLooks.Active, alarms);

        Assert.Equal(allows, new ScaleInGuard().Check(s_asked with { Change = Set(5, to), Seen = seen }) is null);
        Assert.Equal(
            allows,
            new ScaleInGuard().Check(
                s_asked with
                {
                    Change = new Change.SetScalingMinimum(Some.Target, 5, to),
                    Seen = seen,
                }
            )
                is null
        );
    }

    [Fact]
    public void ScaleIn_WithoutKnowingTheAlarmsIsDenied() =>
        Assert.NotNull(
            new ScaleInGuard().Check(
                s_asked with
                {
                    Change = Set(5, 4),
                    Seen = s_asked.Seen.With(AlarmLooks.Active, Fact.NotAsked<ActiveAlarms>()),
                }
            )
        );

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void ScaleIn_IsTheSmallRestartsOnlyWithoutAnyHealthyTarget(int healthy, bool allows) =>
        Assert.Equal(
            allows,
            new ScaleInGuard().Check(
                s_asked with
                {
                    Change = new Change.RestartAt(Some.Target, 2),
                    Seen = Some.Down.Shows(LoadBalancingLooks.Targets, new TargetCounts(healthy, 5, 0, 0)),
                }
            )
                is null
        );

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void SmallRestart_MayReplaceADeploymentWhoseTasksDie(int failed, bool allows) =>
        Assert.Equal(
            allows,
            new DeploymentInProgressGuard().Check(
                s_asked with
                {
                    Change = new Change.RestartAt(Some.Target, 2),
                    Seen = Some.Down.Rolling(Some.Deployment(rollout: RolloutState.InProgress, failed: failed)),
                }
            )
                is null
        );

    [Theory]
    [InlineData("a", true, true)]
    [InlineData("a", false, false)]
    [InlineData("b", true, false)]
    public void Page_IsSavedBeforeItIsReplaced(string eTag, bool isSaved, bool allows)
    {
        var put = new Change.PublishMaintenancePage(Some.Target, "a", "key", Some.Incident.Id);

        Assert.Equal(allows, PageDenial(put, new PageState.Own(eTag, isSaved)) is null);
        Assert.NotNull(PageDenial(put, new PageState.Absent()));
        Assert.NotNull(PageDenial(put, Up("a", "key", isSaved: true)));
    }

    [Theory]
    [InlineData("m", "key", true, true)]
    [InlineData("m", "key", false, false)]
    [InlineData("x", "key", true, false)]
    [InlineData("m", "other", true, false)]
    public void Page_IsPutBackOnlyOverOursAndOnlyWhatIsKept(string eTag, string key, bool isSaved, bool allows)
    {
        var back = new Change.RestorePage(Some.Target, "m", "a", "key");

        Assert.Equal(allows, PageDenial(back, Up(eTag, key, isSaved)) is null);
        Assert.NotNull(PageDenial(back, new PageState.Own("m", IsSaved: true)));
    }

    [Fact]
    public void Page_ThatNobodySawIsLeftAlone() =>
        Assert.NotNull(new PageGuard().Check(s_asked with { Change = new Change.SavePage(Some.Target, "a", "key") }));

    private static PageState.Maintenance Up(string eTag, string key, bool isSaved) =>
        new(eTag, Some.Incident.Id, "a", key, isSaved);

    private static Denial? PageDenial(Change change, PageState page) =>
        new PageGuard().Check(s_asked with { Change = change, Seen = s_asked.Seen.Shows(SiteLooks.Pages, page) });

    private static Change.SetDesiredCount Set(int from, int to) => new(Some.Target, from, to);

    private static Evidence With(int desired) =>
        s_asked.Seen.Shows(ServiceLooks.State, Some.Steady with { Desired = desired });
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.TotalOutageRemedy;

/// <summary>The total outage step by step: floor 2, normal 5.</summary>
public class TotalOutageDecideTests
{
    private const string Key = "saved/site/20260115-api-031500/a";

    private static readonly TotalOutagePolicy s_policy = TotalOutagePolicy.Default;

    private static readonly OperatedService s_service = Some.Service with
    {
        Site = Some.Site,
        Settings = Some.Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, s_policy)),
    };

    private static readonly Incident s_incident = Some.Incident with { Remedy = TotalOutageProcedure.ProcedureName };

    private static readonly Change s_save = new Change.SavePage(Some.Site.Id, "a", Key);

    private static readonly Change s_put = new Change.PublishMaintenancePage(Some.Site.Id, "a", Key, s_incident.Id);

    private static readonly Change s_forget = new Change.InvalidateSite(
        Some.Site.Id,
        $"lambdaops-{s_incident.Id}-up-1"
    );

    private static readonly Change s_restart = new Change.RestartAt(Some.Target, 2) { From = 5, Definition = "task:7" };

    private static readonly PageState s_up = new PageState.Maintenance("m", s_incident.Id, "a", Key, IsSaved: true);

    private static readonly Incident s_restarted = s_incident
        .Tried(s_save)
        .Tried(s_put)
        .Tried(s_forget)
        .Tried(s_restart);

    /// <summary>
    /// ECS shows a new count some seconds late: until then it is nobody else's, and nothing is over. (Found by
    /// simulate, seed 1013553.)
    /// </summary>
    [Theory]
    [InlineData(129, true)]
    [InlineData(130, false)]
    [InlineData(131, false)]
    public void Count_ThatIsNotShownYetIsWaitedFor(int after, bool waits)
    {
        var incident = s_restarted
            .Tried(new Change.SetDesiredCount(Some.Target, 2, 4), after: 100)
            .Streak(healthy: true, count: 9, since: 0);
        var seen = Healthy(new PageState.Own("a", IsSaved: true), tasks: 2);
        var decision = Decide(incident, seen, after);

        Assert.Equal(
            waits,
            decision is Decision.Wait && decision.Because.Contains("ECS does not show", StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Interrupted with the page up, and some targets are back: the 503 procedure knows nothing of pages, so the page
    /// goes back before it is handed on. (Found by simulate, seed 28428.)
    /// </summary>
    [Fact]
    public void NotTotal_PutsThePageBackBeforeItHandsOn()
    {
        var incident = s_incident.Tried(s_save).Tried(s_put).Tried(s_forget);
        var back = new Change.RestorePage(Some.Site.Id, "m", "a", Key);
        var forget = new Change.InvalidateSite(Some.Site.Id, $"lambdaops-{s_incident.Id}-down-2")
        {
            AfterRestore = true,
        };
        var own = new PageState.Own("a", IsSaved: true);

        Assert.Equal(back, ActionOf(incident, Some4(s_up)));
        Assert.Equal(forget, ActionOf(incident.Tried(back), Some4(own)));
        Assert.IsType<Decision.SwitchTo>(Decide(incident.Tried(back).Tried(forget), Some4(own)));
        Assert.IsType<Decision.SwitchTo>(Decide(s_incident, Some4(own)));
        Assert.IsType<Decision.Escalate>(
            Decide(incident, Some4(new PageState.Maintenance("m", s_incident.Id, "a", Key, IsSaved: false)))
        );
        static Evidence Some4(PageState page) =>
            Down(page).Shows(LoadBalancingLooks.Targets, new TargetCounts(4, 1, 0, 0));
    }

    [Fact]
    public void WayDown_FollowsFromWhatEachStepLeaves()
    {
        var incident = s_incident;
        (PageState Page, Change Expected)[] steps =
        [
            (new PageState.Own("a", IsSaved: false), s_save),
            (new PageState.Own("a", IsSaved: true), s_put),
            (s_up, s_forget),
            (s_up, s_restart),
        ];
        foreach (var (page, expected) in steps)
        {
            Assert.Equal(expected, ActionOf(incident, Down(page)));
            incident = incident.Tried(expected);
        }

        Assert.IsType<Decision.Wait>(Decide(incident, Down(s_up), after: 10));
    }

    [Fact]
    public void WayBack_FollowsFromWhatEachStepLeaves()
    {
        var incident = s_restarted.Streak(healthy: true, 3);
        Change back = new Change.RestorePage(Some.Site.Id, "m", "a", Key);
        (PageState Page, int Tasks, Change Expected)[] steps =
        [
            (s_up, 2, new Change.SetDesiredCount(Some.Target, 2, 4) { AfterRestart = true }),
            (s_up, 4, new Change.SetDesiredCount(Some.Target, 4, 5) { AfterRestart = true }),
            (s_up, 5, back),
            (
                new PageState.Own("a", true),
                5,
                new Change.InvalidateSite(Some.Site.Id, $"lambdaops-{s_incident.Id}-down-2") { AfterRestore = true }
            ),
        ];
        foreach (var (page, tasks, expected) in steps)
        {
            Assert.Equal(expected, ActionOf(incident, Healthy(page, tasks), after: 30));
            incident = incident.Tried(expected);
        }

        var own = new PageState.Own("a", true);
        Assert.IsType<Decision.Wait>(Decide(incident, Healthy(own, 5), after: 59));
        Assert.IsType<Decision.Resolved>(Decide(incident, Healthy(own, 5), after: 60));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void WayBack_BeginsOnceItIsSteady(int healthyFor, bool acts) =>
        Assert.Equal(acts, Decide(s_restarted.Streak(true, 2), Healthy(s_up, 2), healthyFor) is Decision.Act);

    [Fact]
    public void TasksThatDoNotServe_AreWaitedForBeforeTheNextStep() =>
        Assert.IsType<Decision.Wait>(Decide(s_restarted.Streak(true, 5), Healthy(s_up, 2, serving: 1), after: 60));

    /// <summary>One of two never starts: the page does not wait for it, and nothing is over.</summary>
    [Fact]
    public void TaskThatNeverStarts_IsAPersonsAndThePageGoesBack()
    {
        var incident = s_restarted.Streak(true, 5);
        var back = new Change.RestorePage(Some.Site.Id, "m", "a", Key);
        var forget = new Change.InvalidateSite(Some.Site.Id, $"lambdaops-{s_incident.Id}-down-2")
        {
            AfterRestore = true,
        };
        var own = new PageState.Own("a", IsSaved: true);

        Assert.IsType<Decision.Wait>(Decide(incident, Healthy(s_up, 2, serving: 1), after: 299));
        Assert.Equal(back, ActionOf(incident, Healthy(s_up, 2, serving: 1), after: 300));
        var isBack = incident.Tried(back).Tried(forget);
        var asked = Assert.IsType<Decision.Escalate>(Decide(isBack, Healthy(own, 2, serving: 1), after: 320));
        Assert.Contains("not every task serves", asked.Because, StringComparison.Ordinal);
        Assert.IsType<Decision.Wait>(Decide(isBack.HandedOff(), Healthy(own, 2, serving: 1), after: 9000));
    }

    [Fact]
    public void TasksOfTheRestart_GoBackToNormalInAPersonsIncidentToo()
    {
        var own = new PageState.Own("a", IsSaved: true);
        var incident = s_restarted
            .Tried(new Change.RestorePage(Some.Site.Id, "m", "a", Key))
            .Tried(new Change.InvalidateSite(Some.Site.Id, $"lambdaops-{s_incident.Id}-down-2") { AfterRestore = true })
            .Tried(s_restart)
            .Streak(true, 9)
            .HandedOff();

        Assert.Equal(
            new Change.SetDesiredCount(Some.Target, 2, 4) { AfterRestart = true },
            ActionOf(incident, Healthy(own, 2), after: 60)
        );
        Assert.IsType<Decision.Resolved>(Decide(incident, Healthy(own, 3), after: 60));
    }

    /// <summary>All of its tasks run and none is healthy: it may take as long as a deployment may, no longer.</summary>
    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    [InlineData(7200, true)]
    public void RolloutThatNeverFinishes_IsAPersons(int age, bool asks)
    {
        var seen = Down(s_up).Rolling(Some.Deployment(rollout: RolloutState.InProgress, createdAfter: -age));
        var decision = Decide(s_incident.Tried(s_save).Tried(s_put).Tried(s_forget), seen);

        Assert.Equal(asks, decision is Decision.Escalate { Severity: Severity.P1 });
        Assert.Equal(!asks, decision is Decision.Wait);
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void ThirtyLooks_ThenAPersonAndThePageStays(int after, bool asks)
    {
        var decision = Decide(s_restarted, Down(s_up), after);

        Assert.Equal(asks, decision is Decision.Escalate { Severity: Severity.P1 });
        Assert.Equal(asks, decision.Because.Contains("the maintenance page stays", StringComparison.Ordinal));
    }

    /// <summary>
    /// Its time counts from the last step, not from the last good look: a URL that fails every other time puts it off no
    /// longer. One failed request among good ones, while targets serve, is waited for.
    /// </summary>
    [Theory]
    [InlineData("+-+-+-+-+-", 299, false)]
    [InlineData("+-+-+-+-+-", 300, true)]
    [InlineData("++++++-+-+-", 300, false)]
    public void FlappingUrl_PutsTheEndOffNoLonger(string marks, int after, bool asks)
    {
        var incident = s_restarted with
        {
            Trend = new Trend
            {
                Streak = new HealthStreak(Healthy: false, 1, Some.After(after)),
                Probes = new RecentProbes(marks),
                DippedAt = Some.After(after),
            },
        };
        var seen = Down(s_up).Shows(LoadBalancingLooks.Targets, new TargetCounts(2, 3, 0, 0));
        var decision = Decide(incident, seen, after);

        Assert.Equal(asks, decision is Decision.Escalate { Severity: Severity.P1 });
        Assert.Equal(asks, decision.Because.Contains("helped for a while", StringComparison.Ordinal));
    }

    [Fact]
    public void HandedOff_ThePageGoesBackFirst()
    {
        var handedOff = s_restarted.Streak(true, 9).HandedOff();

        Assert.IsType<Change.RestorePage>(ActionOf(handedOff, Healthy(s_up, 2), after: 60));
        Assert.IsType<Decision.Wait>(Decide(s_restarted.HandedOff(), Down(s_up), after: 900));
    }

    [Fact]
    public void PageOfAPerson_IsLeftAloneAndSaid()
    {
        var incident = s_restarted.Streak(true, 9);
        var theirs = new PageState.Own("theirs", IsSaved: false);

        var resolved = Assert.IsType<Decision.Resolved>(Decide(incident, Healthy(theirs, 5), after: 60));
        Assert.Contains("someone else changed the page", resolved.Because, StringComparison.Ordinal);
    }

    /// <summary>
    /// AWS was slow, no try arrived, and the page stayed up for good. What AWS refused is a person's. (Found by
    /// simulate, seed 45038122.)
    /// </summary>
    [Theory]
    [InlineData(4, AttemptOutcome.Unconfirmed, 1, true)]
    [InlineData(5, AttemptOutcome.Unconfirmed, 299, false)]
    [InlineData(5, AttemptOutcome.Unconfirmed, 300, true)]
    [InlineData(6, AttemptOutcome.Unconfirmed, 301, true)]
    [InlineData(4, AttemptOutcome.Refused, 1, true)]
    [InlineData(5, AttemptOutcome.Refused, 301, false)]
    public void PageThatDoesNotGoBack_IsTriedAgainNowAndThen(int failures, AttemptOutcome outcome, int after, bool acts)
    {
        Change back = new Change.RestorePage(Some.Site.Id, "m", "a", Key);
        var incident = Enumerable
            .Range(0, failures)
            .Aggregate(s_restarted.Streak(true, 9).HandedOff(), (tried, _) => tried.Tried(back, outcome, 60));
        var decision = Decide(incident, Healthy(s_up, 5), 60 + after);

        Assert.Equal(acts, decision is Decision.Act);
        Assert.Equal(acts, !decision.Because.Contains("restoring the page failed", StringComparison.Ordinal));
    }

    /// <summary>The maintenance page that an operator put up is the operator's.</summary>
    [Fact]
    public void PageOfAnOperator_StaysUp()
    {
        var theirs = new PageState.Maintenance("m", new IncidentId("another"), "a", Key, IsSaved: true);

        Assert.Equal(s_restart, ActionOf(s_incident, Down(theirs)));
        Assert.IsType<Decision.Resolved>(
            Decide(s_incident.Tried(s_restart).Streak(true, 9), Healthy(theirs, 5), after: 60)
        );
    }

    [Fact]
    public void SavedPageThatIsGone_IsAPersons() =>
        Assert.IsType<Decision.Escalate>(
            Decide(
                s_restarted.Streak(true, 9),
                Healthy(new PageState.Maintenance("m", s_incident.Id, "a", Key, IsSaved: false), 5),
                after: 60
            )
        );

    [Fact]
    public void CountOfAPerson_IsLeftToThem() =>
        Assert.IsType<Change.RestorePage>(ActionOf(s_restarted.Streak(true, 9), Healthy(s_up, 3), after: 60));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void PageThatDoesNotGoUp_DoesNotHoldTheRestartUp(int failures, bool restarts)
    {
        var incident = Enumerable
            .Range(0, failures)
            .Aggregate(s_incident, (tried, _) => tried.Tried(s_save, AttemptOutcome.Unconfirmed));

        Assert.Equal(restarts ? s_restart : s_save, ActionOf(incident, Down(new PageState.Own("a", false))));
    }

    [Fact]
    public void ServiceWithoutASite_IsRestartedAtOnce() =>
        Assert.Equal(
            s_restart,
            (
                (Decision.Act)
                    new TotalOutageProcedure().Due(
                        s_incident,
                        Down(s_up).With(SiteLooks.Pages, Fact.NotAsked<SitePages>()),
                        s_service with
                        {
                            Site = null,
                        },
                        Some.Now
                    )
            ).Change
        );

    [Fact]
    public void AutoscaledService_KeepsItsCount() =>
        Assert.Equal(
            Some.Restart,
            ActionOf(
                s_incident.Tried(s_save).Tried(s_put).Tried(s_forget),
                Down(s_up).Shows(ScalingLooks.State, new ScalingState.Automatic(2, 10))
            )
        );

    [Fact]
    public void SomeHealthyTargets_AreNoTotalOutage() =>
        Assert.Equal(
            Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName,
            Assert
                .IsType<Decision.SwitchTo>(
                    Decide(
                        s_incident,
                        Down(new PageState.Own("a", IsSaved: false))
                            .Shows(LoadBalancingLooks.Targets, new TargetCounts(1, 4, 0, 0))
                    )
                )
                .Remedy
        );

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void YoungDeployment_IsWaitedForUnlessItsTasksDie(int failed, bool waits)
    {
        var seen = Down(s_up)
            .Rolling(Some.Deployment(rollout: RolloutState.InProgress, failed: failed, running: 0, createdAfter: -60));
        var decision = Decide(s_incident.Tried(s_save).Tried(s_put).Tried(s_forget), seen);

        Assert.Equal(waits, decision is Decision.Wait);
        Assert.Equal(waits ? null : s_restart, (decision as Decision.Act)?.Change);
    }

    [Fact]
    public void FailingDeployment_IsRolledBackToWhatServed() =>
        Assert.Equal(
            Some.RollBack,
            ActionOf(
                s_incident.Tried(s_save).Tried(s_put).Tried(s_forget).RememberingGood("task:6"),
                Down(s_up).Rolling(Some.Deployment(rollout: RolloutState.Failed))
            )
        );

    [Theory]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void WhoGoesBackAlready_IsWaitedForAndThenOnCalls(int seconds, bool waits)
    {
        var seen = Down(s_up)
            .Rolling(
                Some.Deployment(rollout: RolloutState.InProgress, failed: 3, running: 2, createdAfter: -seconds),
                Some.Deployment("task:8", RolloutState.Failed, primary: false, running: 0)
            );
        var decision = Decide(s_incident.Tried(s_save).Tried(s_put).Tried(s_forget).RememberingGood("task:6"), seen);

        Assert.Equal(waits, decision is Decision.Wait);
        Assert.Equal(!waits, decision is Decision.Escalate);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public void StartingTargets_AreNoTotalOutageYet(int seconds, bool waits)
    {
        var seen = Down(new PageState.Own("a", IsSaved: false))
            .Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 0, 2, 0));

        Assert.Equal(waits, Decide(s_incident, seen, seconds) is Decision.Wait);
        Assert.Equal(!waits, Decide(s_incident, seen, seconds) is Decision.Act { Change: Change.SavePage });
    }

    /// <summary>At night, or for good: nothing is put up, and nobody is woken.</summary>
    [Fact]
    public void StoppedService_IsOnCallsWithoutHaste()
    {
        var seen = Down(new PageState.Own("a", IsSaved: false))
            .Hides(HealthUrlLooks.Probe, "dark")
            .Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 0, 0, 0))
            .Shows(ServiceLooks.State, Some.Steady with { Desired = 0, Running = 0 });
        var asks = Assert.IsType<Decision.Escalate>(Decide(s_incident, seen));

        Assert.Equal((Severity.P4, true), (asks.Severity, asks.WhileStopped));
        Assert.Contains("evidence missing: health URL: dark", asks.Because, StringComparison.Ordinal);
    }

    /// <summary>With a page of ours up it is no quiet night.</summary>
    [Fact]
    public void StoppedService_DuringAnOutageIsOnCallsAtOnce() =>
        Assert.Equal(
            (Severity.P1, false),
            Decide(
                s_incident.Tried(s_save).Tried(s_put),
                Down(s_up)
                    .Shows(LoadBalancingLooks.Targets, new TargetCounts(0, 0, 0, 0))
                    .Shows(ServiceLooks.State, Some.Steady with { Desired = 0, Running = 0 })
            )
                is Decision.Escalate asks
                ? (asks.Severity, asks.WhileStopped)
                : default
        );

    /// <summary>The count goes back to what it was, not to what the estate calls normal.</summary>
    [Theory]
    [InlineData(8, 4, 8, 8)]
    [InlineData(8, 2, 2, 4)]
    [InlineData(3, 2, 2, 3)]
    [InlineData(40, 8, 8, 10)]
    [InlineData(null, 4, 4, 5)]
    public void Count_GoesBackToWhatItWas(int? before, int held, int live, int to)
    {
        var incident = s_incident
            .Tried(s_save)
            .Tried(s_put)
            .Tried(s_forget)
            .Tried(new Change.RestartAt(Some.Target, 2) { From = before })
            .Tried(new Change.SetDesiredCount(Some.Target, 2, held) { AfterRestart = true })
            .Streak(healthy: true, 9);
        var decision = Decide(incident, Healthy(s_up, live), after: 60);

        var set = ((decision as Decision.Act)?.Change as Change.SetDesiredCount)?.To;
        Assert.Equal(live == held ? to : null, set);
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void Blind_IsInconclusiveAndThenAPersons(int blind, bool asks)
    {
        var seen = Down(s_up).Hides(ScalingLooks.State, "dark");
        var decision = Decide(s_incident with { Trend = new Trend { BlindSince = Some.After(-blind) } }, seen);

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Inconclusive);
    }

    private static Change ActionOf(Incident incident, Evidence seen, double after = 0) =>
        Assert.IsType<Decision.Act>(Decide(incident, seen, after)).Change;

    private static Decision Decide(Incident incident, Evidence seen, double after = 0) =>
        new TotalOutageProcedure().Due(incident, seen, s_service, Some.After(after));

    internal static Evidence Down(PageState page) =>
        Some
            .Down.Shows(AlarmLooks.Active, new ActiveAlarms(["api-5xx"]))
            .Shows(ScalingLooks.State, new ScalingState.ByHand())
            .Shows(SiteLooks.Pages, page);

    internal static Evidence Healthy(PageState page, int tasks, int? serving = null) =>
        Down(page)
            .With(HealthUrlLooks.Probe, Some.Fine.Health)
            .Shows(LoadBalancingLooks.Targets, new TargetCounts(serving ?? tasks, 0, 0, 0))
            .Shows(ServiceLooks.State, Some.Steady with { Desired = tasks, Running = serving ?? tasks })
            .Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Ok, 3, 0))
            .Shows(AlarmLooks.Active, ActiveAlarms.None);
}

using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Core.Tests.Procedures.RolloutRemedy;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>
/// A world that stays as it is, whatever that is: within its bounds, no procedure waits any more. A change, an answer, a
/// hand-off are ends here.
/// </summary>
public class FrozenWorldTests
{
    private static readonly TimeSpan s_seldom = TimeSpan.FromMinutes(30);

    private static readonly OperatedService s_service = Some.Service with
    {
        LoadBalancer = "app/alb/1",
        Site = Some.Site with { MoreKeys = ["talks.html"] },
        Settings = Some
            .Service.Settings.With(new Setting<TotalOutagePolicy>(Mode.Act, TotalOutagePolicy.Default))
            .With(new Setting<LatencyPolicy>(Mode.Act, LatencyPolicy.Default))
            .With(new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default)),
    };

    private static readonly Gen<ImmutableArray<(Look Look, Fact Fact)>> s_service503 = Gen.Select(
        Seen(HealthUrlLooks.Probe, Some.HealthyProbe, Some.FailedProbe),
        Seen(
            LoadBalancingLooks.Targets,
            new TargetCounts(5, 0, 0, 0),
            new TargetCounts(4, 1, 0, 0),
            new TargetCounts(0, 5, 0, 0),
            new TargetCounts(0, 0, 5, 0),
            new TargetCounts(0, 0, 0, 0)
        ),
        Seen(ServiceLooks.State, [.. Services()]),
        Seen(
            AlarmLooks.Own,
            new AlarmReading(AlarmState.Alarm, 3, 3),
            new AlarmReading(AlarmState.Alarm, 0, 0),
            new AlarmReading(AlarmState.Ok, 3, 0)
        ),
        Seen(AlarmLooks.Active, ActiveAlarms.None, new ActiveAlarms(["api-p95"])),
        (one, two, three, four, five) => one.AddRange(two).AddRange(three).AddRange(four).AddRange(five)
    );

    private static readonly PageState[] s_pages =
    [
        new PageState.Own("a", IsSaved: false),
        new PageState.Own("a", IsSaved: true),
        new PageState.Maintenance("m", Some.Incident.Id, "a", "saved/a", IsSaved: true),
        new PageState.Maintenance("m", Some.Incident.Id, "a", "saved/a", IsSaved: false),
        new PageState.Absent(),
    ];

    private static readonly LoadReading s_busy = new(Some.Now, 400, 1600, 2500, 95, 60, 120, 0, 0.04);

    private static readonly Gen<ImmutableArray<(Look Look, Fact Fact)>> s_numbers = Gen.Select(
        Seen(
            LoadBalancingLooks.Load,
            s_busy,
            s_busy with
            {
                CpuPercent = 30,
            },
            s_busy with
            {
                P50Ms = 50,
                P95Ms = 190,
                P99Ms = 400,
                CpuPercent = 75,
            },
            s_busy with
            {
                P50Ms = 50,
                P95Ms = 190,
                P99Ms = 400,
                CpuPercent = 40,
            },
            s_busy with
            {
                P95Ms = null,
            }
        ),
        Seen(TableLooks.Throttles, TableThrottles.None, new TableThrottles([new TableThrottle("talks", 120)])),
        Seen(ScalingLooks.State, new ScalingState.ByHand(), new ScalingState.Automatic(2, 10)),
        Seen(
            SiteLooks.Pages,
            [
                .. s_pages.Select(page => SitePages.Of(page)),
                .. s_pages.Select(page => SitePages.Of(s_pages[0], new SitePage("talks.html", page))),
                .. s_pages.Select(page => SitePages.Of(s_pages[2], new SitePage("talks.html", page))),
            ]
        ),
        (one, two, three, four) => one.AddRange(two).AddRange(three).AddRange(four)
    );

    private static readonly Gen<ImmutableArray<(Look Look, Fact Fact)>> s_deployments = Gen.Select(
        Seen(DeploymentLooks.Newest, [.. Deployments().Select(one => new NativeDeployments(one))]),
        Seen(
            DeploymentLooks.NewRevision,
            new RevisionLoad(new TargetCounts(5, 0, 0, 0), []),
            new RevisionLoad(new TargetCounts(5, 0, 0, 0), RolloutDecideTests.Minutes()),
            new RevisionLoad(new TargetCounts(5, 0, 0, 0), RolloutDecideTests.Minutes(errors: 500)),
            new RevisionLoad(new TargetCounts(2, 3, 0, 0), [])
        ),
        Seen(DeploymentLooks.Usage, TaskUsage.None),
        (one, two, three) => one.AddRange(two).AddRange(three)
    );

    private static readonly Gen<Incident> s_incidents = Gen.Select(
        OneOf([
            Some.Restart,
            Some.RollBack,
            new Change.RollBack(Some.Target, "task:8"),
            new Change.RestartAt(Some.Target, 2) { From = 5, Definition = "task:7" },
            new Change.SetDesiredCount(Some.Target, 3, 5),
            new Change.SetDesiredCount(Some.Target, 2, 5) { AfterRestart = true },
            new Change.SetScalingMinimum(Some.Target, 1, 2),
            RolloutDecideTests.Back(),
            new Change.StartDeployment(Some.Target, "task:8"),
        ]),
        Gen.Int[0, 2],
        OneOf(AttemptOutcome.Done, AttemptOutcome.Done, AttemptOutcome.Refused, AttemptOutcome.Unconfirmed),
        OneOf(Severity.P1, Severity.P2),
        Gen.Int[0, 1].Select(one => -1200 * one),
        (change, count, outcome, severity, after) =>
            Enumerable
                .Repeat(change, count)
                .Aggregate(Some.Incident with { Severity = severity }, (one, tried) => one.Tried(tried, outcome, after))
    );

    public static TheoryData<string> OfServices => ["serviceUnavailable", "totalOutage", "latency", "rollout"];

    [Theory]
    [MemberData(nameof(OfServices))]
    public void Waits_End(string name)
    {
        var remedy = AllProcedures.Find(new ProcedureName(name))!;
        Gen.Select(s_service503, s_numbers, s_deployments, s_incidents)
            .Sample(
                (service, numbers, deployments, incident) =>
                    Ends(
                        remedy,
                        incident with
                        {
                            Remedy = remedy.Name,
                        },
                        For(remedy, service, numbers, deployments),
                        s_service,
                        Some.Now
                    ),
                iter: 10_000
            );
    }

    [Fact]
    public void TableWaits_End()
    {
        var table = new OperatedTable("events", Expiry: null)
        {
            Cap = new CapacityCap(400, 100, OnDemand: true),
            RestoreAt = NightWindow.Default with { TimeZone = "Asia/Tokyo" },
            Settings = Settings.None.With(new Setting<DatabaseErrorsPolicy>(Mode.Act, DatabaseErrorsPolicy.Default)),
        };
        var remedy = new DatabaseErrorsProcedure();
        var raised = new Change.SetTableThroughput(table.Id, null, UnitKind.Read, 50, 100, 50);
        Gen.Select(
                Seen(TableLooks.State, State(TablePart.Active), State("UPDATING"), State("ARCHIVED")),
                Seen(
                    TableLooks.Load,
                    [
                        .. Enum.GetValues<ThrottleReason>().Select(reason => Load(reason, 0)),
                        Load(null, 0),
                        Load(null, 3),
                        Load(null, 50),
                    ]
                ),
                Seen(AlarmLooks.Own, new AlarmReading(AlarmState.Alarm, 3, 3), new AlarmReading(AlarmState.Ok, 3, 0)),
                Seen(AlarmLooks.Active, ActiveAlarms.None, new ActiveAlarms(["events-throttled"])),
                Gen.Bool
            )
            .Sample(
                (state, load, own, active, isRaised) =>
                    Ends(
                        remedy,
                        (isRaised ? Some.Incident.Tried(raised) : Some.Incident) with
                        {
                            Target = table.Id,
                            Remedy = remedy.Name,
                        },
                        For(remedy, state, load, own, active),
                        table,
                        Some.Now
                    ),
                iter: 10_000
            );
    }

    /// <summary>Follows it as the loop does, looking ever more seldom.</summary>
    internal static bool Ends(Remedy remedy, Incident incident, Evidence seen, Resource target, DateTimeOffset from)
    {
        var setting = remedy.SettingFor(target)!;
        var held =
            (target.Settings.Of<LatencyPolicy>()?.Policy.HoldAtMost ?? TimeSpan.Zero)
            + (target.Settings.Of<DatabaseErrorsPolicy>()?.Policy.HoldAtMost ?? TimeSpan.Zero);
        var latest = from + (2 * setting.NotifyWithin) + setting.QuietFor + held + TimeSpan.FromHours(1);
        var step = setting.CheckEvery;
        for (var now = from; now < latest; now += step)
        {
            incident = remedy.Remember(incident.Saw(seen, now), seen, target, now);
            incident = Overdue.Remember(incident, seen, setting.QuietFor, now);
            var decision = Overdue.Instead(
                remedy.Decide(incident, seen, target, now),
                incident,
                seen,
                remedy.LooksWell(seen, target),
                setting.NotifyWithin,
                now
            );
            if (decision.Until is null)
            {
                return true;
            }

            step += decision.AgainIn!.Value / 4;
            step = step < s_seldom ? step : s_seldom;
        }

        return false;
    }

    private static IEnumerable<ServiceState> Services()
    {
        yield return Some.Steady;
        yield return Some.Steady with
        {
            Running = 3,
        };
        yield return Some.Steady with
        {
            Running = 3,
            StartFailure = "unable to place a task",
        };
        yield return Some.Steady with
        {
            Desired = 2,
            Running = 2,
        };
        yield return Rolling(Some.Deployment("task:8", RolloutState.InProgress, createdAfter: -60));
        yield return Rolling(Some.Deployment("task:8", RolloutState.InProgress, failed: 3, running: 0));
        yield return Rolling(
            Some.Deployment("task:8", RolloutState.Failed, running: 0),
            Some.Deployment(primary: false)
        );
        yield return Rolling(
            Some.Deployment(rollout: RolloutState.InProgress, createdAfter: -60),
            Some.Deployment("task:8", RolloutState.Failed, primary: false, running: 0)
        );
    }

    private static ServiceState Rolling(params ServiceDeployment[] all) =>
        Some.Steady with
        {
            TaskDefinition = all[0].TaskDefinition,
            Deployments = all,
        };

    private static IEnumerable<NativeDeployment?> Deployments()
    {
        yield return null;
        foreach (var weight in (int[])[0, 10, 25, 50, 100])
        {
            yield return RolloutDecideTests.At(weight);
            yield return RolloutDecideTests.At(weight) with
            {
                Hook = null,
            };
        }

        foreach (var course in Enum.GetValues<DeploymentCourse>())
        {
            yield return RolloutDecideTests.At(10) with
            {
                Course = course,
                Hook = null,
            };
        }

        yield return RolloutDecideTests.Over(minutesAgo: 1);
        yield return RolloutDecideTests.Over(minutesAgo: 60);
    }

    private static TableState State(string status) =>
        new(IsOnDemand: false, [new TablePart(null, status, new(100, null, null), new(50, null, null), 0)]);

    private static TableLoad Load(ThrottleReason? reason, double systemErrors)
    {
        var none = ImmutableSortedDictionary<ThrottleReason, double>.Empty;
        return new(
            [new PartLoad(null, UnitKind.Read, 90, reason is { } one ? none.Add(one, 500) : none)],
            systemErrors
        );
    }

    /// <summary>One of the values, and now and then nothing.</summary>
    private static Gen<ImmutableArray<(Look Look, Fact Fact)>> Seen<T>(Look<T> look, params T[] values)
        where T : class =>
        Gen.Frequency(
            (
                30,
                OneOf(values).Select(value => ImmutableArray.Create<(Look, Fact)>((look, Fact.Known(value, Some.Now))))
            ),
            (1, Gen.Const(ImmutableArray.Create<(Look, Fact)>((look, Fact.Missing<T>("dark")))))
        );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    /// <summary>What the remedy looks at.</summary>
    private static Evidence For(Remedy remedy, params ImmutableArray<(Look Look, Fact Fact)>[] parts) =>
        Evidence.NotAsked.With([.. parts.SelectMany(part => part).Where(one => remedy.Looks.Contains(one.Look))]);
}

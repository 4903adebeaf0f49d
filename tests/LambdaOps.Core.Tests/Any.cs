using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests;

/// <summary>Generators: any evidence, any incident, any policy that the estate's reader takes.</summary>
internal static class Any
{
    public sealed record One(Incident Incident, Evidence Seen, ServiceUnavailablePolicy Policy, DateTimeOffset Now);

    private static readonly Gen<int> s_count = Gen.Frequency(
        (3, Gen.Const(0)),
        (3, Gen.Int[1, 6]),
        (1, Gen.Int[7, 999])
    );

    private static readonly Gen<string> s_task = Gen.Int[4, 7].Select(revision => $"task:{revision}");

    private static readonly Gen<HealthProbe> s_probe = Gen.Frequency(
        (2, Gen.Const(Some.HealthyProbe)),
        (2, Gen.Const(Some.FailedProbe)),
        (1, Gen.Const(new HealthProbe(200, SaysHealthy: false, "the body lacks ok"))),
        (1, Gen.Const(new HealthProbe(null, SaysHealthy: false, "timed out")))
    );

    private static readonly Gen<TargetCounts> s_targets = Gen.Select(
        s_count,
        s_count,
        s_count,
        s_count,
        (a, b, c, d) => new TargetCounts(a, b, c, d)
    );

    private static readonly Gen<ServiceDeployment> s_deployment = Gen.Select(
        Gen.Enum<RolloutState>(),
        s_task,
        s_count,
        Gen.Int[0, 3],
        Gen.Int[-2000, 0],
        (rollout, task, running, failed, age) =>
            Some.Deployment(task, rollout, primary: false, failed, running, createdAfter: age)
    );

    private static readonly Gen<ServiceState> s_service = Gen.Select(
        s_count,
        s_count,
        s_deployment.List[0, 3],
        Gen.Int[0, 4].Select(one => one == 0 ? "no memory on 5 instances" : null),
        (desired, running, deployments, placement) =>
            new ServiceState(
                desired,
                running,
                Pending: 0,
                deployments.FirstOrDefault()?.TaskDefinition ?? "task:7",
                [.. deployments.Select((one, index) => one with { IsPrimary = index == 0 })],
                placement
            )
    );

    private static readonly Gen<AlarmReading> s_alarm = Gen.Select(
        Gen.Enum<AlarmState>(),
        Gen.Int[0, 5],
        Gen.Int[0, 5],
        (state, evaluated, breaching) => new AlarmReading(state, evaluated, Math.Min(evaluated, breaching))
    );

    public static readonly Gen<Evidence> Evidence = Gen.Select(
        Seen(s_probe),
        Seen(s_targets),
        Seen(s_service),
        Seen(s_alarm),
        (health, targets, service, alarm) =>
            Core
                .Evidence.NotAsked.With(HealthUrlLooks.Probe, health)
                .With(LoadBalancingLooks.Targets, targets)
                .With(ServiceLooks.State, service)
                .With(AlarmLooks.Own, alarm)
    );

    private static readonly Gen<Attempt> s_attempt = Gen.Select(
        Gen.Bool,
        Gen.Enum<AttemptOutcome>(),
        Gen.Int[-1000, 0],
        s_task,
        (restart, outcome, age, task) =>
            new Attempt(
                restart ? Some.Restart : new Change.RollBack(Some.Target, task),
                Some.After(age),
                outcome,
                "detail"
            )
    );

    public static readonly Gen<Incident> Incident = Gen.Select(
        s_attempt.List[0, 2],
        Gen.Bool,
        Gen.Int[1, 9],
        Gen.Int[-2000, 0],
        Gen.Int[-600, 0].Nullable(),
        s_task.Null(),
        Gen.Int[0, 6],
        (attempts, healthy, count, since, blind, lastGood, status) =>
            Some.Incident with
            {
                Attempts = [.. attempts.OrderBy(attempt => attempt.At)],
                Trend = new Trend
                {
                    Streak = new HealthStreak(healthy, count, Some.After(since)),
                    Probes = new RecentProbes(new string(healthy ? '+' : '-', count)),
                    BlindSince = blind is { } age ? Some.After(age) : null,
                },
                LastGood = lastGood is null ? null : new LastGood(lastGood, Some.Now),
                Status = status == 0 ? IncidentStatus.HandedOff : IncidentStatus.Open,
            }
    );

    /// <summary>Within the bounds of estate.schema.json, more often at the defaults.</summary>
    public static readonly Gen<ServiceUnavailablePolicy> Policy = Gen.Frequency(
        (1, Gen.Const(ServiceUnavailablePolicy.Default)),
        (
            1,
            Gen.Select(
                Gen.Select(Gen.Int[1, 100], Gen.Int[1, 60], Gen.Bool, Gen.Int[1, 900]),
                Gen.Int[0, 86_400].Array[6],
                Gen.Int[1, 100],
                (first, spans, failed) =>
                    new ServiceUnavailablePolicy(
                        first.Item1,
                        Seconds(first.Item2),
                        first.Item3,
                        Seconds(first.Item4),
                        Seconds(Math.Max(1, spans[0])),
                        Seconds(Math.Max(1, spans[1])),
                        Seconds(Math.Max(1, spans[2])),
                        Seconds(Math.Max(1, spans[3])),
                        failed,
                        TimeSpan.FromDays(failed),
                        Seconds(Math.Max(1, spans[4])),
                        Seconds(spans[5])
                    )
            )
        )
    );

    /// <summary>As the loop asks: the streak has taken in the probe of this look.</summary>
    public static readonly Gen<One> Case = Gen.Select(
        Incident,
        Evidence,
        Policy,
        Gen.Int[-2, 100_000],
        (incident, seen, policy, later) =>
        {
            var now = later > 1000 ? Some.Now : Some.After(later);
            return new One(incident.Saw(seen, now), seen, policy, now);
        }
    );

    private static Gen<Fact<T>> Seen<T>(Gen<T> value) =>
        Gen.Frequency(
            (12, value.Select(one => Fact.Known(one, Some.Now))),
            (1, Gen.Int[0, 0].Select(_ => Fact.Missing<T>("dark")))
        );

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}

using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Benchmarks.Micro;

/// <summary>An outage of an invented service, as the loop sees it.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    private const int Desired = 5;

    private static readonly TargetId s_target = new("api");

    public static readonly OperatedService Service = new(
        s_target,
        "prod",
        "api",
        new Capacity(2, Desired, 10),
        new HealthCheck(new Uri("https://example.com/health"), "ok", TimeSpan.FromSeconds(3)),
        "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api/6d0ecf831eec9f09",
        Runbook: null
    )
    {
        Settings = Settings.None.With(
            new Setting<ServiceUnavailablePolicy>(Mode.Act, ServiceUnavailablePolicy.Default)
        ),
    };

    private static readonly ServiceDeployment s_deployment = new(
        "ecs-svc/1",
        IsPrimary: true,
        RolloutState.Completed,
        "task:7",
        Desired,
        Desired,
        0,
        Now.AddHours(-1)
    );

    public static readonly Evidence Down = Seen(
        new HealthProbe(503, SaysHealthy: false, "Service Unavailable"),
        new TargetCounts(0, Desired, 0, 0),
        new AlarmReading(AlarmState.Alarm, 3, 3)
    );

    public static readonly Evidence Fine = Seen(
        new HealthProbe(200, SaysHealthy: true, ""),
        new TargetCounts(Desired, 0, 0, 0),
        new AlarmReading(AlarmState.Ok, 3, 0)
    );

    public static readonly Incident Incident = Core.Incidents.Incident.Open(
        s_target,
        ServiceUnavailableProcedure.ProcedureName,
        Severity.P2,
        Mode.Act,
        new AlarmRef("api-5xx", "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-5xx", Now),
        "alarm api-5xx: Threshold Crossed",
        lastGood: new LastGood("task:7", SeenAt: null),
        Now
    );

    /// <summary>A record as it is after the first action: an attempt and some lines.</summary>
    public static TargetRecord Record()
    {
        const int Lines = 10;
        var restart = new Change.ForceNewDeployment(s_target);
        var incident = Incident.Saw(Down, Now) with
        {
            Attempts = [new Attempt(restart, Now, AttemptOutcome.Done, "deployment ecs-svc/2")],
        };
        for (var i = 0; i < Lines; i++)
        {
            incident = incident.Note(
                Now.AddSeconds(15 * i),
                EntryKind.Decided,
                FormattableString.Invariant($"{15 * i} s after the restart: 2 of 5 targets healthy")
            );
        }

        return new TargetRecord(
            s_target,
            incident,
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add("serviceUnavailable", Now),
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add(incident.Alarm!.Arn, Now),
            "task:7"
        );
    }

    private static Evidence Seen(HealthProbe health, TargetCounts targets, AlarmReading alarm) =>
        Evidence.NotAsked.With([
            (HealthUrlLooks.Probe, Fact.Known(health, Now)),
            (LoadBalancingLooks.Targets, Fact.Known(targets, Now)),
            (
                ServiceLooks.State,
                Fact.Known(new ServiceState(Desired, Desired, 0, "task:7", [s_deployment], StartFailure: null), Now)
            ),
            (AlarmLooks.Own, Fact.Known(alarm, Now)),
        ]);
}

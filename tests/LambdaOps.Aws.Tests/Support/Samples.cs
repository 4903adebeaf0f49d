using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.Support;

/// <summary>Values in which every member says something.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Time = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    public static readonly TargetId Target = new("api-service");

    public static readonly ProcedureName Remedy = new("serviceUnavailable");

    public static Signal.AlarmChanged Alarm { get; } =
        new(
            "api-service-5xx",
            "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-service-5xx",
            AlarmKind.Metric,
            AlarmState.Alarm,
            AlarmState.Ok,
            Time,
            "Threshold crossed",
            AlarmRoute.Sns,
            ImmutableSortedDictionary<string, string>.Empty.Add("lambdaops", "api-service/serviceUnavailable")
        );

    public static Incident Incident { get; } =
        Core.Incidents.Incident.Open(
            Target,
            Remedy,
            Severity.P1,
            Mode.Act,
            new AlarmRef(
                "api-service-5xx",
                "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-service-5xx",
                Time
            ),
            "alarm api-service-5xx",
            new LastGood("family:41", Time.AddDays(-1)),
            Time
        ) with
        {
            Status = IncidentStatus.HandedOff,
            Phase = new Phase("restarting"),
            Trend = new Trend
            {
                Images = new ImagesRun(Time.AddSeconds(7), [new RunningImage("api", "team/api:7", "sha256:ab12", 2)])
                {
                    IsCompared = true,
                    Moved = [new MovedTag("api", "team/api:7", ["sha256:ab12"], "sha256:cd34")],
                },
                Streak = new HealthStreak(false, 3, Time),
                Probes = new RecentProbes("+---"),
                BlindSince = Time.AddSeconds(5),
                WorseSince = Time.AddMinutes(3),
                TroubledSince = Time.AddMinutes(1),
                QuietSince = Time.AddMinutes(2),
                DippedAt = Time.AddMinutes(4),
                Silenced = "muted by planned",
                LoweredFrom = Severity.P2,
            },
            Attempts =
            [
                new Attempt(new Change.ForceNewDeployment(Target), Time, AttemptOutcome.Done, "deployment 1")
                {
                    Before = new Standing(3, false, 12.5),
                },
                new Attempt(new Change.RollBack(Target, "family:40"), Time, AttemptOutcome.Refused, "denied"),
            ],
            Intent = new Intent(new Change.RollBack(Target, "family:40"), Time.AddSeconds(9), "it \"fails\" 障害")
            {
                Before = new Standing(null, null, null),
                Approved = new Offer(
                    "offer-1",
                    new Change.RollBack(Target, "family:40"),
                    "mode is 'Ask'",
                    Time,
                    Time.AddMinutes(15)
                ),
            },
            Watch = new Watch
            {
                Beat = 4,
                DueAt = Time.AddMinutes(8),
                UnattendedNotifiedAt = Time.AddMinutes(9),
                RemindedAt = Time.AddMinutes(10),
            },
            Rung = new RungState
            {
                Climbed = [new ProcedureName("latency")],
                Start = 1,
                At = Time.AddSeconds(8),
            },
            Memory = new ProcedureMemory.MaintenancePage(PageRequest.Down),
            Clearance = new Clearance(Mode.Act)
            {
                Offer = new Offer(
                    "offer-2",
                    new Change.SetDesiredCount(Target, 5, 8),
                    "freeze",
                    Time,
                    Time.AddMinutes(15)
                )
                {
                    Answer = new OfferAnswer(true, "Kim", "go on", Time.AddMinutes(1)),
                    Needs = "freeze",
                    IsUnsent = true,
                },
                Offers = 2,
                DeniedSince = Time.AddMinutes(4),
                Denials =
                [
                    new NotifiedDenial("rollBack", "ModeGuard"),
                    new NotifiedDenial("rollBack", "CooldownGuard") { IsUnsent = true },
                ],
            },
            Escalation = EscalationState.Begin(Severity.P2, "it did not help", NextStep.TotalOutage, Time) with
            {
                Paged =
                [
                    new PagedLevel(EscalationLevel.L1, Time),
                    new PagedLevel(EscalationLevel.L2, Time.AddMinutes(30)),
                ],
                Severity = Severity.P1,
                SeveritySince = Time.AddMinutes(6),
                Acknowledged = new Acknowledgement("佐藤", "looking", Time.AddMinutes(31)) { IsNotified = true },
                AnswerBy = Time.AddMinutes(30),
                NextAt = Time.AddMinutes(60),
                WhileStopped = true,
            },
            EndedAt = Time.AddMinutes(7),
            Cause = new IncidentCause
            {
                Alarm = new AlarmRef(
                    "api-service-5xx",
                    "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:api-service-5xx",
                    Time
                ),
                Alarms =
                [
                    new AlarmRef("api-service-5xx", "arn:1", Time) { Silenced = new Silence("muted by planned") },
                    new AlarmRef("ecs-cpu-by-service", "arn:2", Time)
                    {
                        Contributor = ImmutableSortedDictionary<string, string>.Empty.Add("ServiceName", "api-service"),
                    },
                ],
                Breach = new BreachRef("quickCheck", "p95 api-service", Remedy, Time.AddMinutes(1), "P95 1240 ms"),
                Breaches = [new BreachRef("quickCheck", "p95 api-service", Remedy, Time.AddMinutes(1), "P95 1240 ms")],
                Joined = [new JoinedAlarm(new TargetId("websocket-service"), Remedy, "orders-db", Alarm)],
                JoinedAt = Time.AddMinutes(5),
            },
            Returns = new Returns(2, Time.AddMinutes(4)),
        };

    public static TargetRecord Record { get; } =
        new(
            Target,
            Incident,
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add(Remedy.Value, Time),
            ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add("arn:1", Time.AddTicks(1)),
            "family:41"
        )
        {
            LastGoodAt = Time.AddDays(-2),
            LastEnded = Incident with { Id = new IncidentId("20260115-api-service-021500") },
            JoinedTo = ImmutableSortedDictionary<string, JoinedTo>.Empty.Add(
                "arn:3",
                new JoinedTo(new TargetId("websocket-service"), new IncidentId("20260115-websocket-031500"))
            ),
            Acts = [Time, Time.AddSeconds(1)],
            OffNotified = ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add("arn:4", Time),
        };

    public static Signal.TickCame Tick { get; } = new(Target, new IncidentId("20260115-api-service-031501"), 3);
}

using System.Collections.Immutable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>What is said of the records and the health check that turn the traffic, and how long they take for it.</summary>
internal sealed class TrafficJudgement(RecoverySide side, FailoverRehearsalPolicy policy)
{
    /// <summary>Answers with an alias are kept for a minute.</summary>
    private static readonly TimeSpan s_ofAlias = TimeSpan.FromMinutes(1);

    public ImmutableArray<RecoveryStep> Steps(Fact<TrafficReadiness> seen) =>
        seen is Fact<TrafficReadiness>.Known { Value: { Primary: { } primary, Check: { } check } }
            ?
            [
                new RecoveryStep(RecoveryStepKind.HealthCheck, check.Interval * check.Failures, IsMeasured: true),
                new RecoveryStep(RecoveryStepKind.Dns, primary.TimeToLive ?? s_ofAlias, IsMeasured: true),
            ]
            : [new RecoveryStep(RecoveryStepKind.Dns, policy.TurnTraffic, IsMeasured: false)];

    public IEnumerable<ReadinessItem> Items(Fact<TrafficReadiness> seen)
    {
        if (side.Recovery.Traffic is not { } traffic)
        {
            return
            [
                Item(
                    "",
                    ReadinessState.NotNamed,
                    "the estate does not say how the traffic is turned (disasterRecovery.traffic)"
                ),
            ];
        }

        return seen is Fact<TrafficReadiness>.Known { Value: var found }
            ? [OfRecords(traffic, found), OfCheck(traffic, found.Check), OfZone(found)]
            : [Item("", ReadinessState.NotSeen, $"the failover records could not be seen: {seen.WhyUnknown}")];
    }

    private static ReadinessItem OfRecords(RegionTraffic traffic, TrafficReadiness found) =>
        found switch
        {
            { Primary: null } => Item(
                traffic.Record,
                ReadinessState.Missing,
                $"{traffic.Record} has no primary failover record: nothing turns its traffic"
            ),
            { Secondary: null } => Item(
                traffic.Record,
                ReadinessState.Missing,
                $"{traffic.Record} has no secondary failover record: its traffic has nowhere to turn to"
            ),
            { Primary.HealthCheckId: var id } when id != traffic.HealthCheckId => Item(
                traffic.Record,
                ReadinessState.Drifted,
                $"the primary record of {traffic.Record} has "
                    + (id is null ? "no health check" : $"health check {id}")
                    + $", and the estate says {traffic.HealthCheckId}"
            ),
            { Primary.TimeToLive: var ttl } => Item(
                traffic.Record,
                ReadinessState.Ready,
                $"{traffic.Record} has a primary and a secondary record; answers are kept for "
                    + RehearsalFindings.Age(ttl ?? s_ofAlias)
            ),
        };

    /// <summary>It has to fail when the object is there, and so to be inverted and to ask for it.</summary>
    private static ReadinessItem OfCheck(RegionTraffic traffic, FailoverCheck? check)
    {
        var about = "health check";
        return check switch
        {
            null => Item(
                about,
                ReadinessState.Missing,
                $"Route 53 has no health check {traffic.HealthCheckId}: the traffic cannot be turned without its API"
            ),
            { IsDisabled: true } => Item(
                about,
                ReadinessState.Missing,
                $"health check {traffic.HealthCheckId} is disabled: it counts as healthy, whatever happens"
            ),
            { IsInverted: false } => Item(
                about,
                ReadinessState.Missing,
                $"health check {traffic.HealthCheckId} is not inverted: it does not fail when "
                    + $"s3://{traffic.Switch.Bucket}/{traffic.Switch.Key} is written"
            ),
            { Path: { } path } when !path.EndsWith(traffic.Switch.Key, StringComparison.Ordinal) => Item(
                about,
                ReadinessState.Drifted,
                $"health check {traffic.HealthCheckId} asks {check.Host}{path}, and not for {traffic.Switch.Key}"
            ),
            _ => Item(
                about,
                ReadinessState.Ready,
                $"health check {traffic.HealthCheckId} turns the traffic "
                    + $"{RehearsalFindings.Age(check.Interval * check.Failures)} after the switch"
            ),
        };
    }

    private static ReadinessItem OfZone(TrafficReadiness found) =>
        found.HasAcceleratedRecovery switch
        {
            true => Item(
                "hosted zone",
                ReadinessState.Ready,
                "the hosted zone has accelerated recovery: records can be changed within an hour of an outage of us-east-1"
            ),
            false => Item(
                "hosted zone",
                ReadinessState.Drifted,
                "the hosted zone has no accelerated recovery: records cannot be changed while us-east-1 is out, so that the "
                    + "second way of turning is not there"
            ),
            null => Item(
                "hosted zone",
                ReadinessState.NotSeen,
                "whether the hosted zone has accelerated recovery, Route 53 does not say"
            ),
        };

    private static ReadinessItem Item(string about, ReadinessState state, string because) =>
        new(ReadinessPart.Traffic, about, state, because);
}

using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before anything of another region is changed.</summary>
internal static class RegionGuards
{
    private static readonly Guard s_approved = new RegionApprovalGuard();

    public static ImmutableArray<Guard> OfCounts { get; } = [ServiceGuards.Live, new ServingRegionGuard(), s_approved];

    public static ImmutableArray<Guard> OfTraffic { get; } = [new ReadyRegionGuard(), s_approved];
}

/// <summary>
/// Denies a failover, or its way back, that no person has approved, whatever the mode (DESIGN 8.9). Its first step is
/// offered with all that follows; whoever approves that has approved the rest.
/// </summary>
public sealed class RegionApprovalGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.IsApproved || question.Incident.RungAttempts.Any()
            ? null
            : AskFirst(question, "traffic between regions is turned with approval alone");
}

/// <summary>
/// Denies to lead the traffic to a region that does not serve, or of which that is not known: nothing there is not health.
/// </summary>
public sealed class ReadyRegionGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen) switch
        {
            (Change.TurnTraffic, { StandbyRegion: Fact<StandbyRegion>.Known { Value.IsReady: true } }) => null,
            (Change.TurnTraffic, _) => Deny("the standby region is not ready to serve", DenialThen.KeepWatching),
            (Change.TurnTrafficBack, { PrimaryRegion: Fact<PrimaryRegion>.Known { Value.IsWell: true } }) => null,
            (Change.TurnTrafficBack, _) => Deny("the primary region does not serve", DenialThen.KeepWatching),
            _ => null,
        };
}

/// <summary>Denies to take tasks away from the region that the public name leads to, or may still lead to.</summary>
public sealed class ServingRegionGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen.RegionTraffic, question.Seen.PrimaryRegion) switch
        {
            (Change.SetRegionCount set, _, _) when set.To >= set.From => null,
            (
                Change.SetRegionCount { IsStandby: true },
                Fact<RegionTrafficState>.Known { Value: { IsTurned: false, PublicName: AnsweringRegion.Primary } },
                _
            ) => null,
            (Change.SetRegionCount { IsStandby: false }, _, Fact<PrimaryRegion>.Known { Value.IsWell: false }) => null,
            (Change.SetRegionCount, _, _) => Deny(
                "the region serves, or the public name may still lead there",
                DenialThen.KeepWatching
            ),
            _ => null,
        };
}

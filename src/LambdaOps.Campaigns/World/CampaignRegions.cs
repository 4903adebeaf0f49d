using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>Two regions of a run: one that may be lost, and one that stands by.</summary>
internal sealed class CampaignRegions(CampaignRun run, DisasterRecovery recovery, TimeSpan turnsIn, TimeSpan startsIn)
{
    private readonly RegionService _primary = new(recovery.PrimaryServices[0], 3, 3);
    private long _turnedAt = long.MinValue / 2;
    private long _readyAt = long.MinValue / 2;
    private int _primaryDesired = 3;

    public DisasterRecovery Recovery { get; } = recovery;

    /// <summary>Whether nothing of the primary region serves.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether its APIs answer nothing either.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether what stands by never serves.</summary>
    public bool IsSick { get; set; }

    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(1);

    public int Desired { get; private set; } = recovery.Services[0].Standby;

    public bool IsTurned { get; private set; }

    /// <summary>Whether the standby region can take everybody.</summary>
    public bool IsReady => Desired >= Recovery.Services[0].Normal && run.Clock.Ticks >= _readyAt && !IsSick;

    public bool PrimaryServes => !IsLost && _primaryDesired > 0;

    /// <summary>Whom visitors of the public name reach.</summary>
    public AnsweringRegion PublicName
    {
        get
        {
            var leadsToStandby = run.Clock.Ticks - _turnedAt >= turnsIn.Ticks ? IsTurned : !IsTurned;
            return leadsToStandby
                ? IsSick || Desired == 0
                    ? AnsweringRegion.None
                    : AnsweringRegion.Standby
                : PrimaryServes
                    ? AnsweringRegion.Primary
                    : AnsweringRegion.None;
        }
    }

    public PrimaryRegion SeePrimary() =>
        new(
            PrimaryServes
                ? new HealthProbe(200, SaysHealthy: true, "")
                : new HealthProbe(null, SaysHealthy: false, "lost"),
            IsSilent ? null : [_primary with { Desired = _primaryDesired, Running = IsLost ? 0 : _primaryDesired }],
            IsSilent ? "ServerException" : ""
        );

    public StandbyRegion SeeStandby() =>
        new([
            new StandbyState(
                Recovery.Services[0].Of,
                new RegionService(
                    $"{Recovery.Services[0].Cluster}/{Recovery.Services[0].Service}",
                    Desired,
                    run.Clock.Ticks >= _readyAt ? Desired : Math.Min(Desired, Recovery.Services[0].Standby)
                ),
                Recovery.Services[0].Normal,
                !IsSick && Desired > 0,
                SmokeFails: null
            ),
        ]);

    public ReplicaStates SeeReplicas() => new(ImmutableArray<string>.Empty, Lag);

    public void Scale(Change.SetRegionCount set)
    {
        if (!set.IsStandby)
        {
            _primaryDesired = set.To;
            return;
        }

        if (set.To > Desired)
        {
            _readyAt = run.Clock.Ticks + startsIn.Ticks;
        }

        Desired = set.To;
    }

    public void Turn(bool toStandby)
    {
        if (IsTurned != toStandby)
        {
            (IsTurned, _turnedAt) = (toStandby, run.Clock.Ticks);
        }
    }

    /// <summary>All is well again, but for where the traffic is.</summary>
    public void Heal() => (IsLost, IsSilent, IsSick, Lag) = (false, false, false, TimeSpan.FromSeconds(1));
}

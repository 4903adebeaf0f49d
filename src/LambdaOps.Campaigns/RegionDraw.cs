using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>
/// Draws a second region, what becomes of both, and what people want of them, from streams of its own: most runs have none.
/// </summary>
internal static class RegionDraw
{
    private const int Normal = 4;

    public static Estate AddTo(Estate estate, ulong seed)
    {
        var chance = Chance.StreamOf(seed, "regions");
        if (chance.Below(3) != 0 || estate.Services.IsEmpty)
        {
            return estate;
        }

        var health = new HealthCheck(new Uri("https://dr.example/health"), "ok", TimeSpan.FromSeconds(3));
        var recovery = new DisasterRecovery("us-west-2")
        {
            Services = [new StandbyService(estate.Services[0].Id, "standby", "app", Normal, chance.Below(2), health)],
            Traffic = new RegionTraffic(
                new Uri("https://www.example/health"),
                "us-west-2",
                "Z1",
                "www.example",
                "check",
                new ObjectPlace("switch", "key")
            )
            {
                Primary = health,
            },
            StopsWriters = chance.Below(3) == 0,
            Settings = Settings.None.With(
                new Setting<RegionFailoverPolicy>(EstateDraw.DrawMode(chance), DrawPolicy(chance))
                {
                    Approval = EstateDraw.DrawApproval(chance, Change.Kinds.Where(kind => kind.Resource == "Regions")),
                }
            ),
        };
        return estate with { DisasterRecovery = recovery.StandingInFor(estate) };
    }

    private static RegionFailoverPolicy DrawPolicy(Chance chance) =>
        RegionFailoverPolicy.Default with
        {
            CheckEvery = Seconds(chance, 10, 40),
            Probes = 1 + chance.Below(4),
            StartWithin = Seconds(chance, 200, 900),
            TurnWithin = Seconds(chance, 200, 900),
            WellFor = Seconds(chance, 0, 400),
            BackWithin = Seconds(chance, 900, 3600),
            BlindAtMost = Seconds(chance, 60, 300),
        };

    /// <summary>The regions of a run; null where its estate has one region.</summary>
    public static CampaignRegions? Of(CampaignRun run)
    {
        var chance = Chance.StreamOf(run.Options.Seed, "how regions turn");
        return run.Plan.Estate.DisasterRecovery is { } recovery
            ? new CampaignRegions(run, recovery, Seconds(chance, 30, 300), Seconds(chance, 20, 120))
            : null;
    }

    /// <summary>What happens to them, and what people ask for.</summary>
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        if (run.Regions is not { } regions)
        {
            return;
        }

        var chance = Chance.StreamOf(run.Options.Seed, "life of regions");
        for (var outages = 1 + chance.Below(3); outages > 0; outages--)
        {
            var (at, dice) = (safety * chance.Share(), new Chance(chance.Next()));
            run.Clock.In(at, () => Lose(run, regions, dice));
        }

        for (var asked = 1 + chance.Below(3); asked > 0; asked--)
        {
            var (at, wish) = (
                safety * chance.Share(),
                chance.Below(3) == 0 ? RegionWish.Failback : RegionWish.Failover
            );
            run.Clock.In(at, () => Ask(run, wish));
        }
    }

    private static void Lose(CampaignRun run, CampaignRegions regions, Chance chance)
    {
        run.Say($"the primary region is lost");
        run.Tally.Count("region", "lost");
        (regions.IsLost, regions.IsSilent, regions.IsSick) = (true, chance.Below(2) == 0, chance.Below(6) == 0);
        regions.Lag = chance.Below(4) == 0 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1);
        run.Clock.In(Seconds(chance, 20, 300), () => Ask(run, RegionWish.Failover));
        run.Clock.In(
            Seconds(chance, 60, 2400),
            () =>
            {
                run.Say($"the primary region is back");
                regions.Heal();
                run.Clock.In(Seconds(chance, 60, 600), () => Ask(run, RegionWish.Failback));
            }
        );
    }

    private static void Ask(CampaignRun run, RegionWish wish) =>
        run.Mail.Ask(
            new Signal.OperatorRequested(
                DisasterRecovery.TheId,
                RegionFailoverProcedure.ProcedureName,
                Mode.Act,
                "someone",
                "the region"
            )
            {
                Region = wish,
            }
        );

    private static TimeSpan Seconds(Chance chance, int low, int high) =>
        TimeSpan.FromSeconds(low + chance.Below(high - low + 1));
}

using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>Draws whose zones fail, and who else shifts traffic, from streams of their own.</summary>
internal static class ZoneDraw
{
    private const int Zones = 3;

    public static Estate AddTo(Estate estate, ulong seed)
    {
        var drawn = estate.Services.Select((service, index) => AddTo(service, seed, index)).ToList();
        return estate with
        {
            Services = [.. drawn],
            Alarms =
            [
                .. estate.Alarms,
                .. drawn
                    .Where(service => service.ZoneShift is not null)
                    .Select(service => new AlarmRule(
                        new AlarmMatch.ByName($"{service.Id}-zone"),
                        service.Id,
                        ZoneShiftProcedure.ProcedureName,
                        Severity.P1
                    )),
            ],
        };
    }

    private static OperatedService AddTo(OperatedService service, ulong seed, int index)
    {
        var chance = Chance.StreamOf(seed, $"zones {index}");
        return chance.Below(4) != 0
            ? service
            : service with
            {
                Settings = service.Settings.With(
                    new Setting<ZoneShiftPolicy>(EstateDraw.DrawMode(chance), Draw(chance))
                    {
                        Approval = EstateDraw.DrawApproval(
                            chance,
                            [ChangeKind.SetDesiredCount, ChangeKind.ExtendZonalShift]
                        ),
                    }
                ),
            };
    }

    private static ZoneShiftPolicy Draw(Chance chance) =>
        ZoneShiftPolicy.Default with
        {
            CheckEvery = TimeSpan.FromSeconds(chance.Between(10, 30)),
            ConfirmFor = TimeSpan.FromSeconds(chance.Between(10, 90)),
            CompareWithin = TimeSpan.FromSeconds(chance.Between(120, 600)),
            ServeWithin = TimeSpan.FromSeconds(chance.Between(120, 600)),
            ShiftFor = TimeSpan.FromMinutes(10 + chance.Below(20)),
            ExtendBefore = TimeSpan.FromSeconds(chance.Between(120, 400)),
            ShiftAtMost = TimeSpan.FromHours(1),
            CalmFor = TimeSpan.FromSeconds(chance.Between(120, 900)),
            WatchFor = TimeSpan.FromSeconds(chance.Between(30, 300)),
        };

    /// <summary>What will happen to zones, and what people do about them.</summary>
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        foreach (var service in run.Services.Where(service => service.Zones is not null))
        {
            var chance = Chance.StreamOf(run.Options.Seed, $"life of zones of {service.Operated.Id}");
            for (var outages = 1 + chance.Below(3); outages > 0; outages--)
            {
                var (at, dice) = (safety * chance.Share(), new Chance(chance.Next()));
                run.Clock.In(at, () => Happen(run, service, service.Zones!, dice));
            }
        }
    }

    private static void Happen(CampaignRun run, CampaignService service, CampaignZones zones, Chance chance)
    {
        var zone = chance.Below(Zones);
        zones.Fail(
            zone,
            TimeSpan.FromSeconds(chance.Between(300, 5400)),
            showsTargets: chance.Below(2) == 0,
            emptiesOthers: chance.Below(6) == 0
        );
        var later = TimeSpan.FromSeconds(chance.Between(5, 1500));
        var length = TimeSpan.FromSeconds(chance.Between(300, 3600));
        switch (chance.Below(6))
        {
            case 0:
                run.Clock.In(later, () => zones.Autoshift(zone, length));
                break;
            case 1 when run.Options.Faults.Contains(FaultKind.People):
                run.Strike(null, FaultKind.People, "zones");
                run.Clock.In(later, () => zones.ShiftByPerson(chance.Below(Zones), length));
                break;
            case 2 when run.Options.Faults.Contains(FaultKind.People):
                run.Strike(null, FaultKind.People, "zones");
                run.Clock.In(later + later, zones.CancelByPerson);
                break;
            case 3:
                run.Mail.Ask(
                    new Signal.OperatorRequested(
                        service.Operated.Id,
                        ZoneShiftProcedure.ProcedureName,
                        Mode.Act,
                        "someone",
                        "a zone fails"
                    )
                );
                break;
        }
    }
}

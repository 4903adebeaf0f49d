using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// The three zones behind a service's load balancer: one may fail, and anyone may shift traffic away from one.
/// </summary>
internal sealed class CampaignZones(CampaignRun run, CampaignService service)
{
    private const double RequestsAZone = 900;

    private const int FailsOneProbeIn = 3;

    private static readonly string[] s_ids = ["z1", "z2", "z3"];

    private int _numbers;
    private int _outages;

    /// <summary>The zone that fails its requests; null for none.</summary>
    public string? Bad { get; private set; }

    /// <summary>Since when no zone but the bad one has a healthy target; null while others have some.</summary>
    public long? OthersEmptySince { get; private set; }

    /// <summary>The shift that is in effect, by whomever; null for none.</summary>
    public CampaignZoneShift? Shift { get; private set; }

    /// <summary>Since when AWS itself shifts the load balancer's traffic; null while it does not.</summary>
    public long? AutoshiftSince { get; private set; }

    private string? AutoshiftFrom { get; set; }

    private bool ShowsTargets { get; set; }

    private string? Away => Shift?.Zone ?? AutoshiftFrom;

    /// <summary>Whether users meet the failing zone.</summary>
    public bool Hurts => Bad is { } bad && bad != Away;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(run.Clock.Ticks);

    public ZoneReadings Readings(TargetCounts targets) => new([.. s_ids.Select((id, at) => Reading(id, at, targets))]);

    public ZoneTraffic Traffic() =>
        new(
            "arn:balancer",
            IsEnabled: true,
            [
                .. AutoshiftFrom is { } zone && Shift is null
                    ? [new ZoneShifting(null, ShiftOrigin.Aws, zone, "", null)]
                    : Array.Empty<ZoneShifting>(),
                .. Shift is { } shift
                    ? [new ZoneShifting(shift.Id, ShiftOrigin.Manual, shift.Zone, shift.Comment, shift.ExpiresAt)]
                    : Array.Empty<ZoneShifting>(),
            ],
            AutoshiftFrom is { } avoided ? [avoided] : []
        );

    private ZoneReading Reading(string id, int at, TargetCounts targets)
    {
        var isBad = id == Bad;
        var healthy = OthersEmptySince is not null
            ? (isBad ? targets.Healthy : 0)
            : (targets.Healthy / s_ids.Length) + (at < targets.Healthy % s_ids.Length ? 1 : 0);
        var unhealthy = (targets.Unhealthy / s_ids.Length) + (at < targets.Unhealthy % s_ids.Length ? 1 : 0);
        var sick = isBad && ShowsTargets && OthersEmptySince is null ? healthy : 0;
        double? requests = id == Away || healthy == 0 || service.Outages.Factor < 0.01 ? null : RequestsAZone;
        return new ZoneReading(
            id,
            $"zone-{at}",
            healthy - sick,
            unhealthy + sick,
            0,
            requests,
            requests
                * (
                    isBad ? 0.4
                    : service.IsHealthy ? 0
                    : 0.6
                )
        );
    }

    /// <summary>A zone fails for a while.</summary>
    public void Fail(int zone, TimeSpan length, bool showsTargets, bool emptiesOthers)
    {
        run.Tally.Count("outage", "Zone");
        run.Say($"{s_ids[zone]} of {service.Operated.Id} fails");
        (Bad, ShowsTargets) = (s_ids[zone], showsTargets);
        OthersEmptySince = emptiesOthers ? OthersEmptySince ?? run.Clock.Ticks : null;
        var number = ++_outages;
        run.Clock.In(
            length,
            () =>
            {
                if (number == _outages && !run.Plan.IsStuck)
                {
                    Heal();
                }
            }
        );
        Changed();
    }

    /// <summary>AWS shifts the traffic away for a while.</summary>
    public void Autoshift(int zone, TimeSpan length)
    {
        run.Say($"AWS shifts {service.Operated.Id} away from {s_ids[zone]}");
        (AutoshiftFrom, AutoshiftSince) = (s_ids[zone], AutoshiftSince ?? run.Clock.Ticks);
        run.Clock.In(length, EndAutoshift);
        Changed();
    }

    /// <summary>A person shifts the traffic away from a zone, where nobody has.</summary>
    public void ShiftByPerson(int zone, TimeSpan length)
    {
        if (Shift is null)
        {
            run.Say($"someone shifts {service.Operated.Id} away from {s_ids[zone]}");
            Begin(s_ids[zone], length, "maintenance", byLoop: false);
        }
    }

    /// <summary>A person cancels whatever shift there is.</summary>
    public void CancelByPerson()
    {
        if (Shift is not null)
        {
            run.Say($"someone cancels the shift of {service.Operated.Id}");
            Shift = null;
            Changed();
        }
    }

    /// <summary>A person ends what nobody looks after; what LambdaOps has shifted is its own to end.</summary>
    public void Fix()
    {
        Heal();
        EndAutoshift();
        if (Shift is { ByLoop: false })
        {
            CancelByPerson();
        }
    }

    public ActionOutcome Start(Change.StartZonalShift start)
    {
        if (Shift is { } other)
        {
            return new ActionOutcome.Refused($"ConflictException: {other.Id} is active");
        }

        Begin(start.Zone, TimeSpan.FromMinutes(start.Minutes), start.Comment, byLoop: true);
        return new ActionOutcome.Done("shifted");
    }

    public ActionOutcome Extend(Change.ExtendZonalShift extend)
    {
        if (Shift is not { } shift || shift.Id != extend.Id)
        {
            return new ActionOutcome.Refused("ConflictException: the shift is not active");
        }

        Begin(shift.Zone, TimeSpan.FromMinutes(extend.Minutes), shift.Comment, shift.ByLoop, shift.Id);
        return new ActionOutcome.Done("extended");
    }

    public ActionOutcome Cancel(Change.CancelZonalShift cancel)
    {
        if (Shift is not { } shift || shift.Id != cancel.Id)
        {
            return new ActionOutcome.Refused("ConflictException: the shift is not active");
        }

        Shift = null;
        Changed();
        return new ActionOutcome.Done("cancelled");
    }

    private void Begin(string zone, TimeSpan length, string comment, bool byLoop, string? id = null)
    {
        var shift = new CampaignZoneShift(id ?? $"shift-{++_numbers}", zone, comment, Now + length, byLoop)
        {
            Since = run.Clock.Ticks,
        };
        Shift = shift;
        run.Clock.In(
            length,
            () =>
            {
                if (Shift == shift)
                {
                    Shift = null;
                    Changed();
                }
            }
        );
        Changed();
    }

    private void Heal()
    {
        (Bad, OthersEmptySince, ShowsTargets) = (null, null, false);
        Changed();
    }

    private void EndAutoshift()
    {
        (AutoshiftFrom, AutoshiftSince) = (null, null);
        Changed();
    }

    private void Changed()
    {
        service.Outages.FlickerByZone(Hurts ? FailsOneProbeIn : 0);
        service.Touch();
    }
}

/// <summary>A shift in a run.</summary>
internal sealed record CampaignZoneShift(string Id, string Zone, string Comment, DateTimeOffset ExpiresAt, bool ByLoop)
{
    public required long Since { get; init; }
}

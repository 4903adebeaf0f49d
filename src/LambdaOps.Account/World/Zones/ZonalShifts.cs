using LambdaOps.Account.Services;

namespace LambdaOps.Account.World.Zones;

/// <summary>
/// What moves the traffic of load balancers away from zones: shifts of people, practice runs, and AWS's autoshifts. A
/// shift of people goes before an autoshift, and that before a practice run.
/// </summary>
public sealed class ZonalShifts(SimulatedWorld world)
{
    private readonly List<ZonalShiftRecord> _shifts = [];
    private readonly List<AutoshiftRecord> _autoshifts = [];
    private readonly HashSet<string> _enabled = new(StringComparer.Ordinal);
    private readonly SeededIds _ids = new(world.Seed, "arc-zonal-shift");

    /// <summary>All that there ever were, oldest first.</summary>
    public IReadOnlyList<ZonalShiftRecord> All => _shifts;

    /// <summary>AWS's own, oldest first.</summary>
    public IReadOnlyList<AutoshiftRecord> Autoshifts => _autoshifts;

    /// <summary>The load balancers whose attribute zonal_shift.config.enabled is true.</summary>
    public bool IsEnabled(string loadBalancer) => _enabled.Contains(loadBalancer);

    /// <summary>Turns the attribute on or off: off ends no shift.</summary>
    public void Enable(string loadBalancer, bool isOn = true) =>
        _ = isOn ? _enabled.Add(loadBalancer) : _enabled.Remove(loadBalancer);

    /// <summary>The one that is ACTIVE and not a practice run; null when there is none.</summary>
    public ZonalShiftRecord? ActiveOf(string loadBalancer) =>
        Active(loadBalancer).FirstOrDefault(one => !one.IsPractice);

    /// <summary>Those that are ACTIVE, practice runs among them.</summary>
    public IEnumerable<ZonalShiftRecord> Active(string loadBalancer) =>
        _shifts.Where(one => one.LoadBalancer == loadBalancer && one.StatusAt(world.Clock.Now) == "ACTIVE");

    /// <summary>The id of the zone that the load balancer's traffic is away from now; null for none.</summary>
    public string? AwayFrom(string loadBalancer) =>
        _shifts.Count == 0 && _autoshifts.Count == 0
            ? null
            : ActiveOf(loadBalancer)?.AwayFrom
                ?? _autoshifts.Find(one => one.EndedAt is null && one.About.Contains(loadBalancer))?.AwayFrom
                ?? Active(loadBalancer).FirstOrDefault()?.AwayFrom;

    public ZonalShiftRecord Start(string loadBalancer, string awayFrom, TimeSpan expiresIn, string comment)
    {
        foreach (var practice in Active(loadBalancer).ToList())
        {
            practice.CancelledAt = world.Clock.Now;
        }

        return Add(
            new ZonalShiftRecord(_ids.Uuid(), loadBalancer, awayFrom, world.Clock.Now)
            {
                Comment = comment,
                ExpiresAt = world.Clock.Now + expiresIn,
            }
        );
    }

    /// <summary>Ends a shift before its time.</summary>
    public void Cancel(ZonalShiftRecord shift)
    {
        shift.CancelledAt = world.Clock.Now;
        world.Tell("zones", "zones", $"the shift away from {shift.AwayFrom} is cancelled");
    }

    /// <summary>Zonal autoshift tries out whether the other zones carry the load: half an hour.</summary>
    public ZonalShiftRecord Practise(string loadBalancer, string awayFrom) =>
        Add(
            new ZonalShiftRecord(_ids.Uuid(), loadBalancer, awayFrom, world.Clock.Now)
            {
                Comment = "Practice run started by AWS",
                ExpiresAt = world.Clock.Now + TimeSpan.FromMinutes(30),
                IsPractice = true,
            }
        );

    /// <summary>AWS shifts traffic away from a zone.</summary>
    /// <param name="about">The load balancers that have zonal autoshift on; the others keep their traffic.</param>
    public void Autoshift(string awayFrom, params IEnumerable<string> about)
    {
        world.Tell("fault", "zones", $"AWS shifts traffic away from {awayFrom}");
        _autoshifts.Add(new AutoshiftRecord(awayFrom, [.. about], world.Clock.Now));
    }

    public void EndAutoshift()
    {
        world.Tell("fault", "zones", "AWS ends its shift");
        foreach (var one in _autoshifts)
        {
            one.EndedAt ??= world.Clock.Now;
        }
    }

    private ZonalShiftRecord Add(ZonalShiftRecord shift)
    {
        world.Tell(
            "zones",
            "zones",
            $"traffic of {shift.LoadBalancer} shifts away from {shift.AwayFrom}: {shift.Comment}"
        );
        _shifts.Add(shift);
        return shift;
    }
}

/// <summary>A shift of a person or a tool, or a practice run.</summary>
public sealed class ZonalShiftRecord(string id, string loadBalancer, string awayFrom, DateTimeOffset startedAt)
{
    public string Id { get; } = id;

    public string LoadBalancer { get; } = loadBalancer;

    public string AwayFrom { get; } = awayFrom;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public required DateTimeOffset ExpiresAt { get; set; }

    public required string Comment { get; set; }

    public bool IsPractice { get; init; }

    public DateTimeOffset? CancelledAt { get; internal set; }

    public string StatusAt(DateTimeOffset now) =>
        CancelledAt is not null ? "CANCELED"
        : now >= ExpiresAt ? "EXPIRED"
        : "ACTIVE";
}

/// <summary>AWS's own shift.</summary>
public sealed class AutoshiftRecord(string awayFrom, IReadOnlyList<string> about, DateTimeOffset startedAt)
{
    public string AwayFrom { get; } = awayFrom;

    public IReadOnlyList<string> About { get; } = about;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public DateTimeOffset? EndedAt { get; internal set; }
}

using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>What is wrong with a service: outages begin, and end by themselves where time heals them.</summary>
internal sealed class ServiceOutages(CampaignRun run, CampaignService service)
{
    private static readonly int[] s_flaps = [2, 5, 50];

    private static readonly int[] s_foreign = [200, 302, 403, 429, 401, 404, 204];

    private readonly HashSet<(OutageKind Kind, int Number)> _outages = [];
    private static readonly TimeSpan s_toolEvery = TimeSpan.FromMinutes(1);

    private int _numbers;
    private int _flickers;
    private int _probes;
    private int _zoneFlickers;
    private int _zoneProbes;

    public bool IsDependencyDown => Has(OutageKind.Dependency) || Has(OutageKind.SharedDependency);

    public bool IsCrashing => Has(OutageKind.CrashLoop);

    public bool HasNoPlace => Has(OutageKind.Placement);

    public bool IsThrottled => Has(OutageKind.Throttling);

    /// <summary>Without the tasks of a zone that does not serve: of five one, of a few one, of one none.</summary>
    public int Serving(int healthy, int running) =>
        Has(OutageKind.PartialZone) && healthy > 1 ? healthy - OfAZone(running) : healthy;

    /// <summary>The zone that does not serve, where nothing else is unhealthy.</summary>
    public string? DownZone(int healthy, int running) =>
        Has(OutageKind.PartialZone) && healthy > 0 && running - healthy == OfAZone(running) ? "zone-c" : null;

    private static int OfAZone(int running) => Math.Max(1, running / 5);

    public bool IsFlappedDown { get; private set; }

    /// <summary>Requests, as a multiple of the usual.</summary>
    public double Factor =>
        QuietSince is null ? _busy
        : Has(OutageKind.QuietNight) ? 0
        : 0.001;

    private double _busy = 1;

    /// <summary>Since when hardly anyone asks; null while people do.</summary>
    public long? QuietSince { get; private set; }

    /// <summary>Whether anything is wrong but that nobody asks.</summary>
    public bool Disturbed
    {
        get
        {
            foreach (var (kind, _) in _outages)
            {
                if (kind is not (OutageKind.QuietNight or OutageKind.ThinTraffic))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public bool Has(OutageKind kind)
    {
        foreach (var outage in _outages)
        {
            if (outage.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An outage begins, and ends by itself after a while where time heals it.</summary>
    public void Suffer(OutageKind kind, TimeSpan length, double strength)
    {
        var number = ++_numbers;
        run.Tell(new CampaignEvent.Outage(service, kind, Begins: true));
        run.Tally.Count("outage", kind);
        switch (kind)
        {
            case OutageKind.Hang:
                var hung = (int)Math.Ceiling(service.Primary.Running * strength);
                service.Primary.Hung = Math.Max(service.Primary.Hung, hung);
                break;
            case OutageKind.Total:
                service.Primary.Hung = service.Primary.Running;
                service.Older?.Hung = service.Older.Running;
                break;
            case OutageKind.BadDeployment:
                service.DeployNew(serves: false, dies: true);
                break;
            case OutageKind.SilentlyBadDeployment:
                service.DeployNew(serves: false, dies: false);
                break;
            case OutageKind.StuckRollout:
                service.DeployNew(serves: false, dies: false, isStuck: true);
                break;
            case OutageKind.Stopped:
                service.SetDesired(0, byLoop: false);
                break;
            default:
                Last(kind, number, length, strength);
                break;
        }

        service.Touch();
        service.Autoscaler.LookLater();
    }

    /// <summary>One of so many requests to the health URL fails for a while, whatever serves; 0 is none.</summary>
    public void Flicker(int every, TimeSpan length)
    {
        _flickers = every;
        run.Clock.In(length, () => _flickers = 0);
    }

    /// <summary>One of so many requests to the health URL meets a zone that fails; 0 is none.</summary>
    public void FlickerByZone(int every) => _zoneFlickers = every;

    /// <summary>Whether some requests to the health URL fail, whatever serves.</summary>
    public bool Flickers => _flickers > 0 || _zoneFlickers > 0;

    /// <summary>Whether this request to the health URL fails, whatever serves.</summary>
    public bool FailsNow() =>
        (_flickers > 0 && ++_probes % _flickers == 0) || (_zoneFlickers > 0 && ++_zoneProbes % _zoneFlickers == 0);

    /// <summary>Whether nothing outside gets to the service, or to its health URL.</summary>
    public bool HidesProbe => Has(OutageKind.DnsFailure) || Has(OutageKind.TlsFailure) || Has(OutageKind.ForeignAnswer);

    /// <summary>What a request to the health URL shows where others answer it, or nobody; null where it gets through.</summary>
    public Fact<HealthProbe>? Unclear(DateTimeOffset at)
    {
        if (!HidesProbe)
        {
            return null;
        }

        var status = s_foreign[++_probes % s_foreign.Length];
        var unknown =
            Has(OutageKind.DnsFailure) ? "the name of the URL is not resolved"
            : Has(OutageKind.TlsFailure) ? "no TLS connection"
            : HealthProbe.WhyUnknown(status, says: false);
        return unknown is null
            ? Fact.Known(new HealthProbe(status, SaysHealthy: false, "another body"), at)
            : Fact.Missing<HealthProbe>(unknown);
    }

    /// <summary>A person, or time, fixes what is left.</summary>
    public void Fix(bool restoresCapacity)
    {
        (service.Primary.Hung, _busy, IsFlappedDown, _flickers, QuietSince) = (0, 1, false, 0, null);
        service.Older?.Hung = 0;
        _outages.Clear();
        service.Memory.Fix();
        var normal = service.Operated.Capacity.Normal;
        if (service.Desired == 0 || (restoresCapacity && service.Desired < normal))
        {
            service.SetDesired(normal, byLoop: false);
        }

        service.Shift.Fix();
        service.Rule?.Fix();
        service.Zones?.Fix();
        service.Repair();
        GoOn();
    }

    private void Last(OutageKind kind, int number, TimeSpan length, double strength)
    {
        _outages.Add((kind, number));
        var primary = service.Primary;
        switch (kind)
        {
            case OutageKind.QuietNight or OutageKind.ThinTraffic:
                QuietSince ??= run.Clock.Ticks;
                break;
            case OutageKind.Overload:
                _busy = 1.3 + (strength * 2.5);
                break;
            case OutageKind.CrashLoop or OutageKind.Placement:
                primary.Running = (int)(primary.Running * (1 - strength));
                primary.Hung = Math.Min(primary.Hung, primary.Running);
                break;
            case OutageKind.MemoryLeak:
                service.Memory.Leak(0.5 + (strength * 2.5));
                break;
            case OutageKind.FlappingProbe:
                _flickers = s_flaps[(int)(strength * s_flaps.Length) % s_flaps.Length];
                break;
            case OutageKind.ToolUndoes:
                _busy = 1.3 + (strength * 2.5);
                Undo(number, service.Desired, service.Automatic?.Minimum);
                break;
            case OutageKind.Flapping:
                Flap(number, TimeSpan.FromSeconds(5 + (strength * 80)));
                break;
        }

        run.Clock.In(length, () => End(kind, number));
    }

    private void End(OutageKind kind, int number)
    {
        if (run.Plan.IsStuck || !_outages.Remove((kind, number)))
        {
            return;
        }

        run.Tell(new CampaignEvent.Outage(service, kind, Begins: false));
        _busy = Has(OutageKind.Overload) || Has(OutageKind.ToolUndoes) ? _busy : 1;
        QuietSince = Has(OutageKind.QuietNight) || Has(OutageKind.ThinTraffic) ? QuietSince : null;
        _flickers = kind == OutageKind.FlappingProbe && !Has(kind) ? 0 : _flickers;
        if (kind == OutageKind.MemoryLeak && !Has(kind))
        {
            service.Memory.Leak(0);
        }

        IsFlappedDown = IsFlappedDown && Has(OutageKind.Flapping);
        GoOn();
    }

    /// <summary>What its configuration says is set again, whoever changed it.</summary>
    private void Undo(int number, int desired, int? minimum)
    {
        if (!_outages.Contains((OutageKind.ToolUndoes, number)))
        {
            return;
        }

        if (minimum is { } least)
        {
            if (service.Automatic is { Minimum: var now } && now != least)
            {
                run.Say($"a tool sets the minimum of {service.Operated.Id} back to {least}");
                service.SetMinimum(least, byLoop: false);
            }
        }
        else if (service.Desired != desired && service.Desired > 0)
        {
            run.Say($"a tool sets {service.Operated.Id} back to {desired}");
            service.SetDesired(desired, byLoop: false);
        }

        run.Clock.In(s_toolEvery, () => Undo(number, desired, minimum));
    }

    private void Flap(int number, TimeSpan every)
    {
        if (_outages.Contains((OutageKind.Flapping, number)))
        {
            IsFlappedDown = !IsFlappedDown;
            run.Clock.In(every, () => Flap(number, every));
            service.Touch();
        }
    }

    /// <summary>Something of it is over: tasks that are missing start.</summary>
    private void GoOn()
    {
        if (service.Running < service.Desired)
        {
            service.SettleLater();
        }

        service.Touch();
        service.Autoscaler.LookLater();
    }
}

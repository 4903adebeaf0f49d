using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

// What is wrong with the service, and what its numbers are then.
internal sealed partial class ServiceModel
{
    private static readonly TableThrottles s_calm = TableThrottles.None;

    private readonly HashSet<(OutageKind Kind, int Number)> _outages = [];
    private int _outageNumbers;
    private int _flickers;
    private int _probes;
    private LoadReading? _load;
    private long _loadMinute;
    private (double Cpu, double Factor, bool Slow, bool Failing) _loadOf;

    public bool HasOutage => _outages.Count > 0;

    private bool IsDependencyDown => Has(OutageKind.Dependency) || Has(OutageKind.SharedDependency);

    private bool IsCrashing => Has(OutageKind.CrashLoop);

    private bool HasNoPlace => Has(OutageKind.Placement);

    private bool IsFlappedDown { get; set; }

    public bool IsThrottled => Has(OutageKind.Throttling);

    /// <summary>Requests, as a multiple of the usual.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>Percent, of the running tasks.</summary>
    public double Cpu => Running == 0 ? 0 : Math.Min(100, Work * 100 / Running);

    /// <summary>Requests in fully used tasks.</summary>
    private double Work => plan.BaseCpu / 100 * operated.Capacity.Normal * Factor;

    public bool IsSlow => P95 >= operated.Thresholds.P95Ms.Warning;

    private double P95
    {
        get
        {
            var use = Math.Min(0.97, Cpu / 100);
            return (Has(OutageKind.Slowness) || IsThrottled ? 1500 : 0) + (110 / (1 - use));
        }
    }

    /// <summary>Whether requests fail.</summary>
    public bool Fails => !IsHealthy && Desired > 0;

    public TableThrottles Throttles =>
        IsThrottled && operated.Tables is [var table, ..]
            ? new TableThrottles([new TableThrottle(table, 120)])
            : s_calm;

    /// <summary>The reading before the newest; null when there is none.</summary>
    public LoadReading? LoadBefore { get; private set; }

    /// <summary>The newest minute of the load.</summary>
    public LoadReading Load
    {
        get
        {
            var minute = run.Clock.Ticks / TimeSpan.TicksPerMinute;
            var of = (Cpu, Factor, IsSlow, Fails);
            if (_load is null || minute != _loadMinute || of != _loadOf)
            {
                (_loadMinute, _loadOf, LoadBefore) = (minute, of, _load);
                _load = Read(CampaignClock.Start.AddTicks((minute - 1) * TimeSpan.TicksPerMinute));
            }

            return _load;
        }
    }

    private LoadReading Read(DateTimeOffset at)
    {
        var p95 = P95;
        const double Requests = 100;
        return new LoadReading(
            at,
            p95 / 4,
            p95,
            p95 * 2.2,
            Cpu,
            50,
            Requests * Factor,
            Fails ? 60 : 0.01,
            plan.KnowsCost ? plan.BaseCpu / 100 * operated.Capacity.Normal / Requests : null
        );
    }

    private bool Has(OutageKind kind)
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
        var number = ++_outageNumbers;
        run.Tell(new CampaignEvent.Outage(this, kind, Begins: true));
        run.Tally.Count("outage", kind);
        switch (kind)
        {
            case OutageKind.Hang:
                Primary.Hung = Math.Max(Primary.Hung, (int)Math.Ceiling(Primary.Running * strength));
                break;
            case OutageKind.Total:
                Primary.Hung = Primary.Running;
                Older?.Hung = Older.Running;
                break;
            case OutageKind.BadDeployment:
                DeployNew(serves: false, dies: true);
                break;
            case OutageKind.SilentlyBadDeployment:
                DeployNew(serves: false, dies: false);
                break;
            case OutageKind.StuckRollout:
                DeployNew(serves: false, dies: false, isStuck: true);
                break;
            case OutageKind.Stopped:
                SetDesired(0, byLoop: false);
                break;
            default:
                Last(kind, number, length, strength);
                break;
        }

        Touch();
        AutoscaleLater();
    }

    /// <summary>One of so many requests to the health URL fails for a while, whatever serves; 0 is none.</summary>
    public void Flicker(int every, TimeSpan length)
    {
        _flickers = every;
        run.Clock.In(length, () => _flickers = 0);
    }

    /// <summary>One request to the health URL.</summary>
    public HealthProbe Probe() => _flickers > 0 && ++_probes % _flickers == 0 ? s_failing : Health;

    /// <summary>A person, or time, mends what is left.</summary>
    public void Mend(bool givesCapacityBack)
    {
        (Primary.Hung, Factor, IsFlappedDown, _flickers) = (0, 1, false, 0);
        Older?.Hung = 0;
        _outages.Clear();
        if (Desired == 0 || (givesCapacityBack && Desired < operated.Capacity.Normal))
        {
            SetDesired(operated.Capacity.Normal, byLoop: false);
        }

        Repair();
        if (Running < Desired)
        {
            SettleLater();
        }

        Touch();
        AutoscaleLater();
    }

    private void Last(OutageKind kind, int number, TimeSpan length, double strength)
    {
        _outages.Add((kind, number));
        switch (kind)
        {
            case OutageKind.Overload:
                Factor = 1.3 + (strength * 2.5);
                break;
            case OutageKind.CrashLoop or OutageKind.Placement:
                Primary.Running = (int)(Primary.Running * (1 - strength));
                Primary.Hung = Math.Min(Primary.Hung, Primary.Running);
                break;
            case OutageKind.Flapping:
                Flap(number, TimeSpan.FromSeconds(5 + (strength * 80)));
                break;
        }

        run.Clock.In(length, () => End(kind, number));
    }

    private void End(OutageKind kind, int number)
    {
        if (!_outages.Remove((kind, number)))
        {
            return;
        }

        run.Tell(new CampaignEvent.Outage(this, kind, Begins: false));
        Factor = Has(OutageKind.Overload) ? Factor : 1;
        IsFlappedDown = IsFlappedDown && Has(OutageKind.Flapping);
        if (Running < Desired)
        {
            SettleLater();
        }

        Touch();
        AutoscaleLater();
    }

    private void Flap(int number, TimeSpan every)
    {
        if (_outages.Contains((OutageKind.Flapping, number)))
        {
            IsFlappedDown = !IsFlappedDown;
            run.Clock.In(every, () => Flap(number, every));
            Touch();
        }
    }
}

namespace LambdaOps.Account.World.Tables;

/// <summary>Reads and writes have capacities of their own.</summary>
public enum CapacityKind
{
    Read,
    Write,
}

/// <summary>Why a request is throttled: DynamoDB counts each cause in a metric of its own.</summary>
public enum ThrottleCause
{
    /// <summary>One range of keys is asked for too much.</summary>
    KeyRange,

    /// <summary>The provisioned capacity is used up.</summary>
    Provisioned,

    /// <summary>The account may not have more.</summary>
    AccountLimit,

    /// <summary>The maximum that the owner set for on-demand capacity.</summary>
    OnDemandMaximum,
}

/// <summary>
/// What a table, or an index of it, can take in. Of provisioned capacity, what nobody used in the last five minutes is
/// kept (burst). A request comes in while there is any; a large one may leave a debt, and whoever comes next is
/// throttled for it. On-demand capacity has no end here but the maximum that its owner may have set.
/// </summary>
public sealed class TableCapacity(TimeProvider clock)
{
    private static readonly TimeSpan s_burst = TimeSpan.FromMinutes(5);

    /// <summary>A maximum is no exact limit, but little can be kept.</summary>
    private static readonly TimeSpan s_burstOfMaximum = TimeSpan.FromSeconds(5);

    private readonly Side _read = new();
    private readonly Side _write = new();

    /// <summary>Units a second; null for on-demand capacity.</summary>
    public (long Read, long Write)? Provisioned
    {
        get;
        set
        {
            field = value;
            Provide(clock.GetUtcNow());
        }
    }

    /// <summary>Units a second that on-demand capacity is held to; null for what nobody limits.</summary>
    public (long? Read, long? Write) OnDemandMaximum
    {
        get;
        set
        {
            field = value;
            Provide(clock.GetUtcNow());
        }
    }

    /// <summary>What else than the capacity makes the table throttle now; null for nothing.</summary>
    internal Func<ThrottleCause?> Disturbance { get; set; } = () => null;

    private ThrottleCause Exhausted => Provisioned is null ? ThrottleCause.OnDemandMaximum : ThrottleCause.Provisioned;

    /// <summary>Whether a request comes in now; one that does not is counted as throttled.</summary>
    public bool Admits(CapacityKind kind)
    {
        var disturbed = Disturbance();
        var admits = disturbed is null && Of(kind).LevelAt(clock.GetUtcNow()) > 0;
        if (!admits)
        {
            Of(kind).Refuse(disturbed ?? Exhausted, 1);
        }

        return admits;
    }

    /// <summary>Counts what a request has taken that came in.</summary>
    public void Spend(CapacityKind kind, double units) => Of(kind).Take(units, clock.GetUtcNow());

    /// <summary>Takes as much of many small requests as there is; the rest is throttled.</summary>
    /// <returns>The units that were served.</returns>
    internal double Serve(CapacityKind kind, double units, DateTimeOffset at)
    {
        var served = Math.Clamp(Of(kind).LevelAt(at), 0, units);
        Of(kind).Take(served, at);
        Of(kind).Refuse(Exhausted, units - served);
        return served;
    }

    /// <summary>Counts requests that were throttled for another reason.</summary>
    internal void Refuse(CapacityKind kind, ThrottleCause cause, double units) => Of(kind).Refuse(cause, units);

    /// <summary>What was taken and what was throttled, by cause, since this was asked last.</summary>
    internal (double Used, IReadOnlyDictionary<ThrottleCause, double> Refused) Count(CapacityKind kind) =>
        Of(kind).Count();

    private void Provide(DateTimeOffset now)
    {
        var kept = Provisioned is null ? s_burstOfMaximum : s_burst;
        _read.Provide(Provisioned is { Read: var read } ? read : OnDemandMaximum.Read, kept, now);
        _write.Provide(Provisioned is { Write: var write } ? write : OnDemandMaximum.Write, kept, now);
    }

    private Side Of(CapacityKind kind) => kind == CapacityKind.Read ? _read : _write;

    private sealed class Side
    {
        private Dictionary<ThrottleCause, double> _refused = [];
        private double _used;
        private double _perSecond = double.PositiveInfinity;
        private double _level = double.PositiveInfinity;
        private TimeSpan _kept;
        private DateTimeOffset _at;

        private double Most => _perSecond * _kept.TotalSeconds;

        /// <summary>A table that comes from on-demand capacity begins with all that it may keep.</summary>
        public void Provide(double? perSecond, TimeSpan kept, DateTimeOffset now)
        {
            var level = LevelAt(now);
            (_perSecond, _kept) = (perSecond ?? double.PositiveInfinity, kept);
            (_level, _at) = (Math.Min(level, Most), now);
        }

        public double LevelAt(DateTimeOffset now)
        {
            if (double.IsInfinity(_perSecond))
            {
                return double.PositiveInfinity;
            }

            var passed = Math.Max(0, (now - _at).TotalSeconds);
            return Math.Min(Most, _level + (_perSecond * passed));
        }

        public void Take(double units, DateTimeOffset now)
        {
            _used += units;
            (_level, _at) = (LevelAt(now) - units, now);
        }

        public void Refuse(ThrottleCause cause, double units)
        {
            if (units > 0)
            {
                _refused[cause] = _refused.GetValueOrDefault(cause) + units;
            }
        }

        public (double Used, IReadOnlyDictionary<ThrottleCause, double> Refused) Count()
        {
            var count = (_used, _refused);
            (_used, _refused) = (0, []);
            return count;
        }
    }
}

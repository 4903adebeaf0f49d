namespace LambdaOps.Account.World.Tables;

/// <summary>Reads and writes have capacities of their own.</summary>
public enum CapacityKind
{
    Read,
    Write,
}

/// <summary>
/// What a table can take in. Of provisioned capacity, what nobody used in the last five minutes is kept (burst). A
/// request comes in while there is any; a large one may leave a debt, and whoever comes next is throttled for it.
/// On-demand capacity has no end here.
/// </summary>
public sealed class TableCapacity(TimeProvider clock)
{
    private readonly Side _read = new();
    private readonly Side _write = new();

    /// <summary>Units a second; null for on-demand capacity.</summary>
    public (long Read, long Write)? Provisioned
    {
        get;
        set
        {
            field = value;
            _read.Provide(value?.Read, clock.GetUtcNow());
            _write.Provide(value?.Write, clock.GetUtcNow());
        }
    }

    /// <summary>Whether something else than the capacity makes the table throttle.</summary>
    internal Func<bool> IsDisturbed { get; set; } = () => false;

    /// <summary>Whether a request comes in now; one that does not is counted as throttled.</summary>
    public bool Admits(CapacityKind kind)
    {
        var admits = !IsDisturbed() && Of(kind).LevelAt(clock.GetUtcNow()) > 0;
        Of(kind).Refused += admits ? 0 : 1;
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
        Of(kind).Refused += units - served;
        return served;
    }

    /// <summary>Counts requests that were throttled for another reason.</summary>
    internal void Refuse(CapacityKind kind, double units) => Of(kind).Refused += units;

    /// <summary>What was taken and what was throttled since this was asked last.</summary>
    internal (double Used, double Refused) Count(CapacityKind kind)
    {
        var side = Of(kind);
        var count = (side.Used, side.Refused);
        (side.Used, side.Refused) = (0, 0);
        return count;
    }

    private Side Of(CapacityKind kind) => kind == CapacityKind.Read ? _read : _write;

    private sealed class Side
    {
        private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(5);
        private double _perSecond = double.PositiveInfinity;
        private double _level = double.PositiveInfinity;
        private DateTimeOffset _at;

        public double Used { get; set; }

        public double Refused { get; set; }

        private double Most => _perSecond * s_kept.TotalSeconds;

        /// <summary>A table that comes from on-demand capacity begins with all that it may keep.</summary>
        public void Provide(double? perSecond, DateTimeOffset now)
        {
            var level = LevelAt(now);
            _perSecond = perSecond ?? double.PositiveInfinity;
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
            Used += units;
            (_level, _at) = (LevelAt(now) - units, now);
        }
    }
}

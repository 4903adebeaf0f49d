namespace LambdaOps.Core.Anomalies;

/// <summary>
/// What is usual at each time of a day or of a week: a level for each slot, which later readings move by a fifth at
/// most, and outliers by no more than three usual deviations.
/// </summary>
/// <param name="period">One day or seven; by the clock of the offset that times have.</param>
/// <param name="slots">Into which it is divided.</param>
/// <param name="interval">Between two readings.</param>
internal sealed class Rhythm(TimeSpan period, int slots, TimeSpan interval)
{
    private const double Rate = 0.2;

    private const double Cut = 3;

    /// <summary>A slot's own spread counts as its readings, at most so many; that of all readings as so many.</summary>
    private const double MostWeight = 10;

    private const double OfAll = 5;

    private readonly double[] _levels = new double[slots];

    private readonly double[] _spreads = new double[slots];

    private readonly int[] _readings = new int[slots];

    private readonly int _perSlot = Math.Max(1, (int)Math.Min(period / slots / interval, int.MaxValue));

    /// <summary>Readings of one period, where none is missing.</summary>
    public long PerPeriod => (long)_perSlot * slots;

    public int SlotAt(DateTimeOffset at) =>
        (int)((TimeSpan.FromDays((int)at.DayOfWeek) + at.TimeOfDay).Ticks % period.Ticks * slots / period.Ticks);

    /// <summary>Null until the slot has been seen once in full.</summary>
    public double? Level(int slot) => _readings[slot] >= _perSlot ? _levels[slot] : null;

    /// <summary>
    /// A usual deviation at that time: busy hours vary more than nights. The fewer readings the slot has, the more it
    /// is that of all.
    /// </summary>
    public double Usual(int slot, double ofAll)
    {
        var known = Math.Max(0, Math.Min(_readings[slot] - _perSlot, MostWeight));
        return ((known * _spreads[slot]) + (OfAll * ofAll)) / (known + OfAll);
    }

    /// <param name="usual">A usual deviation.</param>
    public void Learn(int slot, double value, double usual)
    {
        var seen = _readings[slot];
        if (seen >= _perSlot)
        {
            var spread = Math.Min(Math.Abs(value - _levels[slot]), Cut * usual);
            _spreads[slot] += Math.Max(1.0 / (seen - _perSlot + 1), Rate / _perSlot) * (spread - _spreads[slot]);
        }

        _levels[slot] =
            seen == 0
                ? value
                : _levels[slot]
                    + (
                        Math.Max(1.0 / (seen + 1), Rate / _perSlot)
                        * Math.Clamp(value - _levels[slot], -Cut * usual, Cut * usual)
                    );
        _readings[slot] = Math.Min(seen + 1, int.MaxValue - 1);
    }
}

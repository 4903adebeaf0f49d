namespace LambdaOps.Core.Anomalies;

/// <summary>
/// How far readings are from one way of expecting them: each by itself, and the mean of the last ones (a small shift
/// that stays), both in usual deviations and as a rarity. The usual deviation is a mean absolute one whose readings are
/// cut at five of it (Huber's, "Robust Estimation of a Location Parameter", 1964): outliers hardly move it.
/// </summary>
/// <param name="window">Readings whose mean is judged.</param>
internal sealed class Expectation(int window)
{
    /// <summary>Of a normal distribution: its standard deviation in mean absolute deviations.</summary>
    private const double SigmaInDeviations = 1.2533;

    private const double Rate = 0.003;

    /// <summary>Deviations are cut at so many usual ones; the first ones are not, as none is usual yet.</summary>
    private const double Cut = 5;

    private const int Uncut = 20;

    /// <summary>In a mean, none counts for more: one outlier is no shift.</summary>
    private const double CutInMean = 6;

    private readonly TailDistribution _singles = new();

    private readonly TailDistribution _means = new();

    private readonly double[] _last = new double[window];

    private int _at;

    private int _filled;

    private double _usual;

    /// <summary>Readings so far; not counted on above a million.</summary>
    public int Readings { get; private set; }

    /// <summary>Mean absolute error, outliers included: by it, ways of expecting are compared.</summary>
    public double Error { get; private set; }

    public double Expected { get; private set; }

    /// <summary>A usual deviation, at least <c>floor</c>, in the unit of the values.</summary>
    public double Usual { get; private set; }

    /// <summary>The usual deviation as a robust standard deviation.</summary>
    public double Sigma => Usual * SigmaInDeviations;

    public Surprise Single { get; private set; }

    public Surprise Mean { get; private set; }

    /// <summary>Usual deviations of the last reading, with its sign.</summary>
    public double Deviation { get; private set; }

    /// <param name="floor">The least that counts as a deviation: above 0.</param>
    /// <param name="rhythm">By whose slot the usual deviation differs; null for none.</param>
    public void See(double value, double expected, double floor, (Rhythm Of, int Slot)? rhythm = null)
    {
        var error = Math.Abs(value - expected);
        var first = 1.0 / (Readings + 1);
        var cut = Readings < Uncut ? error : Math.Min(error, Cut * Math.Max(_usual, floor));
        _usual += Math.Max(Rate, first) * (cut - _usual);
        Error += Math.Max(Rate, first) * (error - Error);
        Readings = Math.Min(Readings + 1, 1_000_000);
        var usual = rhythm is var (of, slot) ? of.Usual(slot, _usual) : _usual;
        (Expected, Usual) = (expected, Math.Max(usual, floor));
        Deviation = (value - expected) / Usual;
        Single = new(Deviation / SigmaInDeviations, _singles.Take(Math.Abs(Deviation)), Over: 1);
        _last[_at] = Math.Clamp(Deviation, -CutInMean, CutInMean);
        _at = (_at + 1) % _last.Length;
        _filled = Math.Min(_filled + 1, _last.Length);
        if (_filled < _last.Length)
        {
            Mean = default;
            return;
        }

        var mean = _last.Sum() / _last.Length;
        Mean = new(mean / SigmaInDeviations, _means.Take(Math.Abs(mean)), _last.Length);
    }

    /// <summary>What was before is no longer the last: after a gap.</summary>
    public void DropLast() => _filled = 0;
}

/// <summary>A deviation and how rare it is.</summary>
/// <param name="Sigmas">With its sign.</param>
/// <param name="Rarity">-log10 of its probability.</param>
/// <param name="Over">Readings of which it is the mean.</param>
internal readonly record struct Surprise(double Sigmas, double Rarity, int Over);

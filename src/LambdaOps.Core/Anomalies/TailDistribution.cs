namespace LambdaOps.Core.Anomalies;

/// <summary>
/// How rare a deviation is by those before it: counted where there are enough as large, else extrapolated from the
/// largest 2 % by a generalized Pareto distribution. Peaks over threshold as in SPOT ("Anomaly Detection in Streams
/// with Extreme Value Theory", Siffer et al., KDD 2017), fitted by moments ("Parameter and Quantile Estimation for the
/// Generalized Pareto Distribution", Hosking and Wallis, Technometrics 1987). Bounded: a histogram of 160 bins, twelve
/// to a power of ten, of which older readings weigh less (6,000 readings: by e).
/// </summary>
public sealed class TailDistribution
{
    /// <summary>Fewer readings say nothing.</summary>
    public const int FewestReadings = 100;

    private const int Bins = 160;

    private const double BinsPerDecade = 12;

    private const double Smallest = 0.01;

    private const double Memory = 6000;

    /// <summary>The part of readings to which the Pareto distribution is fitted.</summary>
    private const double TailShare = 0.02;

    /// <summary>Tails that are heavier yet would make any deviation likely.</summary>
    private const double HeaviestShape = 0.3;

    /// <summary>At most so much rarer, as a power of ten, than what has been counted.</summary>
    private const double Extrapolation = 1;

    private const double Growth = 1 / (1 - (1 / Memory));

    /// <summary>Weights grow instead of all counts shrinking; before they overflow, all are made small.</summary>
    private const double LargestWeight = 1e100;

    private static readonly double[] s_middles =
    [
        0,
        .. Enumerable.Range(1, Bins - 1).Select(bin => Smallest * Math.Pow(10, (bin - 0.5) / BinsPerDecade)),
    ];

    private readonly double[] _counts = new double[Bins];

    private double _total;

    private double _weight = 1;

    private int _readings;

    /// <summary>Above it, all bins are empty.</summary>
    private int _top;

    /// <summary>Its rarity by those before it, then it is one of them.</summary>
    /// <param name="deviation">0 or more.</param>
    /// <returns>-log10 of the probability of as much or more; 0 for as long as too few have been seen.</returns>
    public double Take(double deviation)
    {
        var bin = BinOf(deviation);
        var rarity = _readings < FewestReadings ? 0 : Rarity(deviation, bin);
        _weight *= Growth;
        _counts[bin] += _weight;
        _total += _weight;
        _top = Math.Max(_top, bin);
        _readings = Math.Min(_readings + 1, FewestReadings);
        if (_weight > LargestWeight)
        {
            Shrink();
        }

        return rarity;
    }

    private static int BinOf(double deviation) =>
        deviation <= Smallest ? 0 : Math.Min(1 + (int)(Math.Log10(deviation / Smallest) * BinsPerDecade), Bins - 1);

    private double Rarity(double deviation, int bin)
    {
        var asLarge = 0.0;
        for (var at = _top; at >= bin; at--)
        {
            asLarge += _counts[at];
        }

        var counted = -Math.Log10((asLarge + _weight) / (_total + _weight));
        return asLarge >= TailShare * _total ? counted : Math.Min(Extrapolated(deviation), Extrapolation + counted);
    }

    private double Extrapolated(double deviation)
    {
        var (from, count) = (_top, _counts[_top]);
        while (from > 0 && count < TailShare * _total)
        {
            count += _counts[--from];
        }

        var threshold = from == 0 ? 0 : Smallest * Math.Pow(10, (from - 1) / BinsPerDecade);
        var (sum, squares) = (0.0, 0.0);
        for (var at = from; at <= _top; at++)
        {
            var excess = s_middles[at] - threshold;
            sum += _counts[at] * excess;
            squares += _counts[at] * excess * excess;
        }

        // One reading of an exponential tail with half of the threshold as its mean: what never varied is not certain.
        var usual = Math.Max(threshold, 1) / 2;
        var mean = (sum + (_weight * usual)) / (count + _weight);
        var variance = ((squares + (_weight * 2 * usual * usual)) / (count + _weight)) - (mean * mean);
        var shape = Math.Clamp(0.5 * (1 - (mean * mean / Math.Max(variance, mean * mean * 1e-12))), 0, HeaviestShape);
        var over = Math.Max(0, deviation - threshold) / (mean * (1 - shape));
        var exponent = shape < 1e-6 ? over : Math.Log(1 + (shape * over)) / shape;
        return (exponent / Math.Log(10)) - Math.Log10((count + _weight) / (_total + _weight));
    }

    private void Shrink()
    {
        for (var at = 0; at < Bins; at++)
        {
            _counts[at] /= _weight;
        }

        _total /= _weight;
        _weight = 1;
    }
}

using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>A vertical axis with round ticks: 1, 2, 2.5 or 5 times a power of ten apart.</summary>
public sealed class ChartScale
{
    /// <summary>Values that lie in the upper part of the axis only show more without its lower part.</summary>
    private const double CutAboveShare = 0.8;

    /// <summary>A smaller difference is one of rounding: it gives no ticks that can be told apart.</summary>
    private const double FlatShare = 1e-9;

    private const int MostSuffixedDecimals = 2;

    private const int MostDecimals = 15;

    private const double Largest = 1e100;

    private const double Smallest = 1e-100;

    private ChartScale(ImmutableArray<double> ticks, double step) => (Ticks, Step) = (ticks, step);

    /// <summary>From the lowest to the highest, both ends of the axis among them.</summary>
    public ImmutableArray<double> Ticks { get; }

    public double Step { get; }

    public double Low => Ticks[0];

    public double High => Ticks[^1];

    /// <summary>Whether zero is outside the axis: readers are told so.</summary>
    public bool IsCut => Low > 0 || High < 0;

    /// <param name="fromZero">Bars always begin at zero: their length is what is compared.</param>
    /// <param name="most">So many steps at most, roughly.</param>
    public static ChartScale Of(double lowest, double highest, bool fromZero, int most = 5)
    {
        var (low, high) = (Math.Clamp(lowest, -Largest, Largest), Math.Clamp(highest, -Largest, Largest));
        var isFlat = high - low <= Math.Max(Math.Abs(low), Math.Abs(high)) * FlatShare;
        if (fromZero || isFlat || low < high * CutAboveShare)
        {
            low = Math.Min(low, 0);
        }

        if (fromZero || isFlat || high > low * CutAboveShare)
        {
            high = Math.Max(high, 0);
        }

        if (high - low < Smallest)
        {
            high = low + 1;
        }

        var (digit, power) = StepFor((high - low) / most);
        var step = Times(digit, power, 1);
        var (first, last) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        var ticks = ImmutableArray.CreateBuilder<double>();
        for (var at = first; at <= last; at++)
        {
            ticks.Add(Times(digit, power, at));
        }

        return new ChartScale(ticks.ToImmutable(), step);
    }

    /// <summary>The share of the axis below a value: 0 at its low end, 1 at its high end.</summary>
    public double ShareBelow(double value) => (value - Low) / (High - Low);

    /// <summary>The ticks as they stand at the axis, all with as many decimals and the same suffix.</summary>
    public ImmutableArray<string> Labels()
    {
        var largest = Math.Max(Math.Abs(Low), Math.Abs(High));
        if (largest is >= 1e15 or < 1e-4)
        {
            return [.. Ticks.Select(tick => tick == 0 ? "0" : Format(tick, "0.#########E0"))];
        }

        var (divisor, suffix) = largest switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1.0, ""),
        };
        var decimals = DecimalsOf(Step / divisor);
        if (decimals > MostSuffixedDecimals)
        {
            // Ticks this near each other are told apart by their last digits.
            (divisor, suffix, decimals) = (1, "", DecimalsOf(Step));
        }

        var format = decimals == 0 ? "#,##0" : "#,##0." + new string('0', decimals);
        return [.. Ticks.Select(tick => tick == 0 ? "0" : Format(tick / divisor, format) + suffix)];
    }

    private static string Format(double tick, string format) =>
        (tick + 0.0).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>How many decimals a multiple of the step needs at most.</summary>
    private static int DecimalsOf(double step)
    {
        var decimals = 0;
        while (decimals < MostDecimals && !IsWhole(step * Math.Pow(10, decimals)))
        {
            decimals++;
        }

        return decimals;
    }

    private static bool IsWhole(double value) => value > 0.5 && Math.Abs(value - Math.Round(value)) < 1e-6 * value;

    /// <summary>The smallest round step that is no smaller: a digit in tenths, and a power of ten.</summary>
    private static (int Digit, int Power) StepFor(double rough)
    {
        var power = double.ConvertToInteger<int>(Math.Floor(Math.Log10(rough)));
        foreach (var digit in (ReadOnlySpan<int>)[10, 20, 25, 50])
        {
            if (Times(digit, power, 1) >= rough * (1 - 1e-9))
            {
                return (digit, power);
            }
        }

        return (10, power + 1);
    }

    /// <summary>Divides where the power is negative: three times a tenth of binary digits is not 0.3.</summary>
    private static double Times(int digit, int power, double count) =>
        power > 0 ? count * digit * Math.Pow(10, power - 1) : count * digit / Math.Pow(10, 1 - power);
}

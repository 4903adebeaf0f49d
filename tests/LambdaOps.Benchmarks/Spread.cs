using System.Globalization;

namespace LambdaOps.Benchmarks;

/// <summary>Median, tenth and ninetieth percentile (nearest rank).</summary>
internal sealed class Spread(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => At(0.5);

    public double P10 => At(0.1);

    public double P90 => At(0.9);

    public string Cells() => string.Create(CultureInfo.InvariantCulture, $"{Median, 8:0.0}{P10, 8:0.0}{P90, 8:0.0}");

    private double At(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Ceiling(share * _sorted.Length) - 1];
}

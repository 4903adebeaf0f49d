namespace LambdaOps.Account.World.Metrics;

/// <summary>Latencies in buckets that grow by 6 %: enough for percentiles, cheap enough for every second.</summary>
public sealed class LatencyHistogram
{
    private const double Growth = 0.0582689081239758; // ln 1.06
    private const int Buckets = 208; // 1 ms … 3 minutes
    private readonly double[] _weights = new double[Buckets];

    public double Count { get; private set; }

    public double SumMs { get; private set; }

    public static int BucketOf(double ms) => Math.Clamp((int)(Math.Log(ms) / Growth), 0, Buckets - 1);

    /// <param name="bucket">Of the same latency, so that it is computed once for several histograms.</param>
    public void Add(double ms, int bucket, double weight)
    {
        if (weight <= 0)
        {
            return;
        }

        Count += weight;
        SumMs += ms * weight;
        _weights[bucket] += weight;
    }

    /// <summary>The buckets that are not empty, as seconds and weights.</summary>
    public List<(double Value, double Weight)> SpreadSeconds()
    {
        var spread = new List<(double, double)>();
        for (var i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] > 0)
            {
                spread.Add((Math.Round(Math.Exp((i + 0.5) * Growth)) / 1000, _weights[i]));
            }
        }

        return spread;
    }

    public void Clear()
    {
        Array.Clear(_weights);
        Count = 0;
        SumMs = 0;
    }
}

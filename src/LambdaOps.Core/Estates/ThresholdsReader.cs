using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads what counts as slow and as busy.</summary>
internal static class ThresholdsReader
{
    public static Thresholds Read(JsonPlace place)
    {
        var standard = Thresholds.Default;
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with p50Ms, p95Ms, p99Ms, errorPercent, cpuPercent and memoryPercent");
        var thresholds = new Thresholds(
            ReadThreshold(place["p50Ms"], Thresholds.MostMs, standard.P50Ms),
            ReadThreshold(place["p95Ms"], Thresholds.MostMs, standard.P95Ms),
            ReadThreshold(place["p99Ms"], Thresholds.MostMs, standard.P99Ms),
            ReadThreshold(place["errorPercent"], Thresholds.MostPercent, standard.Errors),
            ReadThreshold(place["cpuPercent"], Thresholds.MostPercent, standard.Cpu),
            ReadThreshold(place["memoryPercent"], Thresholds.MostPercent, standard.Memory)
        );
        place.NothingElse();
        return thresholds;
    }

    private static Threshold ReadThreshold(JsonPlace place, double most, Threshold standard)
    {
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with warning and danger");
        var read = new Threshold(
            place["warning"].Number(most, standard.Warning),
            place["danger"].Number(most, standard.Danger)
        );
        place.NothingElse();
        return read.Warning <= read.Danger ? read : place.Fail("warning ≤ danger", standard);
    }
}

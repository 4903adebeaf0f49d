using System.Collections.Immutable;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Benchmarks.Anomalies;

/// <summary>What a detection is worth to whom, in detections: Numenta's application profiles.</summary>
/// <param name="Name">As Numenta writes it.</param>
/// <param name="TruePositive">The first detection in a window, as early as can be.</param>
/// <param name="FalsePositive">A detection outside of all windows, far from the one before.</param>
/// <param name="FalseNegative">A window without a detection.</param>
internal sealed record Profile(string Name, double TruePositive, double FalsePositive, double FalseNegative)
{
    public static readonly ImmutableArray<Profile> All =
    [
        new("standard", 1, 0.11, 1),
        new("reward_low_FP_rate", 1, 0.22, 1),
        new("reward_low_FN_rate", 1, 0.11, 2),
    ];
}

/// <summary>How a detector did on one series, or on all of them, by one profile.</summary>
/// <param name="Threshold">Rows with this score or more are detections.</param>
/// <param name="Points">Sum of weights, before it is normalized.</param>
/// <param name="Null">That sum for a detector that never detects.</param>
/// <param name="Perfect">That sum for one that detects at the beginning of each window, and nothing else.</param>
/// <param name="Found">Windows with a detection.</param>
/// <param name="Missed">Windows without; those that end within the probation are in neither.</param>
/// <param name="False">Rows detected outside of all windows.</param>
internal sealed record Verdict(
    double Threshold,
    double Points,
    double Null,
    double Perfect,
    int Found,
    int Missed,
    int False
)
{
    /// <summary>Without one there is nothing to find, and no score.</summary>
    public bool HasWindows => Perfect > 0;

    /// <summary>0 is what no detection gets, 100 the perfect detector.</summary>
    public double Score => 100 * (Points - Null) / (Perfect - Null);
}

/// <summary>
/// Numenta's scoring of streaming detectors: "Evaluating Real-time Anomaly Detection Algorithms – the Numenta Anomaly
/// Benchmark" (Lavin and Ahmad, 2015). Only the first detection of a window counts, the more the earlier; a false one
/// costs the less the closer it is behind a window; the first 15 % of a series, at most 750 rows, are probation.
/// </summary>
internal static class NumentaScore
{
    /// <summary>Above any score: nothing is detected.</summary>
    public const double Never = 1.1;

    private const double ProbationShare = 0.15;

    private const int LongestProbation = 750;

    private const double Steepness = 5;

    /// <summary>From so many widths behind a window on, a false detection costs everything.</summary>
    private const double Far = 3;

    /// <summary>The one threshold by which a profile gets most over all series; the highest of equal ones.</summary>
    public static double BestThreshold(IEnumerable<ScoredSeries> series, Profile profile)
    {
        List<Row> judged = [.. series.SelectMany(Rows).OrderByDescending(row => row.Score)];
        var best = new Dictionary<(string, int), double>();
        foreach (var row in judged.Where(row => row.Window >= 0))
        {
            best[(row.Series, row.Window)] = -profile.FalseNegative;
        }

        var (points, most, threshold) = (best.Values.Sum(), best.Values.Sum(), Never);
        for (var at = 0; at < judged.Count; at++)
        {
            var row = judged[at];
            if (row.Window < 0)
            {
                points += row.Worth * profile.FalsePositive;
            }
            else if (row.Worth * profile.TruePositive > best[(row.Series, row.Window)])
            {
                points += (row.Worth * profile.TruePositive) - best[(row.Series, row.Window)];
                best[(row.Series, row.Window)] = row.Worth * profile.TruePositive;
            }

            if ((at + 1 == judged.Count || judged[at + 1].Score < row.Score) && points > most)
            {
                (most, threshold) = (points, row.Score);
            }
        }

        return threshold;
    }

    /// <summary>All of the series together, at one threshold.</summary>
    public static Verdict Judge(IEnumerable<ScoredSeries> series, Profile profile, double threshold)
    {
        var verdicts = series.Select(one => Judge(one, profile, threshold)).ToList();
        return new(
            threshold,
            verdicts.Sum(verdict => verdict.Points),
            verdicts.Sum(verdict => verdict.Null),
            verdicts.Sum(verdict => verdict.Perfect),
            verdicts.Sum(verdict => verdict.Found),
            verdicts.Sum(verdict => verdict.Missed),
            verdicts.Sum(verdict => verdict.False)
        );
    }

    /// <summary>One series.</summary>
    public static Verdict Judge(ScoredSeries series, Profile profile, double threshold)
    {
        var rows = Rows(series);
        var detected = rows.Where(row => row.Score >= threshold).ToList();
        var windows = rows.Where(row => row.Window >= 0).Select(row => row.Window).Distinct().Count();
        var found = detected
            .Where(row => row.Window >= 0)
            .GroupBy(row => row.Window)
            .Select(window => profile.TruePositive * window.Max(row => row.Worth))
            .ToList();
        var wrong = detected.Where(row => row.Window < 0).ToList();
        var none = -profile.FalseNegative * windows;
        return new(
            threshold,
            none
                + found.Sum(worth => worth + profile.FalseNegative)
                + (profile.FalsePositive * wrong.Sum(row => row.Worth)),
            none,
            profile.TruePositive * series.Windows.Length,
            found.Count,
            windows - found.Count,
            wrong.Count
        );
    }

    /// <summary>What counts: the rows after the probation, each with what it is worth to detect it.</summary>
    private static List<Row> Rows(ScoredSeries series)
    {
        var probation = Math.Min((int)(ProbationShare * series.Times.Length), LongestProbation);
        var spans = series.Windows.Select(window => Span(series, window)).ToList();
        var rows = new List<Row>(series.Times.Length);
        for (var at = probation; at < series.Times.Length; at++)
        {
            var window = spans.FindIndex(span => span.First <= at && at <= span.Last);
            var before = spans.FindLastIndex(span => span.Last < at);
            rows.Add(new(series.Name, series.Scores[at], window, Worth(window, before, at)));
        }

        return rows;

        double Worth(int window, int before, int at)
        {
            if (window >= 0)
            {
                return Sigmoid(-(spans[window].Last - at + 1) / (double)Width(spans[window])) / Sigmoid(-1);
            }

            return before < 0 ? -1 : Sigmoid((at - spans[before].Last) / (double)Math.Max(1, Width(spans[before]) - 1));
        }
    }

    /// <summary>1 at the beginning of a window (-1), 0 at its end (0), -1 far behind it.</summary>
    private static double Sigmoid(double position) =>
        position > Far ? -1 : (2 / (1 + Math.Exp(Steepness * position))) - 1;

    private static int Width((int First, int Last) span) => span.Last - span.First + 1;

    /// <summary>The rows of a window, to the first one with its end where times repeat: as Numenta has it.</summary>
    private static (int First, int Last) Span(ScoredSeries series, MarkedWindow window)
    {
        var (first, end, last) = (-1, -1, -1);
        for (var at = 0; at < series.Times.Length; at++)
        {
            var time = series.Times[at];
            first = first < 0 && time >= window.From ? at : first;
            end = end < 0 && time == window.To ? at : end;
            last = time <= window.To ? at : last;
        }

        last = end < 0 ? last : end;
        return first >= 0 && first <= last
            ? (first, last)
            : throw new ArgumentException($"{series.Name}: no row between {window.From:u} and {window.To:u}");
    }

    /// <param name="Worth">From -1 to 1, before the profile's weight.</param>
    private sealed record Row(string Series, double Score, int Window, double Worth);
}

using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.PerformanceReview;

namespace LambdaOps.Core.Procedures.PerformanceReview;

/// <summary>What one answer of the performance review is judged by, and how it is put into words.</summary>
/// <param name="About">What was asked about.</param>
internal sealed record ReviewContext(CheckSituation Situation, PerformanceReviewPolicy Policy, PerformanceScope About)
{
    /// <summary>Of one answer: further problems are only counted.</summary>
    public const int MostProblems = 20;

    /// <summary>How far apart two Mondays' reviews are, with an hour for the clocks' change.</summary>
    private static readonly TimeSpan s_almostAWeek = PerformanceReviewProcedure.Week - TimeSpan.FromHours(2);

    private static readonly TimeSpan s_hardlyMore = PerformanceReviewProcedure.Week + TimeSpan.FromHours(2);

    private Memory? Before => Situation.Last?.Keep as Memory;

    /// <summary>" (1,240 ms last week)"; empty where the review before does not have it.</summary>
    /// <param name="unit">With its space: " ms".</param>
    public string Trend(string key, string unit) =>
        Before?.Values.TryGetValue(key, out var value) == true
            ? Text($" ({(unit == Percent ? Share(value) : Number(value))}{unit} {When()})")
            : "";

    private string When()
    {
        var (last, now) = (Situation.Last!, Situation.Run);
        var apart = (now.ScheduledFor ?? now.StartedAt) - (last.ScheduledFor ?? last.StartedAt);
        return apart > s_almostAWeek && apart < s_hardlyMore
            ? "last week"
            : Text($"in the review of {(last.ScheduledFor ?? last.StartedAt).UtcDateTime:yyyy-MM-dd}");
    }

    public const string Ms = " ms";

    public const string Percent = " %";

    public static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Share(double percent) => percent.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static Memory With(Memory memory, FindingLevel level, string key, string text) =>
        memory with
        {
            Found = memory.Found.Add(new Finding(level, key, text)),
        };

    /// <summary>The first problems, and how many more there are.</summary>
    public static Memory With(Memory memory, IReadOnlyCollection<Finding> problems, string about)
    {
        memory = memory with { Found = memory.Found.AddRange(problems.Take(MostProblems)) };
        return problems.Count <= MostProblems
            ? memory
            : With(
                memory,
                problems.Skip(MostProblems).Max(problem => problem.Level),
                $"more {about}",
                Text($"{about}: {problems.Count - MostProblems} more findings of the same kinds")
            );
    }

    /// <summary>Kept for the next review.</summary>
    public static Memory Keep(Memory memory, string key, double value) =>
        memory.Values.Count < Memory.MostValues
            ? memory with
            {
                Values = memory.Values.SetItem(key, Math.Round(value, 1)),
            }
            : memory;

    public static double Sum(MetricSeries series) => series.Values.Sum(hour => hour.Value);

    /// <summary>The mean of hours, each by how much it had; null where no hour has both.</summary>
    public static double? Weighted(IEnumerable<MinuteValue> hours, MetricSeries weights)
    {
        var byHour = weights.Values.ToDictionary(hour => hour.At, hour => hour.Value);
        var (sum, weight) = (0.0, 0.0);
        foreach (var (at, value) in hours)
        {
            var counts = byHour.GetValueOrDefault(at);
            (sum, weight) = (sum + (value * counts), weight + counts);
        }

        return weight > 0 ? sum / weight : null;
    }
}

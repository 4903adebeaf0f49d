using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>
/// The newest minute that CloudWatch has of a service's load. A number is null where that minute has none.
/// </summary>
/// <param name="At">The start of that minute.</param>
/// <param name="P50Ms">Answer time that half of the requests stay below, in milliseconds.</param>
/// <param name="CpuPercent">Average of all tasks.</param>
/// <param name="RequestsPerSecond">All that reached the target group.</param>
/// <param name="ErrorPercent">Share of them that the targets answered with a 5XX.</param>
/// <param name="TasksPerRequest">
/// What one request a second cost in fully used tasks while all was well: the mean of CPU × tasks ÷ requests over half
/// an hour before the incident. Null when there is no such time.
/// </param>
public sealed record LoadReading(
    DateTimeOffset At,
    double? P50Ms,
    double? P95Ms,
    double? P99Ms,
    double? CpuPercent,
    double? MemoryPercent,
    double? RequestsPerSecond,
    double? ErrorPercent,
    double? TasksPerRequest
)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"P50 {Ms(P50Ms)}, P95 {Ms(P95Ms)}, P99 {Ms(P99Ms)}; ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"CPU {Percent(CpuPercent)}, memory {Percent(MemoryPercent)}; "
                + $"{Number(RequestsPerSecond, "0.#")} requests/s, errors {Percent(ErrorPercent)} ({At:HH:mm})"
        );

    private static string Ms(double? value) => $"{Number(value, "0")} ms";

    private static string Percent(double? value) => $"{Number(value, "0.##")} %";

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "?";
}

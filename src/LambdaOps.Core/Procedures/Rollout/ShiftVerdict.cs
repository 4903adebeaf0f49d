using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// What the new revision's own numbers say (runbook: トラフィック切り替え). Availability is the share of requests that got
/// an answer which is not a failure.
/// </summary>
public sealed record ShiftVerdict(ShiftVerdictKind Kind, string Because)
{
    /// <summary>
    /// The end of the first of the last minutes in a row that are in danger, also where a better one came after them;
    /// null where none is.
    /// </summary>
    public DateTimeOffset? BegunBy { get; init; }

    /// <param name="from">Only minutes from this moment on count.</param>
    /// <param name="minimum">Requests below which nothing is concluded.</param>
    public static ShiftVerdict Of(RevisionLoad load, DateTimeOffset from, Thresholds limits, int minimum)
    {
        var minutes = load.Minutes.Where(minute => minute.At >= from).ToImmutableArray();
        var requests = minutes.Sum(minute => minute.Requests);
        if (requests < minimum)
        {
            return new(
                ShiftVerdictKind.Unknown,
                Text($"{requests:0} requests to the new revision, {minimum} are needed to judge it")
            );
        }

        var timed = minutes.Where(minute => minute.P95Ms is not null).ToImmutableArray();
        if (timed.Sum(minute => minute.Requests) is not (> 0 and var asked))
        {
            return new(ShiftVerdictKind.Unknown, Text($"no answer time of {requests:0} requests is known yet"));
        }

        var errors = 100 * minutes.Sum(minute => minute.Errors) / requests;
        var failed = 100 * minutes.Sum(minute => minute.Errors + minute.Lost) / requests;
        var p95 = timed.Sum(minute => minute.P95Ms!.Value * minute.Requests) / asked;
        var words = Text(
            $"errors {errors:0.##} %, P95 {p95:0} ms, availability {Math.Max(0, 100 - failed):0.##} % of {requests:0} requests"
        );
        return errors > limits.Errors.Danger || p95 > limits.P95Ms.Danger
                ? new(ShiftVerdictKind.Bad, words) { BegunBy = BegunOf(load, limits) }
            : errors < limits.Errors.Warning && p95 < limits.P95Ms.Warning && failed < limits.Errors.Warning
                ? new(ShiftVerdictKind.Good, words)
            : new(ShiftVerdictKind.Between, words);
    }

    private static DateTimeOffset? BegunOf(RevisionLoad load, Thresholds limits) =>
        load
            .Minutes.Reverse()
            .SkipWhile(minute => !IsDanger(minute, limits))
            .TakeWhile(minute => IsDanger(minute, limits))
            .Select(minute => (DateTimeOffset?)minute.At.AddMinutes(1))
            .LastOrDefault();

    private static bool IsDanger(RevisionMinute minute, Thresholds limits) =>
        100 * minute.Errors > limits.Errors.Danger * minute.Requests || minute.P95Ms > limits.P95Ms.Danger;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

public enum ShiftVerdictKind
{
    /// <summary>Too few requests, or no numbers yet.</summary>
    Unknown,
    Good,

    /// <summary>Neither good enough to go on nor bad enough to roll back.</summary>
    Between,
    Bad,
}

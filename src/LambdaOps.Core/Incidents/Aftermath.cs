using System.Globalization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Incidents;

/// <summary>How a target stood when it was looked at; null where that was not looked at or not known.</summary>
/// <param name="HealthyTargets">Targets that the load balancer calls healthy.</param>
/// <param name="Healthy">Whether the health URL said so.</param>
/// <param name="ErrorPercent">Share of requests that failed.</param>
public sealed record Standing(int? HealthyTargets, bool? Healthy, double? ErrorPercent)
{
    public static Standing Of(Evidence seen) =>
        new(
            (seen.Targets as Fact<TargetCounts>.Known)?.Value.Healthy,
            (seen.Health as Fact<HealthProbe>.Known)?.Value.Healthy,
            (seen.Load as Fact<LoadReading>.Known)?.Value.ErrorPercent
        );

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{HealthyTargets?.ToString(CultureInfo.InvariantCulture) ?? "?"} healthy targets, "
        )
        + $"health URL {Healthy switch { true => "good", false => "bad", null => "?" }}, "
        + $"errors {ErrorPercent?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?"} %";
}

/// <summary>Whether a remedy made it worse (DESIGN 8.4): the evidence before its newest change and now.</summary>
public static class Aftermath
{
    /// <summary>How long it must have been worse: tasks that are replaced or start do not serve at once.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Errors that come and go with few requests are no sign.</summary>
    private const double ErrorPoints = 5;

    /// <summary>
    /// Fewer healthy targets than before, a health URL that was good and is bad, or clearly more errors. Null when
    /// nothing was done, or nothing that was known before is known now.
    /// </summary>
    public static bool? Compare(Incident incident, Evidence seen)
    {
        if (incident.LastAttempt is not { Outcome: AttemptOutcome.Done, Before: { } before, Change: var change })
        {
            return incident.LastAttempt is null ? false : null;
        }

        var now = Standing.Of(seen);
        bool?[] signs =
        [
            // Scaling in means fewer tasks, but for the steps after a restart.
            now.HealthyTargets
                is { } few
            && before.HealthyTargets is { } many
            && (change.Direction == Direction.Takes || change is Change.SetDesiredCount { AfterRestart: true })
                ? few < many
                : null,
            before.Healthy is { } was && now.Healthy is { } isNow ? was && !isNow : null,
            now.ErrorPercent is { } more && before.ErrorPercent is { } less
                ? more >= less + ErrorPoints && more >= 2 * less
                : null,
        ];
        return Array.Exists(signs, sign => sign == true) ? true
            : Array.Exists(signs, sign => sign == false) ? false
            : null;
    }

    /// <summary>In words, when it has been worse for long enough; else null.</summary>
    public static string? Worse(Incident incident, DateTimeOffset now) =>
        incident is { Trend.WorseSince: { } since, LastAttempt: { Before: { } before } tried }
        && now - since >= Patience
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"for {(now - since).TotalMinutes:0} min it has been worse than before "
                    + $"'{tried.Change.Description}' ({before})"
            )
            : null;
}

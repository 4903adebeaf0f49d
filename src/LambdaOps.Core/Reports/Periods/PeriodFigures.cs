using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>What some days of a subject came to.</summary>
/// <param name="Days">All days of the period, oldest first; null where nothing of the day is known.</param>
public sealed record PeriodFigures(ImmutableArray<DayFigures?> Days)
{
    /// <summary>Days of which so many are known can be held against others.</summary>
    private const double EnoughDays = 5 / 7.0;

    /// <summary>Days that are known whole.</summary>
    public int Known => Days.Count(day => day is { Hole: null });

    /// <summary>Null where no day knows it; what is known of some days only is of those.</summary>
    public double? Of(Figure figure)
    {
        var days = Days.Where(day => day?.Of(figure) is not null)
            .Select(day => (Value: day!.Of(figure)!.Value, Requests: day.Of(Figure.Requests) ?? 0))
            .ToList();
        var requests = days.Sum(day => day.Requests);
        return days.Count == 0
            ? null
            : figure.Over switch
            {
                FigureSum.Total => days.Sum(day => day.Value),
                FigureSum.Mean => days.Average(day => day.Value),
                FigureSum.Most => days.Max(day => day.Value),
                _ => requests > 0 ? days.Sum(day => day.Value * day.Requests) / requests : null,
            };
    }

    /// <summary>By the day.</summary>
    public ImmutableArray<double?> ByDay(Figure figure) => [.. Days.Select(day => day?.Of(figure))];

    /// <summary>
    /// By how many percent it is more than in the period before. Totals are compared by the day, as months differ and a
    /// day may be unknown; null where either is known of too few days, or was zero.
    /// </summary>
    public double? ChangeFrom(PeriodFigures before, Figure figure) =>
        (ToCompare(figure), before.ToCompare(figure)) is ({ } now, { } then) && then != 0
            ? 100 * (now - then) / then
            : null;

    private double? ToCompare(Figure figure)
    {
        var known = Days.Count(day => day?.Of(figure) is not null);
        return known == 0 || known < Days.Length * EnoughDays ? null
            : figure.Over == FigureSum.Total ? Of(figure) / known
            : Of(figure);
    }
}

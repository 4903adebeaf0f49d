using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Backtests;

/// <summary>What is asked of a history.</summary>
/// <param name="Again">How soon an alarm that fires once more belongs to the same incident.</param>
/// <param name="Remedy">Who decides on the incidents; null where nobody does.</param>
public sealed record Backtest(
    BacktestAlarm Alarm,
    Statistic Statistic,
    MissingData Missing,
    TimeSpan Again,
    RemedyInThePast? Remedy
)
{
    /// <param name="marked">What people marked; null where nobody did.</param>
    /// <param name="stop">Throws where the work is to end.</param>
    public BacktestResult Run(PastMetric series, ImmutableArray<MarkedWindow>? marked, Action stop)
    {
        var history = AlarmHistory.Of(series, Alarm, Statistic, Missing, stop);
        var incidents = ImmutableArray.CreateBuilder<BacktestIncident>();
        foreach (var stretches in BacktestIncident.Join(history.InAlarm, Again))
        {
            stop();
            var incident = new BacktestIncident(stretches, Remedy?.Decide(stretches) ?? []);
            incidents.Add(incident with { IsMarked = marked?.Any(window => incident.Overlaps(window, Alarm.Period)) });
        }

        return new BacktestResult(series, this, history, incidents.DrainToImmutable(), marked);
    }
}

/// <summary>What came out for one series.</summary>
public sealed record BacktestResult(
    PastMetric Series,
    Backtest Asked,
    AlarmHistory History,
    ImmutableArray<BacktestIncident> Incidents,
    ImmutableArray<MarkedWindow>? Marked
)
{
    /// <summary>Windows that an incident overlaps.</summary>
    public int Found => Marked?.Count(window => FirstIn(window) is not null) ?? 0;

    /// <summary>Found windows whose incident had begun before: an alarm that is always in ALARM finds all of them so.</summary>
    public int FoundBefore => Marked?.Count(window => FirstIn(window)?.From < window.From) ?? 0;

    public int Missed => (Marked?.Length ?? 0) - Found;

    /// <summary>Incidents outside of every window.</summary>
    public int FalseAlarms => Incidents.Count(incident => incident.IsMarked == false);

    /// <summary>How much of the time the alarm was in ALARM, from 0 to 1.</summary>
    public double ShareInAlarm =>
        History.Periods == 0
            ? 0
            : Incidents.Sum(incident => incident.InAlarm.TotalSeconds)
                / (History.Periods * Asked.Alarm.Period.TotalSeconds);

    /// <summary>Days from the first point to the last, in UTC, with the incidents that begin on each.</summary>
    public IEnumerable<(DateOnly Day, int Incidents)> Days()
    {
        var counts = Incidents.CountBy(incident => DateOnly.FromDateTime(incident.From.UtcDateTime)).ToDictionary();
        // An alarm changes at the end of a period, which may be on the next day.
        var last = Incidents.IsEmpty || Series.Last > Incidents[^1].From ? Series.Last : Incidents[^1].From;
        var end = DateOnly.FromDateTime(last.UtcDateTime);
        for (var day = DateOnly.FromDateTime(Series.First.UtcDateTime); day <= end; day = day.AddDays(1))
        {
            yield return (day, counts.GetValueOrDefault(day));
        }
    }

    /// <summary>The first incident that overlaps the window; null where none does.</summary>
    public BacktestIncident? FirstIn(MarkedWindow window) =>
        Incidents.FirstOrDefault(incident => incident.Overlaps(window, Asked.Alarm.Period));
}

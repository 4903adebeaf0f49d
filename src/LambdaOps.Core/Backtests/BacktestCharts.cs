using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Backtests;

/// <summary>The drawings of a backtest: as many places as can be seen, however long the series is.</summary>
internal sealed class BacktestCharts(Backtest asked)
{
    private const int MostPlaces = 240;

    private const int MostBars = 62;

    /// <summary>The value over time with the threshold, and behind it when the alarm was in ALARM, and what people marked.</summary>
    public ReportBlock.Chart Course(BacktestResult result)
    {
        var datapoints = result.History.Datapoints;
        var first = datapoints[0].At.UtcTicks;
        var places = (int)Math.Min(MostPlaces, result.History.Periods);
        var width = (double)(result.History.Periods * asked.Alarm.Period.Ticks) / places;
        var values = new double?[places];
        foreach (var (at, value) in datapoints)
        {
            ref var place = ref values[PlaceOf(at)];
            place =
                place is not { } there ? value
                : asked.Alarm.LooksUp ? Math.Max(there, value)
                : Math.Min(there, value);
        }

        var each = places == MostPlaces ? $", the {(asked.Alarm.LooksUp ? "highest" : "lowest")} of each place" : "";
        return new ReportBlock.Chart(
            $"{result.Series.Name} ({asked.Statistic}{each})",
            "",
            ChartKind.Line,
            [.. Enumerable.Range(0, places).Select(place => Minute(PastMetric.At(first + (long)(place * width))))],
            [new ChartSeries(result.Series.Name, [.. values])]
        )
        {
            Thresholds = asked.Alarm.Limit is { } limit
                ? [new ChartThreshold("threshold", limit.Threshold, FindingLevel.Danger)]
                : [],
            Bands =
            [
                .. Bands(
                    "in ALARM",
                    result.Incidents.SelectMany(one => one.Stretches).Select(one => (one.From, one.Until))
                ),
                .. Bands("marked by people", (result.Marked ?? []).Select(window => (window.From, window.To))),
            ],
        };

        int PlaceOf(DateTimeOffset at) => (int)Math.Clamp((at.UtcTicks - first) / width, 0, places - 1);

        IEnumerable<ChartBand> Bands(string label, IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> stretches)
        {
            var isIn = new bool[places];
            foreach (var (from, until) in stretches)
            {
                // An end is not in it any more: a stretch that ends where a place begins does not fill that place.
                isIn.AsSpan(PlaceOf(from)..(PlaceOf(until.AddTicks(-1)) + 1)).Fill(true);
            }

            return ChartFrame
                .Stretches(places, place => isIn[place])
                .Select(stretch => new ChartBand(label, stretch.From, stretch.Until - 1));
        }
    }

    /// <summary>Incidents of each day, or of as many days together as it takes to see them.</summary>
    public static ReportBlock.Chart PerDay(BacktestResult result)
    {
        var days = result.Days().ToList();
        var together = (days.Count + MostBars - 1) / MostBars;
        var bars = days.Chunk(together).ToList();
        return new ReportBlock.Chart(
            together == 1 ? "Incidents per day (UTC)" : $"Incidents per {together} days (UTC)",
            "",
            ChartKind.Bars,
            [.. bars.Select(bar => bar[0].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            [new ChartSeries("incidents", [.. bars.Select(bar => (double?)bar.Sum(day => day.Incidents))])]
        );
    }

    /// <summary>With seconds only where the alarm's periods have them.</summary>
    public string Minute(DateTimeOffset at) =>
        at.UtcDateTime.ToString(
            asked.Alarm.Period.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture
        );
}

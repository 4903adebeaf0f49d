using System.Collections.Immutable;
using LambdaOps.Core.Anomalies;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Backtests;

/// <summary>A time in which the alarm is in ALARM.</summary>
/// <param name="From">When the alarm changed: the end of the newest period that was looked at.</param>
/// <param name="Until">When it changed again, or where the data end.</param>
/// <param name="Peak">The value farthest on the alarm's side, the periods that led to it included.</param>
/// <param name="IsOpen">Whether it is in ALARM still where the data end.</param>
public sealed record AlarmStretch(
    DateTimeOffset From,
    DateTimeOffset Until,
    double Peak,
    DateTimeOffset PeakAt,
    bool IsOpen
);

/// <summary>
/// An alarm on a past series, evaluated as CloudWatch does: by periods of the clock, at the end of each, with the
/// evaluation range of <see cref="AlarmRange"/>.
/// </summary>
public sealed class AlarmHistory
{
    /// <summary>Periods between two looks at whether it is to stop.</summary>
    private const int Often = 65_536;

    private readonly BacktestAlarm _alarm;
    private readonly long _period;

    private AlarmHistory(BacktestAlarm alarm) => (_alarm, _period) = (alarm, alarm.Period.Ticks);

    /// <summary>Periods from the first point to the last.</summary>
    public long Periods { get; private set; }

    /// <summary>Those of them with a datapoint, with the beginning and the value of each.</summary>
    public ImmutableArray<(DateTimeOffset At, double Value)> Datapoints { get; private set; } = [];

    public ImmutableArray<AlarmStretch> InAlarm { get; private set; } = [];

    public long MissingPeriods => Periods - Datapoints.Length;

    /// <param name="stop">Throws where the work is to end.</param>
    public static AlarmHistory Of(
        PastMetric series,
        BacktestAlarm alarm,
        Statistic statistic,
        MissingData missing,
        Action stop
    )
    {
        var history = new AlarmHistory(alarm);
        history.Fold(series, statistic, stop);
        history.Walk(missing, stop);
        return history;
    }

    private void Fold(PastMetric series, Statistic statistic, Action stop)
    {
        var times = series.Times;
        var values = series.Values;
        var points = ImmutableArray.CreateBuilder<(DateTimeOffset, double)>();
        for (var from = 0; from < times.Length; )
        {
            var begins = times[from] - (times[from] % _period);
            var until = from + 1;
            while (until < times.Length && times[until] < begins + _period)
            {
                until++;
            }

            // What no number can hold is as large as a number can be; what is no number at all is no datapoint.
            if (statistic.Of(values[from..until]) is var value && !double.IsNaN(value))
            {
                points.Add((PastMetric.At(begins), Math.Clamp(value, double.MinValue, double.MaxValue)));
            }

            from = until;
            if (points.Count % Often == 0)
            {
                stop();
            }
        }

        Datapoints = points.DrainToImmutable();
        Periods = Datapoints.IsEmpty ? 0 : (Datapoints[^1].At - Datapoints[0].At).Ticks / _period + 1;
    }

    private void Walk(MissingData missing, Action stop)
    {
        var range = new AlarmRange(_alarm.Needed, _alarm.Periods, missing);
        var readings = new PeriodReading[_alarm.Periods + AlarmRange.MoreThanPeriods];
        var breaches = Breaches();
        var (stretches, since) = (ImmutableArray.CreateBuilder<AlarmStretch>(), (long?)null);
        // Before the data begin nothing is known: then nothing that counts as breaching is missing.
        var quietFor = missing == MissingData.Breaching ? _alarm.Periods - 1 : 0;
        var (next, begins, turns) = (0, Datapoints.IsEmpty ? 0 : Datapoints[0].At.UtcTicks, 0);
        while (next < Datapoints.Length)
        {
            if (++turns % Often == 0)
            {
                stop();
            }

            var isThere = Datapoints[next].At.UtcTicks == begins;
            if (!isThere && !readings.AsSpan().ContainsAnyExcept(PeriodReading.Missing))
            {
                // All is missing, and stays so: nothing changes until the next datapoint.
                begins = Datapoints[next].At.UtcTicks;
                continue;
            }

            readings.AsSpan(0, readings.Length - 1).CopyTo(readings.AsSpan(1));
            readings[0] =
                !isThere ? PeriodReading.Missing
                : breaches(next) ? PeriodReading.Breaching
                : PeriodReading.Within;
            next += isThere ? 1 : 0;
            begins += _period;
            var state = turns > quietFor ? range.StateOf(readings) : null;
            if (state == AlarmState.Alarm)
            {
                since ??= begins;
            }
            else if (state is not null && since is { } from)
            {
                stretches.Add(Stretch(from, begins, isOpen: false));
                since = null;
            }
        }

        if (since is { } open)
        {
            stretches.Add(Stretch(open, begins, isOpen: true));
        }

        InAlarm = stretches.DrainToImmutable();
    }

    /// <summary>Whether a datapoint breaches; asked for in their order.</summary>
    private Func<int, bool> Breaches()
    {
        if (_alarm.Limit is { } limit)
        {
            return at => limit.IsBreaching(Datapoints[at].Value);
        }

        var detector = new AnomalyDetector();
        return at => detector.Observe(Datapoints[at].At, Datapoints[at].Value).Anomaly is not null;
    }

    private AlarmStretch Stretch(long from, long until, bool isOpen)
    {
        // What a detector found is the newest period's; what breaches a limit may be any of the range.
        var before = _alarm.Limit is null ? 1 : _alarm.Periods;
        var at = FirstFrom(from - (before * _period));
        var peak = Datapoints[Math.Min(at, Datapoints.Length - 1)];
        for (; _alarm.Limit is not null && at < Datapoints.Length && Datapoints[at].At.UtcTicks < until; at++)
        {
            var value = Datapoints[at].Value;
            if (_alarm.LooksUp ? value > peak.Value : value < peak.Value)
            {
                peak = Datapoints[at];
            }
        }

        return new(PastMetric.At(from), PastMetric.At(until), peak.Value, peak.At, isOpen);
    }

    private int FirstFrom(long ticks)
    {
        var (low, high) = (0, Datapoints.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Datapoints[middle].At.UtcTicks < ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

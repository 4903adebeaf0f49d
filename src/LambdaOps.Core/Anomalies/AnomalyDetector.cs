namespace LambdaOps.Core.Anomalies;

/// <summary>
/// Says of each reading of a series how unusual it is, as it comes: without a training run, with a day's and a week's
/// rhythm, in bounded memory (at most 28 KB of numbers a series, whatever its length). The same readings give the same
/// scores.
/// </summary>
/// <remarks>
/// <para>
/// Method. A reading is compared with the readings just before it (exponential smoothing, Holt 1957) and with what is
/// usual: the level of the whole series, of the time of day or of the time of the week, whichever has had the least
/// error. Both deviations are judged by themselves and as means over the last readings, as Numenta judges errors
/// (Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", 2015). Each is divided by a robust usual
/// deviation (<see cref="Expectation"/>), and <see cref="TailDistribution"/> says by extreme values how rare it was
/// in this very series: a spiky series needs larger spikes. A value that is beyond all others by a part of their range
/// counts by itself (Numenta's spatial anomaly, made gradual). The rarest of these is the score.
/// </para>
/// <para>
/// A long history has more that is rare: the rarity asked for grows with it. An anomaly is an episode: within 60
/// readings of its last peak, only what is clearly rarer scores; what lasts is learned.
/// </para>
/// <para>
/// Input. The interval is the median of the first 25 steps forward, from seconds to a day. A value that is infinite or
/// not a number is a gap: it scores 0 and changes nothing. Nothing is assumed of a gap; after 48 missing readings or
/// more, "just before" begins anew. A reading at the same or an earlier time than the last is one more reading. Nothing
/// is detected in the first 100 readings. Slots of the day are those of the offset with which times come.
/// </para>
/// </remarks>
public sealed class AnomalyDetector
{
    /// <summary>From this score on, a reading is detected.</summary>
    public const double DetectedFrom = 0.5;

    /// <summary>The rarity, as a power of ten, whose score that is.</summary>
    private const double DetectedRarity = 2.8;

    private const int StepsForInterval = 25;

    private const int MostSlotsOfDay = 288;

    private const int MostSlotsOfWeekday = 48;

    /// <summary>A rhythm is used where it errs by that much less than the level.</summary>
    private const double Better = 0.85;

    private const int RecentWindow = 6;

    private const int UsualWindow = 48;

    /// <summary>Part of a step by which the level just before follows; the whole series' follows by the next.</summary>
    private const double RecentRate = 0.2;

    private const double LevelRate = 0.002;

    private const double Cut = 5;

    /// <summary>The least deviation that counts, of the range of all values.</summary>
    private const double LeastOfRange = 1e-3;

    /// <summary>Above zero: a series that never varied has deviations of zero, not of zero by zero.</summary>
    private const double SmallestFloor = 1e-300;

    private const double LargestValue = 1e100;

    /// <summary>Beyond all values by this part of their range has <see cref="FarBeyondRarity"/>.</summary>
    private const double FarBeyond = 0.05;

    private const double FarBeyondRarity = 4;

    private const double LeastBeyond = 0.02;

    private const double PartOfCorrection = 0.3;

    private const int ShortHistory = 200;

    private const int LongHistory = 20_000;

    private readonly Expectation _recent = new(RecentWindow);

    private readonly Expectation _level = new(UsualWindow);

    private readonly Expectation _day = new(UsualWindow);

    private readonly Expectation _week = new(UsualWindow);

    private readonly double[] _steps = new double[StepsForInterval];

    private readonly Episode _episode = new();

    private int _stepsSeen;

    private TimeSpan _interval;

    private Rhythm? _ofDay;

    private Rhythm? _ofWeek;

    private int _readings;

    private DateTimeOffset _last;

    private double _lowest;

    private double _highest;

    private double _justBefore;

    private double _everBefore;

    /// <summary>Judges the reading by those before it, then learns it.</summary>
    /// <param name="at">In the order of time; see the class for others.</param>
    /// <param name="value">In any unit; NaN and infinite ones are gaps.</param>
    public AnomalyScore Observe(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value))
        {
            return default;
        }

        value = Math.Clamp(value, -LargestValue, LargestValue);
        if (_readings == 0)
        {
            (_lowest, _highest, _justBefore, _everBefore) = (value, value, value, value);
        }
        else
        {
            Step(at, value);
        }

        var before = (_lowest, _highest);
        var (usual, basis) = Look(at, value);
        _readings = Math.Min(_readings + 1, int.MaxValue - 1);
        _last = at;
        var rarest = Rarest(Beyond(value, before), usual, basis);
        var (rarity, since) = _episode.Take(at, rarest.Surprise.Rarity - Asked(_readings));
        var score = 1 - Math.Pow(2, -rarity / DetectedRarity);
        return new(score, score < DetectedFrom ? null : Detected(at, value, rarest, before, since));
    }

    private void Step(DateTimeOffset at, double value)
    {
        var step = at - _last;
        if (_ofDay is not null)
        {
            if (step > _interval * UsualWindow)
            {
                _justBefore = value;
                _recent.DropLast();
                _level.DropLast();
                _day.DropLast();
                _week.DropLast();
            }

            return;
        }

        if (step > TimeSpan.Zero)
        {
            _steps[_stepsSeen++] = step.TotalSeconds;
        }

        if (_stepsSeen == StepsForInterval)
        {
            _interval = TimeSpan.FromSeconds(_steps.Order().ElementAt(StepsForInterval / 2));
            var ofDay = (int)Math.Clamp(Math.Round(TimeSpan.FromDays(1) / _interval), 1, MostSlotsOfDay);
            _ofDay = new(TimeSpan.FromDays(1), ofDay, _interval);
            _ofWeek = new(TimeSpan.FromDays(7), 7 * Math.Min(ofDay, MostSlotsOfWeekday), _interval);
        }
    }

    /// <summary>Compares the value with each expectation, then learns it; gives the one that is used.</summary>
    private (Expectation Usual, AnomalyBasis Basis) Look(DateTimeOffset at, double value)
    {
        (_lowest, _highest) = (Math.Min(_lowest, value), Math.Max(_highest, value));
        var floor = Math.Max(LeastOfRange * (_highest - _lowest), SmallestFloor);
        _recent.See(value, _justBefore, floor);
        _level.See(value, _everBefore, floor);
        var (usual, basis, least) = (_level, AnomalyBasis.Level, _level.Error * Better);
        if (_ofDay is not null && _ofWeek is not null)
        {
            var (ofDay, ofWeek) = (_ofDay.SlotAt(at), _ofWeek.SlotAt(at));
            if (_ofDay.Level(ofDay) is { } daily)
            {
                _day.See(value, daily, floor, (_ofDay, ofDay));
                if (_day.Error < least && _day.Readings > _ofDay.PerPeriod)
                {
                    (usual, basis, least) = (_day, AnomalyBasis.TimeOfDay, 0.9 * _day.Error);
                }
            }

            if (_ofWeek.Level(ofWeek) is { } weekly)
            {
                _week.See(value, weekly, floor, (_ofWeek, ofWeek));
                if (_week.Error < least && _week.Readings > 2 * _ofDay.PerPeriod)
                {
                    (usual, basis) = (_week, AnomalyBasis.TimeOfWeek);
                }
            }

            _ofDay.Learn(ofDay, value, usual.Usual);
            _ofWeek.Learn(ofWeek, value, usual.Usual);
        }

        _justBefore += RecentRate * Math.Clamp(value - _justBefore, -Cut * _recent.Usual, Cut * _recent.Usual);
        _everBefore +=
            Math.Max(LevelRate, 1.0 / (_readings + 1))
            * Math.Clamp(value - _everBefore, -Cut * _level.Usual, Cut * _level.Usual);
        return (usual, basis);
    }

    /// <summary>By how much it is beyond all values so far, as a rarity.</summary>
    private double Beyond(double value, (double Lowest, double Highest) before)
    {
        var range = before.Highest - before.Lowest;
        var beyond = Math.Max(value - before.Highest, before.Lowest - value);
        return _readings > TailDistribution.FewestReadings && range > 0 && beyond > LeastBeyond * range
            ? FarBeyondRarity + Math.Log10(beyond / range / FarBeyond)
            : 0;
    }

    private Judgement Rarest(double beyond, Expectation usual, AnomalyBasis basis)
    {
        var range = new Surprise(usual.Single.Sigmas, beyond, Over: 1);
        ReadOnlySpan<Judgement> all =
        [
            new(usual.Single, usual, basis),
            new(usual.Mean, usual, basis),
            new(range, usual, AnomalyBasis.Range),
            new(_recent.Single, _recent, AnomalyBasis.Recent),
            new(_recent.Mean, _recent, AnomalyBasis.Recent),
        ];
        var rarest = all[0];
        foreach (var one in all)
        {
            rarest = one.Surprise.Rarity > rarest.Surprise.Rarity ? one : rarest;
        }

        return rarest;
    }

    /// <summary>Rarity that a longer history has to have more: three tenths of Bonferroni's correction.</summary>
    private static double Asked(int readings) =>
        PartOfCorrection * Math.Log10(Math.Clamp(readings, ShortHistory, LongHistory) / 1000.0);

    private static Anomaly Detected(
        DateTimeOffset at,
        double value,
        Judgement judged,
        (double Lowest, double Highest) seen,
        DateTimeOffset since
    )
    {
        var expectation = judged.By;
        var reach = 2 * expectation.Sigma;
        var (low, high) =
            judged.Basis == AnomalyBasis.Range
                ? seen
                : (
                    Math.Max(expectation.Expected - reach, Math.Min(seen.Lowest, expectation.Expected)),
                    Math.Min(expectation.Expected + reach, Math.Max(seen.Highest, expectation.Expected))
                );
        return new(
            at,
            value,
            expectation.Expected,
            low,
            high,
            judged.Surprise.Sigmas,
            judged.Surprise.Over,
            judged.Basis,
            Math.Pow(10, judged.Surprise.Rarity),
            since
        );
    }

    private readonly record struct Judgement(Surprise Surprise, Expectation By, AnomalyBasis Basis);
}

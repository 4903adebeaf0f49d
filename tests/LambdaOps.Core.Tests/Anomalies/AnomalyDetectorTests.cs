using System.Reflection;
using LambdaOps.Core.Anomalies;

namespace LambdaOps.Core.Tests.Anomalies;

public class AnomalyDetectorTests
{
    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan s_fiveMinutes = TimeSpan.FromMinutes(5);

    private const int Day = 288;

    [Fact]
    public void Observe_KnowsTheRhythmOfADay()
    {
        var requests = Series(10 * Day, at => at.Hour is >= 9 and < 18 ? 800 : 100);
        // The eleventh day has its afternoon's traffic at night: a value of every day, at the wrong time.
        var night = Series(36, _ => 800, from: requests[^1].At + s_fiveMinutes + TimeSpan.FromHours(3));

        var anomalies = Detect([.. requests, .. night]);

        var found = Assert.Single(anomalies, anomaly => anomaly.At >= night[0].At);
        Assert.Equal(AnomalyBasis.TimeOfDay, found.Basis);
        Assert.InRange(found.At, night[0].At, night[3].At);
        Assert.InRange(found.Expected, 80, 120);
        Assert.True(found.Sigmas > 5, found.ToString());
        Assert.True(found.OneIn > 100, found.ToString());
    }

    [Fact]
    public void Observe_TakesAnEveningRushForUsual_AfterAWeek()
    {
        var requests = Series(10 * Day, at => at.Hour is >= 9 and < 18 ? 800 : 100);

        Assert.DoesNotContain(Detect(requests), anomaly => anomaly.At > s_start.AddDays(7));
    }

    [Fact]
    public void Observe_TakesAWeekendForUsual_AfterTwoWeeks()
    {
        var users = Series(
            28 * Day,
            at =>
                at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 200
                : at.Hour is >= 9 and < 18 ? 900
                : 250
        );
        // The fourth Wednesday is as quiet as a weekend.
        var holiday = s_start.AddDays(23);
        (DateTimeOffset At, double Value)[] withHoliday =
        [
            .. users.Select(one => one.At.Date == holiday.Date ? (one.At, 200 + (one.Value % 10)) : one),
        ];

        Assert.DoesNotContain(Detect(users), anomaly => anomaly.At > s_start.AddDays(14));
        var found = Detect(withHoliday).First(anomaly => anomaly.At > s_start.AddDays(14));
        Assert.Equal(holiday.Date, found.At.Date);
        Assert.Equal(AnomalyBasis.TimeOfWeek, found.Basis);
        Assert.EndsWith(
            "Wednesday; ",
            found.ToString()[..(found.ToString().IndexOf(';', StringComparison.Ordinal) + 2)]
        );
    }

    [Fact]
    public void Observe_FindsALevelShiftOnce_ThenLearnsIt()
    {
        var before = Series(3 * Day, _ => 100);
        var shifted = Series(5 * Day, _ => 160, from: before[^1].At + s_fiveMinutes);

        var anomalies = Detect([.. before, .. shifted]);

        var found = anomalies.Where(anomaly => anomaly.At >= shifted[0].At).ToList();
        Assert.Equal(shifted[0].At, found[0].At);
        Assert.DoesNotContain(found, anomaly => anomaly.At > shifted[0].At.AddHours(12));
        Assert.InRange(found.Count, 1, 2);
    }

    [Fact]
    public void Observe_FindsTheOneSpikeOfAConstantSeries()
    {
        var constant = Series(4 * Day, _ => 45, noise: 0);
        constant[700].Value = 46;

        var found = Assert.Single(Detect(constant));

        Assert.Equal(constant[700].At, found.At);
        Assert.Equal(45, found.Expected, precision: 6);
        Assert.Equal(46, found.Value);
    }

    [Fact]
    public void Observe_IsHardlyMovedByEarlierOutliers()
    {
        var clean = Series(4 * Day, _ => 100);
        var dirty = clean.ToArray();
        // One wild reading in a hundred of the first two days; the same anomaly two days later.
        for (var at = 50; at < 2 * Day; at += 100)
        {
            dirty[at].Value = 100_000;
        }

        clean[1100].Value = dirty[1100].Value = 100_000_000;

        Assert.Contains(Detect(clean), anomaly => anomaly.At == clean[1100].At);
        var found = Assert.Single(Detect(dirty), anomaly => anomaly.At > s_start.AddDays(2.5));
        Assert.Equal(dirty[1100].At, found.At);
        Assert.InRange(found.Expected, 90, 110);
    }

    [Fact]
    public void Observe_LearnsNothingFromAGap_AndBeginsJustBeforeAnew()
    {
        var before = Series(8 * Day, at => at.Hour is >= 9 and < 18 ? 800 : 100);
        // Silent from midnight to noon: at noon there are 800, as on any day.
        var after = Series(Day, at => at.Hour is >= 9 and < 18 ? 800 : 100, from: s_start.AddDays(8.5));

        Assert.DoesNotContain(Detect([.. before, .. after]), anomaly => anomaly.At >= after[0].At);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Observe_TakesNoNumberForAGap(double value)
    {
        var series = Series(2 * Day, _ => 100);
        var (with, without) = (new AnomalyDetector(), new AnomalyDetector());
        foreach (var (at, good) in series)
        {
            Assert.Equal(default, with.Observe(at.AddMinutes(1), value));
            Assert.Equal(without.Observe(at, good), with.Observe(at, good));
        }
    }

    [Fact]
    public void Observe_TakesRepeatedAndEarlierTimesForReadings()
    {
        var series = Series(3 * Day, _ => 100);
        var detector = new AnomalyDetector();
        foreach (var (at, value) in series)
        {
            detector.Observe(at, value);
            detector.Observe(at, value);
            detector.Observe(at.AddMinutes(-7), value);
        }

        Assert.NotNull(detector.Observe(series[^1].At, 500).Anomaly);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void Observe_KnowsADayAtAnyInterval(int minutes)
    {
        var step = TimeSpan.FromMinutes(minutes);
        var days = Series((int)(TimeSpan.FromDays(15) / step), at => at.Hour is >= 9 and < 18 ? 800 : 100, step: step);
        var atNight = days.Length - (int)(TimeSpan.FromHours(21) / step);
        days[atNight].Value = 800;

        Assert.Contains(Detect(days), anomaly => anomaly.At == days[atNight].At);
    }

    [Fact]
    public void Observe_GivesTheSameForTheSame()
    {
        var series = Noise(seed: 7, 2000);
        var (one, other) = (new AnomalyDetector(), new AnomalyDetector());

        Assert.All(
            series,
            reading => Assert.Equal(one.Observe(reading.At, reading.Value), other.Observe(reading.At, reading.Value))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Observe_ScoresFromZeroToOne_WhateverComes(int seed)
    {
        var random = new Random(seed);
        var (detector, at) = (new AnomalyDetector(), s_start);
        for (var reading = 0; reading < 3000; reading++)
        {
            at = at.AddSeconds(random.Next(-30, 4000));
            var value = random.Next(8) switch
            {
                0 => 0,
                1 => double.MaxValue,
                2 => double.MinValue,
                3 => double.Epsilon,
                4 => double.NaN,
                5 => -random.NextDouble(),
                _ => Math.Pow(10, random.Next(-200, 200)),
            };
            var (score, anomaly) = detector.Observe(at, value);

            Assert.InRange(score, 0, 1);
            Assert.Equal(score >= AnomalyDetector.DetectedFrom, anomaly is not null);
            Assert.False(double.IsNaN(anomaly?.Sigmas ?? 0));
        }
    }

    [Fact]
    public void Observe_SaysNothingOfTheFirstHundredReadings()
    {
        var series = Noise(seed: 3, 100);
        series[99].Value = 1e6;

        Assert.Empty(Detect(series));
    }

    [Fact]
    public void State_IsBounded()
    {
        var detector = new AnomalyDetector();
        foreach (var (at, value) in Series(20_000, _ => 100, step: TimeSpan.FromMinutes(1)))
        {
            detector.Observe(at, value);
        }

        var numbers = Numbers(detector);

        Assert.InRange(numbers, 1_000, 28 * 1024 / sizeof(double));
    }

    [Fact]
    public void Anomaly_SaysItInWords()
    {
        var at = s_start.AddHours(3).AddMinutes(10);
        var anomaly = new Anomaly(at, 812, 117, 95, 140, 9.1, 1, AnomalyBasis.TimeOfWeek, 20_000, at);

        Assert.Equal("at 03:10 812, usually 95 to 140 at this time of a Monday; deviation 9.1", anomaly.ToString());
        Assert.Equal(
            "at 03:10 0.5, 95 to 140 just before; deviation -2.5 as the mean of 6 readings, unusual since 03:00",
            (
                anomaly with
                {
                    Value = 0.5,
                    Sigmas = -2.5,
                    Over = 6,
                    Basis = AnomalyBasis.Recent,
                    Since = at.AddMinutes(-10),
                }
            ).ToString()
        );
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public void Anomaly_HasWordsForEachBasis(AnomalyBasis basis) =>
        Assert.Contains(
            "95 to 140",
            new Anomaly(s_start, 812, 117, 95, 140, 9.1, 1, basis, 20_000, s_start).ToString(),
            StringComparison.Ordinal
        );

    public static TheoryData<AnomalyBasis> Bases => [.. Enum.GetValues<AnomalyBasis>()];

    private static List<Anomaly> Detect(IEnumerable<(DateTimeOffset At, double Value)> series)
    {
        var detector = new AnomalyDetector();
        return [.. series.Select(one => detector.Observe(one.At, one.Value).Anomaly).OfType<Anomaly>()];
    }

    /// <summary>A level by the clock, with a bit of noise, always the same.</summary>
    private static (DateTimeOffset At, double Value)[] Series(
        int readings,
        Func<DateTimeOffset, double> level,
        DateTimeOffset? from = null,
        TimeSpan? step = null,
        double noise = 0.05
    )
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, readings)
                .Select(at => (from ?? s_start) + (at * (step ?? s_fiveMinutes)))
                .Select(at => (at, level(at) * (1 + (noise * ((2 * random.NextDouble()) - 1))))),
        ];
    }

    private static (DateTimeOffset At, double Value)[] Noise(int seed, int readings)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, readings).Select(at => (s_start + (at * s_fiveMinutes), 100 * random.NextDouble())),
        ];
    }

    /// <summary>How many numbers it holds, in itself and in what is its own.</summary>
    private static int Numbers(object state) =>
        state
            .GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Select(field => field.GetValue(state))
            .Sum(value =>
                value switch
                {
                    null => 0,
                    Array array => array.Length,
                    _ when value.GetType() is { IsClass: true, Namespace: "LambdaOps.Core.Anomalies" } => Numbers(
                        value
                    ),
                    _ => 1,
                }
            );
}

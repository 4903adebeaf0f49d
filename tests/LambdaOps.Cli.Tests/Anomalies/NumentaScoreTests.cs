using LambdaOps.Benchmarks.Anomalies;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Cli.Tests.Anomalies;

/// <summary>
/// By hand, from Numenta's description: 200 rows, probation to row 30, one window of rows 100 to 119. With the whole
/// corpus, the published scores come out (PROOF.md).
/// </summary>
public class NumentaScoreTests
{
    private const int Rows = 200;

    private const int From = 100;

    private const int To = 119;

    private static readonly DateTimeOffset s_start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private static readonly Profile s_standard = Profile.All[0];

    [Fact]
    public void Judge_NothingDetectedIsZero() => Assert.Equal(0, Score());

    [Fact]
    public void Judge_TheFirstRowOfTheWindowAloneIsHundred() => Assert.Equal(100, Score(From), precision: 6);

    [Fact]
    public void Judge_OnlyTheEarliestOfAWindowCounts() => Assert.Equal(Score(110), Score(110, 111, 115, To));

    [Fact]
    public void Judge_LaterIsWorthLess()
    {
        // Half way: 2 / (1 + e^-2.5) - 1 = 0.848284 of 0.986614 at the beginning; a window that is missed has -1.
        Assert.Equal(100 * (1 + (0.848284 / 0.986614)) / 2, Score(110), precision: 3);
        Assert.True(Score(From) > Score(110) && Score(110) > Score(To));
    }

    [Fact]
    public void Judge_AFalseOneBeforeAllWindowsCostsAllOfIt() =>
        Assert.Equal(Score(From) - (100 * 0.11 / 2), Score(50, From), precision: 6);

    [Fact]
    public void Judge_AFalseOneShortlyBehindAWindowCostsLittle()
    {
        var one = 2 / (1 + Math.Exp(5.0 / 19)) - 1;

        Assert.Equal(Score(From) + (100 * 0.11 * one / 2), Score(From, To + 1), precision: 6);
        Assert.Equal(Score(From) - (100 * 0.11 / 2), Score(From, 180), precision: 6);
    }

    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    public void Judge_CountsNothingOfTheProbation(int row, int wrong) =>
        Assert.Equal(wrong, NumentaScore.Judge(Detected(row), s_standard, 0.5).False);

    [Fact]
    public void Judge_TheProbationEndsAfter750Rows()
    {
        var series = Series(10_000, [749, 750], windows: []);

        Assert.Equal(1, NumentaScore.Judge(series, s_standard, 0.5).False);
    }

    [Fact]
    public void Judge_WeighsByTheProfile()
    {
        var detected = Detected(50);

        Assert.Equal(-0.11 - 1, NumentaScore.Judge(detected, Profile.All[0], 0.5).Points, precision: 9);
        Assert.Equal(-0.22 - 1, NumentaScore.Judge(detected, Profile.All[1], 0.5).Points, precision: 9);
        Assert.Equal(-0.11 - 2, NumentaScore.Judge(detected, Profile.All[2], 0.5).Points, precision: 9);
        Assert.Equal((0, 1, 1), Counts(detected));
        Assert.Equal((1, 0, 0), Counts(Detected(From)));
    }

    [Fact]
    public void BestThreshold_IsOneForAllSeries()
    {
        // Loud enough here for 0.6, there only at 0.4; between them, twenty false ones at 0.5.
        var clear = Series(Rows, [], [(From, To)], (From, 0.6));
        var faint = Series(
            Rows,
            [],
            [(From, To)],
            [(From, 0.4), .. Enumerable.Range(40, 20).Select(row => (row, 0.5))]
        );

        Assert.Equal(0.6, NumentaScore.BestThreshold([clear, faint], s_standard));
        Assert.Equal(0.4, NumentaScore.BestThreshold([clear, faint], s_standard with { FalsePositive = 0.01 }));
        Assert.Equal(NumentaScore.Never, NumentaScore.BestThreshold([Series(Rows, [50], [])], s_standard));
    }

    [Fact]
    public void BestThreshold_GetsWhatJudgeSays()
    {
        var random = new Random(5);
        ScoredSeries[] noise =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(_ =>
                    Series(
                        Rows,
                        [],
                        [(40, 59), (From, To)],
                        [.. Enumerable.Range(0, Rows).Select(row => (row, random.Next(100) / 100.0))]
                    )
                ),
        ];
        foreach (var profile in Profile.All)
        {
            var best = NumentaScore.Judge(noise, profile, NumentaScore.BestThreshold(noise, profile)).Points;

            Assert.All(
                Enumerable.Range(0, 111),
                hundredth => Assert.True(NumentaScore.Judge(noise, profile, hundredth / 100.0).Points <= best + 1e-9)
            );
        }
    }

    private static double Score(params int[] rows) => NumentaScore.Judge(Detected(rows), s_standard, 0.5).Score;

    private static (int, int, int) Counts(ScoredSeries series) =>
        NumentaScore.Judge(series, s_standard, 0.5) is var verdict
            ? (verdict.Found, verdict.Missed, verdict.False)
            : default;

    private static ScoredSeries Detected(params int[] rows) => Series(Rows, rows, [(From, To)]);

    private static ScoredSeries Series(
        int rows,
        int[] detected,
        (int From, int To)[] windows,
        params (int Row, double Score)[] scores
    )
    {
        var all = new double[rows];
        foreach (var row in detected)
        {
            all[row] = 0.9;
        }

        foreach (var (row, score) in scores)
        {
            all[row] = score;
        }

        return new(
            $"{Guid.NewGuid()}.csv",
            [.. Enumerable.Range(0, rows).Select(At)],
            [.. all],
            [.. windows.Select(window => new MarkedWindow(At(window.From), At(window.To)))]
        );
    }

    private static DateTimeOffset At(int row) => s_start.AddMinutes(5 * row);
}

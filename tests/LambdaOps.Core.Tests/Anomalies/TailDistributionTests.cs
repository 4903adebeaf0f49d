using LambdaOps.Core.Anomalies;

namespace LambdaOps.Core.Tests.Anomalies;

public class TailDistributionTests
{
    [Fact]
    public void Take_CountsWhatIsCommon_AndExtrapolatesWhatIsRare()
    {
        var tail = Exponential(5000);

        // Of an exponential distribution, e^-x are above x.
        Assert.InRange(tail.Take(Math.Log(2)), 0.25, 0.35);
        Assert.InRange(tail.Take(Math.Log(10)), 0.9, 1.1);
        Assert.InRange(tail.Take(Math.Log(1_000)), 2.6, 3.4);
        Assert.InRange(tail.Take(Math.Log(10_000)), 3.4, 4.6);
    }

    [Fact]
    public void Take_IsNoRarerThanTenTimesWhatWasCounted() =>
        Assert.InRange(Exponential(5000).Take(1e9), 4, 1 + Math.Log10(5001));

    [Fact]
    public void Take_SaysNothingByFewReadings()
    {
        var tail = new TailDistribution();
        for (var reading = 0; reading < TailDistribution.FewestReadings; reading++)
        {
            Assert.Equal(0, tail.Take(reading));
        }

        Assert.True(tail.Take(1e6) > 1);
    }

    [Fact]
    public void Take_FindsWhatHappensAgainAndAgainLessRare()
    {
        var tail = Exponential(2000);
        var first = tail.Take(50);
        for (var reading = 0; reading < 20; reading++)
        {
            tail.Take(50);
        }

        Assert.True(tail.Take(50) < first - 1);
    }

    [Fact]
    public void Take_ForgetsSlowly_AndNeverOverflows()
    {
        var tail = new TailDistribution();
        for (var reading = 0; reading < 50; reading++)
        {
            tail.Take(1000);
        }

        for (var reading = 0; reading < 500; reading++)
        {
            tail.Take(1);
        }

        var soon = tail.Take(1000);
        for (var reading = 0; reading < 2_000_000; reading++)
        {
            tail.Take(1);
        }

        Assert.InRange(soon, 0.5, 1.5);
        Assert.InRange(tail.Take(1000), 3, 6);
    }

    private static TailDistribution Exponential(int readings)
    {
        var (tail, random) = (new TailDistribution(), new Random(1));
        for (var reading = 0; reading < readings; reading++)
        {
            tail.Take(-Math.Log(1 - random.NextDouble()));
        }

        return tail;
    }
}

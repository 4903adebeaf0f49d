using LambdaOps.Account.World;
using LambdaOps.Core;

namespace LambdaOps.Account.Tests.World;

public sealed class ChanceTests
{
    [Fact]
    public void Sequence_IsSplitMix64()
    {
        // The reference sequence of SplitMix64 from the seed 1234567.
        var chance = new Chance(1234567);

        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL],
            [chance.Next(), chance.Next(), chance.Next()]
        );
    }

    [Fact]
    public void Streams_DifferBySeedAndByName()
    {
        var first = Chance.StreamOf(1, "a").Next();

        Assert.Equal(first, Chance.StreamOf(1, "a").Next());
        Assert.NotEqual(first, Chance.StreamOf(2, "a").Next());
        Assert.NotEqual(first, Chance.StreamOf(1, "b").Next());
    }

    /// <summary>Sums wrap around, whatever else is checked for overflows: a seed may itself be drawn.</summary>
    [Theory]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(0, -1)]
    [InlineData(ulong.MaxValue, long.MinValue)]
    public void Hashes_TakeEverySeedAndMoment(ulong seed, long moment) =>
        Assert.InRange(Chance.HashedShare(seed, "a", moment), 0, 1);

    [Theory]
    [InlineData(0.5)]
    [InlineData(12)]
    [InlineData(400)]
    public void Counts_HaveTheirMean(double expected)
    {
        var chance = new Chance(3);
        var mean = Enumerable.Range(0, 4000).Average(_ => chance.Count(expected));

        Assert.InRange(mean, expected * 0.93, expected * 1.07);
    }
}

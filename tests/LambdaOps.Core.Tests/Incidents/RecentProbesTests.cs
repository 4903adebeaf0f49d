using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>The last answers of the health URL, and what their share says.</summary>
public class RecentProbesTests
{
    [Theory]
    [InlineData("----", false)]
    [InlineData("-----", true)]
    [InlineData("+++++-----", true)]
    [InlineData("+-+-+-+-+-", true)]
    [InlineData("++-+-+-+-+-", true)]
    [InlineData("++++++----", false)]
    [InlineData("-----++++++", false)]
    [InlineData("++++-++++-++++-", false)]
    [InlineData("", false)]
    public void Down_IsFiveOfTheLastTen(string marks, bool down) =>
        Assert.Equal(down, new RecentProbes(marks).AreDown(failures: 5));

    [Fact]
    public void After_KeepsTheNewest()
    {
        var probes = Enumerable.Range(0, 250).Aggregate(RecentProbes.None, (all, one) => all.After(one < 240));

        Assert.Equal((200, 10), (probes.Marks.Length, probes.Failed(200)));
        Assert.EndsWith("+----------", probes.Marks, StringComparison.Ordinal);
    }

    [Fact]
    public void OldRecords_HaveTheirStreak()
    {
        Assert.Equal("---", RecentProbes.Of(new HealthStreak(Healthy: false, 3, Some.Now)).Marks);
        Assert.Equal(200, RecentProbes.Of(new HealthStreak(Healthy: true, 9000, Some.Now)).Marks.Length);
        Assert.Equal("", RecentProbes.Of(null).Marks);
    }

    /// <summary>A look that shows nothing is no answer: it neither fails nor forgets.</summary>
    [Fact]
    public void MissingLook_ChangesNothing()
    {
        var trend = new Trend()
            .After(Some.Down, isWorse: null, Some.Now)
            .After(Some.Down.Hides(HealthUrlLooks.Probe, "dark"), isWorse: null, Some.Now)
            .After(Some.Fine, isWorse: null, Some.Now);

        Assert.Equal("-+", trend.Probes.Marks);
    }
}

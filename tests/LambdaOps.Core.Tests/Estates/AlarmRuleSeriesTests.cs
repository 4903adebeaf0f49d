using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>A rule about one series of an alarm is active with that series alone.</summary>
public class AlarmRuleSeriesTests
{
    private static readonly AlarmRule s_whole = new(
        new AlarmMatch.ByName("cpu-by-service"),
        new TargetId("api"),
        Some.Remedy,
        Severity.P2
    );

    private static readonly AlarmRule s_series = s_whole with
    {
        Contributor = KeyValuePair.Create("ServiceName", "api"),
    };

    [Fact]
    public void IsActive_WithItsOwnSeries()
    {
        Assert.True(s_series.IsActive([Series("web"), Series("api")]));
        Assert.False(s_series.IsActive([Series("web")]));
        Assert.False(s_series.IsActive([]));
    }

    [Fact]
    public void IsActive_OfAWholeAlarmWhicheverSeriesBreach() => Assert.True(s_whole.IsActive([]));

    private static ImmutableSortedDictionary<string, string> Series(string service) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("ClusterName", "main").Add("ServiceName", service);
}

using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources;

/// <summary>When what an alarm watches began to breach, by the datapoints of its last change.</summary>
public class AlarmBeginningTests
{
    private const string Above = "GreaterThanThreshold";

    /// <summary>Of three in five, as CloudWatch writes them: newest first, offsets without a colon.</summary>
    private const string Reason = """
        {"version":"1.0","queryDate":"2026-01-15T03:06:30.000+0000","startDate":"2026-01-15T03:01:00.000+0000",
         "period":60,"recentDatapoints":[20.0,1.0,30.0,25.0],"threshold":10.0,"evaluatedDatapoints":[
         {"timestamp":"2026-01-15T03:05:00.000+0000","value":25.0},
         {"timestamp":"2026-01-15T03:04:00.000+0000","value":30.0},
         {"timestamp":"2026-01-15T03:03:00.000+0000"},
         {"timestamp":"2026-01-15T03:02:00.000+0000","value":20.0},
         {"timestamp":"2026-01-15T03:01:00.000+0000","value":1.0}]}
        """;

    [Fact]
    public void BegunBy_IsTheEndOfTheFirstDatapointThatBreaches() =>
        Assert.Equal(
            new DateTimeOffset(2026, 1, 15, 3, 3, 0, TimeSpan.Zero),
            AlarmReasonData.BegunBy(Reason, Above, threshold: null)
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"period\":60,\"evaluatedDatapoints\":[7,{\"value\":20}]}")]
    [InlineData("{\"period\":60,\"evaluatedDatapoints\":[{\"timestamp\":\"yesterday\",\"value\":20}]}")]
    public void BegunBy_IsUnknownWhereTheDataDoesNotSay(string? data) =>
        Assert.Null(AlarmReasonData.BegunBy(data, Above, threshold: 10));

    [Fact]
    public void BegunBy_IsUnknownWithoutAComparison() => Assert.Null(AlarmReasonData.BegunBy(Reason, null, 10));
}

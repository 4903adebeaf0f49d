namespace LambdaOps.Core.Tests;

public class IncidentIdTests
{
    [Theory]
    [InlineData("20260115-api-service-031501", "20260115-api-service-031501", "api-service", false)]
    [InlineData("20260115-api-031501.2", "20260115-api-031501.2", "api", false)]
    [InlineData("20260115-api-031501-1", "20260115-api-031501", "api", true)]
    [InlineData("20260115-api-031501.2-12", "20260115-api-031501.2", "api", true)]
    [InlineData("20260115-api-031501-031502", "20260115-api-031501-031502", "api-031501", false)]
    public void Read_KnowsIncidentsAndTheirOffers(string text, string incident, string target, bool isOffer) =>
        Assert.Equal((new IncidentId(incident), new TargetId(target), isOffer), IncidentId.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("INCIDENT-ID")]
    [InlineData("api-service-031501")]
    [InlineData("20260115-031501")]
    [InlineData("20260115-api-0315")]
    public void Read_OfAnythingElseIsNull(string text) => Assert.Null(IncidentId.Read(text));

    [Fact]
    public void Read_IsTheOtherWayOfFor()
    {
        var at = new DateTimeOffset(2026, 1, 15, 3, 15, 1, TimeSpan.Zero);
        var first = IncidentId.For(Some.Target, at);

        Assert.Equal((first, Some.Target, false), IncidentId.Read(first.Value));
        Assert.Equal(Some.Target, IncidentId.Read(IncidentId.For(Some.Target, at, first).Value)!.Value.Target);
    }
}

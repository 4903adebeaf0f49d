using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Tests.Reports;

namespace LambdaOps.Core.Tests;

public class IncidentNumberTests
{
    [Theory]
    [InlineData("#20260115-001", 15, 1, "#20260115-001")]
    [InlineData("20260115-012", 15, 12, "#20260115-012")]
    [InlineData("#20260131-1000", 31, 1000, "#20260131-1000")]
    public void Read_TakesWhatPeopleWrite(string text, int day, int count, string number)
    {
        var read = IncidentNumber.Read(text);

        Assert.Equal(new IncidentNumber(new DateOnly(2026, 1, day), count), read);
        Assert.Equal(number, $"{read}");
        Assert.Null(IncidentId.Read(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#20261315-001")]
    [InlineData("#20260115-1")]
    [InlineData("20260115-api-031501")]
    public void Read_OfAnythingElseIsNull(string text) => Assert.Null(IncidentNumber.Read(text));

    /// <summary>15 UTC is midnight in Tokyo.</summary>
    [Theory]
    [InlineData(14, 59, 15)]
    [InlineData(15, 0, 16)]
    public void Day_IsTheEstates(int hour, int minute, int day) =>
        Assert.Equal(
            new DateOnly(2026, 1, day),
            Texts.Place.DayOf(new DateTimeOffset(2026, 1, 15, hour, minute, 0, TimeSpan.Zero))
        );

    [Fact]
    public void Day_OfAZoneThatNobodyKnowsIsUtc() =>
        Assert.Equal(
            new DateOnly(2026, 1, 15),
            new NoticePlace("shop", null, "ap-northeast-1", "Nowhere/City").DayOf(
                new DateTimeOffset(2026, 1, 15, 23, 0, 0, TimeSpan.Zero)
            )
        );

    [Fact]
    public void Notice_SaysTheNumberAndTheId()
    {
        var incident = Some.Incident with
        {
            Cause = new IncidentCause { Number = new IncidentNumber(new DateOnly(2026, 1, 15), 3) },
        };

        Assert.Equal(
            $"Incident #20260115-003 ({incident.Id})",
            Texts.Writer("en").CameBack(incident, "it is back").IncidentLine
        );
    }
}

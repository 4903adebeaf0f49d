using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.TotalOutageRemedy;

/// <summary>Several services share one site, and one of them serves again.</summary>
public class SharedPageTests
{
    private static readonly Incident s_down = Some.Incident with
    {
        Remedy = TotalOutageProcedure.ProcedureName,
        Trend = Some.Incident.Trend with { Streak = new HealthStreak(false, 3, Some.Now) },
    };

    [Fact]
    public void Others_AreThoseOfTheSameSite()
    {
        var estate = new Estate(
            "test",
            null,
            "ap-northeast-1",
            "Asia/Tokyo",
            [
                Service("web", Some.Site),
                Service("api", Some.Site),
                Service("other", Some.Site with { Id = new TargetId("site-2") }),
                Service("none", site: null),
            ],
            []
        );

        Assert.Equal("api", Assert.Single(SharedPage.Others(estate, estate.Services[0])).Id.Value);
        Assert.Empty(SharedPage.Others(estate, estate.Services[3]));
        Assert.Empty(SharedPage.Others(estate, Some.Site));
    }

    [Fact]
    public void Page_IsNeededByWhatIsDown()
    {
        Assert.True(SharedPage.IsNeededBy(s_down));
        Assert.True(SharedPage.IsNeededBy(s_down with { Status = IncidentStatus.HandedOff }));
        Assert.True(SharedPage.IsNeededBy(s_down with { Trend = s_down.Trend with { Streak = null } }));
        Assert.False(
            SharedPage.IsNeededBy(
                s_down with
                {
                    Trend = s_down.Trend with { Streak = new HealthStreak(true, 1, Some.Now) },
                }
            )
        );
        Assert.False(SharedPage.IsNeededBy(s_down with { Remedy = Some.Remedy }));
        Assert.False(SharedPage.IsNeededBy(null));
    }

    private static OperatedService Service(string id, OperatedSite? site) =>
        Some.Service with
        {
            Id = new TargetId(id),
            Site = site,
        };
}

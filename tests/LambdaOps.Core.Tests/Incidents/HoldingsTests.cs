using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>What an incident holds: while it does, it is not closed.</summary>
public class HoldingsTests
{
    private static readonly TargetId s_site = new("site");

    private static readonly Change s_put = new Change.PublishMaintenancePage(s_site, "a", "saved/a", Some.Incident.Id);

    private static readonly Change s_restored = new Change.RestorePage(s_site, "m", "a", "saved/a");

    private static readonly Change s_restart = new Change.RestartAt(Some.Target, 2) { From = 5 };

    [Fact]
    public void Nothing_IsHeldByWhatTookNothing() =>
        Assert.Empty(Of(Some.Incident.Tried(Some.Restart).Tried(s_put, AttemptOutcome.Refused)));

    [Fact]
    public void Page_IsHeldUntilItIsBack()
    {
        Assert.Equal(
            ["the maintenance page of site is up (its own page is backed up at saved/a)"],
            Of(Some.Incident.Tried(s_put))
        );
        Assert.Empty(Of(Some.Incident.Tried(s_put).Tried(s_restored)));
        Assert.NotEmpty(Of(Some.Incident.Tried(s_put).Tried(s_restored, AttemptOutcome.Refused)));
        Assert.Empty(
            Of(Some.Incident.Tried(s_put), Some.Fine.Shows(SiteLooks.Pages, new PageState.Own("b", IsSaved: false)))
        );
    }

    [Fact]
    public void FurtherPage_IsHeldForItself()
    {
        var talks = new Change.PublishMaintenancePage(s_site, "t", "saved/t", Some.Incident.Id) { Key = "talks.html" };
        var both = Some.Incident.Tried(s_put).Tried(talks);

        Assert.Equal(2, Of(both).Count);
        Assert.Equal(
            ["the maintenance page of site/talks.html is up (its own page is backed up at saved/t)"],
            Of(both.Tried(s_restored))
        );
        Assert.Equal("saved/a", PageHolding.SavedPage(both, null));
        Assert.Equal("saved/t", PageHolding.SavedPage(both, "talks.html"));
        // The estate names it no more: it is not seen, so it counts.
        Assert.Single(Of(both, Some.Fine.Shows(SiteLooks.Pages, new PageState.Own("b", IsSaved: false))));
    }

    /// <summary>A page that a person wanted up is the person's.</summary>
    [Fact]
    public void Page_ThatWasAskedForIsNotHeld() =>
        Assert.Empty(
            Of((Some.Incident with { Memory = new ProcedureMemory.MaintenancePage(PageRequest.Up) }).Tried(s_put))
        );

    [Fact]
    public void Count_IsHeldUntilItIsWhatItWas()
    {
        var up = new Change.SetDesiredCount(Some.Target, 2, 4);

        Assert.Equal(["the desired count is 2 (it was 5)"], Of(Some.Incident.Tried(s_restart)));
        Assert.Equal(["the desired count is 4 (it was 5)"], Of(Some.Incident.Tried(s_restart).Tried(up)));
        Assert.Empty(Of(Some.Incident.Tried(s_restart).Tried(up with { From = 4, To = 5 })));
        Assert.Empty(Of(Some.Incident.Tried(s_restart), Some.Fine));
    }

    [Fact]
    public void Minimum_IsHeldUntilItIsWhatItWas()
    {
        var raised = Some.Incident.Tried(new Change.SetScalingMinimum(Some.Target, 2, 6));
        var set = Some.Fine.Shows(ScalingLooks.State, new ScalingState.Automatic(2, 10));

        Assert.Equal(["the scaling minimum is 6 (it was 2)"], Of(raised));
        Assert.Empty(Of(raised, set));
        Assert.Empty(Of(raised.Tried(new Change.SetScalingMinimum(Some.Target, 6, 2))));
    }

    /// <summary>It was settled when the incident ended.</summary>
    [Fact]
    public void Count_FromBeforeAReturnIsNotHeld() =>
        Assert.Empty(Of(Some.Incident.Tried(s_restart) with { Returns = new Returns(0, Some.After(100)) }));

    [Theory]
    [InlineData(899, true)]
    [InlineData(900, false)]
    public void Offer_IsHeldWhileItStands(int seconds, bool isHeld) =>
        Assert.Equal(
            isHeld,
            Holdings
                .Of(
                    Some.Incident with
                    {
                        Clearance = new Clearance(Mode.Act)
                        {
                            Offer = new Offer("api-1", Some.Restart, "mode is 'Ask'", Some.Now, Some.After(900)),
                        },
                    },
                    Evidence.NotAsked,
                    Some.After(seconds)
                )
                .Count == 1
        );

    private static IReadOnlyList<string> Of(Incident incident, Evidence? seen = null) =>
        Holdings.Of(incident, seen ?? Evidence.NotAsked, Some.After(1));
}

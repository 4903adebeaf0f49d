using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>A maintenance page is up, and a remedy wants to change the service behind it.</summary>
public class OperatorPageGuardTests
{
    private static readonly IncidentId s_request = IncidentId.For(Some.Site.Id, Some.Now);

    private static readonly GuardQuestion s_held = new(
        Some.Restart,
        Some.Incident,
        TargetRecord.New(Some.Target),
        Mode.Act,
        ControlSwitch.Unset,
        new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
        {
            NotifyWithin = TimeSpan.FromMinutes(15),
        },
        Some.Down.Shows(SiteLooks.Shown, new ShownPage(s_request)),
        TimeSpan.FromSeconds(60),
        Some.Now
    )
    {
        Target = Some.Service with { Site = Some.Site },
    };

    [Fact]
    public void OperatorsPage_IsAskedAboutInModeAct()
    {
        var denial = Guard.FirstDenial(s_held);

        Assert.Equal(
            (nameof(OperatorPageGuard), DenialThen.AskFirst, DenialCause.Obstacle),
            (denial?.Guard.Name, denial?.Then, denial?.Cause)
        );
        Assert.Equal(
            $"an operator put the maintenance page up ({s_request}); changes need approval while it is up",
            denial?.Because
        );
    }

    [Fact]
    public void Reason_SaysWhoAndWhen()
    {
        var put = new Change.PublishMaintenancePage(Some.Site.Id, "a", "saved/a", s_request);
        var asked = Some.Incident with
        {
            Cause = new IncidentCause { Detection = new Detection(DetectionKind.Reported, "kim") },
        };
        var request = asked.Tried(put, AttemptOutcome.Done, 60);

        Assert.StartsWith(
            $"kim put the maintenance page up at 2026-01-15 03:16 UTC ({s_request});",
            new OperatorPageGuard().Check(s_held with { PageIncident = request })?.Because,
            StringComparison.Ordinal
        );
    }

    /// <summary>A total outage has the look that swaps pages; who put the page up counts the same.</summary>
    [Theory]
    [InlineData("site", true)]
    [InlineData("api", false)]
    [InlineData("web", false)]
    [InlineData("site-2", false)]
    public void Page_HoldsBackWhereThePersonAskedForIt(string target, bool isHeld)
    {
        var by = IncidentId.For(new TargetId(target), Some.Now);
        PageState page = new PageState.Maintenance("m", by, "a", "saved/a", IsSaved: true);

        Assert.Equal(isHeld, IsHeld(Some.Down.Shows(SiteLooks.Pages, page)));
        Assert.Equal(isHeld, IsHeld(Some.Down.Shows(SiteLooks.Shown, new ShownPage(by))));
    }

    [Fact]
    public void NoPage_HoldsNothingBack()
    {
        Assert.False(IsHeld(Some.Down.Shows(SiteLooks.Shown, new ShownPage(PutUpBy: null))));
        Assert.False(IsHeld(Some.Down.Shows(SiteLooks.Pages, (PageState)new PageState.Own("a", IsSaved: true))));
        Assert.False(IsHeld(Some.Down));
    }

    [Fact]
    public void PageThatIsNotSeen_HoldsNothingBack()
    {
        var unseen = s_held with { Seen = Some.Down.Hides(SiteLooks.Shown, "AccessDenied") };

        Assert.Null(Guard.FirstDenial(unseen));
        Assert.Equal(["shown page: AccessDenied"], unseen.Seen.Unseen);
    }

    [Fact]
    public void Restoring_IsNotAskedAbout() =>
        Assert.Null(
            new OperatorPageGuard().Check(s_held with { Change = new Change.SetDesiredCount(Some.Target, 7, 5) })
        );

    [Fact]
    public void ApprovedChange_IsMade()
    {
        var offer = new Offer("i-1", Some.Restart, "why", Some.Now, Some.After(900))
        {
            Answer = new OfferAnswer(true, "Kim", "go on", Some.After(10)),
        };

        Assert.Null(
            Guard.FirstDenial(
                s_held with
                {
                    Incident = Some.Incident with { Clearance = new Clearance(Mode.Act) { Offer = offer } },
                }
            )
        );
    }

    /// <summary>The request itself works on the site, and other services have other pages, or none.</summary>
    [Fact]
    public void OthersOfThePage_AreNotHeldBack()
    {
        Assert.Null(new OperatorPageGuard().Check(s_held with { Target = Some.Site }));
        Assert.Null(new OperatorPageGuard().Check(s_held with { Target = Some.Service }));
        Assert.Null(new OperatorPageGuard().Check(s_held with { Target = null }));
    }

    private static bool IsHeld(Evidence seen) => OperatorPageGuard.HeldBy(s_held.Target, seen) is not null;
}

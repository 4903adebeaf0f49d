using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.MaintenancePageRemedy;

public class MaintenancePageDecideTests
{
    private static readonly OperatedSite s_site = Some.Site with
    {
        Settings = Settings.None.With(new Setting<MaintenancePagePolicy>(Mode.Act, MaintenancePagePolicy.Default)),
    };

    private static readonly Incident s_incident = Some.Incident with
    {
        Target = s_site.Id,
        Remedy = MaintenancePageProcedure.ProcedureName,
    };

    private static readonly PageState s_own = new PageState.Own("a", IsSaved: false);

    private static readonly PageState s_mine = new PageState.Maintenance("m", s_incident.Id, "a", "key", IsSaved: true);

    private static readonly PageState s_another = new PageState.Maintenance(
        "m",
        new IncidentId("another"),
        "a",
        "key",
        IsSaved: true
    );

    [Fact]
    public void Up_SavesPublishesAndForgets()
    {
        Assert.IsType<Change.SavePage>(ActionOf(PageRequest.Up, s_own));
        Assert.IsType<Change.PublishMaintenancePage>(ActionOf(PageRequest.Up, new PageState.Own("a", true)));
        var forget = ActionOf(PageRequest.Up, s_mine);
        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.IsType<Decision.Resolved>(Decide(s_incident.Tried(forget), PageRequest.Up, s_mine));
    }

    [Theory]
    [InlineData(PageRequest.Up, "up already, put up by another")]
    [InlineData(PageRequest.Status, "put up by another")]
    public void MaintenancePageOfAnother_IsAnswered(PageRequest wish, string answer) =>
        Assert.Contains(
            answer,
            Assert.IsType<Decision.Answer>(Decide(s_incident, wish, s_another)).Because,
            StringComparison.Ordinal
        );

    /// <summary>What could not be restored as it was is not replaced.</summary>
    [Fact]
    public void Up_OfAPageWithAnAclIsAnswered()
    {
        var page = new PageState.Own("a", IsSaved: false) { Unkept = "its object ACL grants READ to AllUsers" };

        Assert.Contains(
            "READ to AllUsers; not put up",
            Assert.IsType<Decision.Answer>(Decide(s_incident, PageRequest.Up, page)).Because,
            StringComparison.Ordinal
        );
    }

    /// <summary>Whoever put it up: an operator takes it down.</summary>
    [Fact]
    public void Down_RestoresAndForgets()
    {
        var restore = ActionOf(PageRequest.Down, s_another);
        Assert.Equal(new Change.RestorePage(s_site.Id, "m", "a", "key"), restore);
        var restored = s_incident.Tried(restore);
        var forget = Assert.IsType<Decision.Act>(Decide(restored, PageRequest.Down, s_own)).Change;
        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.IsType<Decision.Resolved>(Decide(restored.Tried(forget), PageRequest.Down, s_own));
    }

    /// <summary>The page is back, visitors do not see it, on-call had it: whoever asks again gets what is missing.</summary>
    [Fact]
    public void Down_AskedAgain_ShowsWhatIsRestored()
    {
        var restored = s_incident.Tried(ActionOf(PageRequest.Down, s_another));
        var again = (restored with { Status = IncidentStatus.HandedOff }).Want(PageRequest.Down, Some.Now);

        var forget = Assert.IsType<Decision.Act>(Decide(again, PageRequest.Down, s_own)).Change;

        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.IsType<Decision.Answer>(Decide(again.Tried(forget), PageRequest.Down, s_own));
    }

    /// <summary>A crash hid the outcome, and the backup is gone that would show it: the CDN may have the other page.</summary>
    [Theory]
    [InlineData(AttemptOutcome.Unconfirmed, true)]
    [InlineData(AttemptOutcome.Refused, false)]
    public void Down_OfWhatMayBeRestoredForgets(AttemptOutcome outcome, bool forgets)
    {
        var tried = s_incident.Tried(ActionOf(PageRequest.Down, s_another), outcome);

        Assert.Equal(forgets, Decide(tried, PageRequest.Down, s_own) is Decision.Act { Change: Change.InvalidateSite });
    }

    [Fact]
    public void Down_WithoutUpIsAnswered() =>
        Assert.Contains(
            "not up; nothing to take down",
            Assert.IsType<Decision.Answer>(Decide(s_incident, PageRequest.Down, s_own)).Because,
            StringComparison.Ordinal
        );

    [Fact]
    public void Down_WithoutAnythingKeptIsAPersons() =>
        Assert.IsType<Decision.Escalate>(
            Decide(
                s_incident,
                PageRequest.Down,
                new PageState.Maintenance("m", s_incident.Id, "a", "key", IsSaved: false)
            )
        );

    [Fact]
    public void Up_WhereThereIsNoPageIsAnswered() =>
        Assert.Contains(
            "s3://static/index.html does not exist",
            Assert.IsType<Decision.Answer>(Decide(s_incident, PageRequest.Up, new PageState.Absent())).Because,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Step_ThatNeverWorksIsAPersons(int failures, bool asks)
    {
        var incident = Enumerable
            .Range(0, failures)
            .Aggregate(
                s_incident,
                (tried, _) => tried.Tried(new Change.SavePage(s_site.Id, "a", "key"), AttemptOutcome.Unconfirmed)
            );

        Assert.Equal(asks, Decide(incident, PageRequest.Up, s_own) is Decision.Escalate);
    }

    [Fact]
    public void HandedOff_DoesAndSaysNothingMore()
    {
        Assert.IsType<Decision.Wait>(Decide(s_incident.HandedOff(), PageRequest.Up, s_own));
        Assert.IsType<Decision.Answer>(Decide(s_incident.HandedOff(), PageRequest.Down, s_own));
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public void Blind_IsInconclusiveAndThenAPersons(int blind, bool asks)
    {
        var seen = Evidence.NotAsked.Hides(SiteLooks.Pages, "dark");
        var decision = new MaintenancePageProcedure().Due(
            s_incident.Want(PageRequest.Up, Some.Now) with
            {
                Trend = new Trend { BlindSince = Some.After(-blind) },
            },
            seen,
            s_site,
            Some.Now
        );

        Assert.Equal(asks, decision is Decision.Escalate);
        Assert.Equal(!asks, decision is Decision.Inconclusive);
    }

    private static Change ActionOf(PageRequest wish, PageState page) =>
        Assert.IsType<Decision.Act>(Decide(s_incident, wish, page)).Change;

    private static Decision Decide(Incident incident, PageRequest wish, PageState page) =>
        new MaintenancePageProcedure().Due(
            incident with
            {
                Memory = new ProcedureMemory.MaintenancePage(wish),
            },
            Evidence.NotAsked.Shows(SiteLooks.Pages, page),
            s_site,
            Some.Now
        );
}

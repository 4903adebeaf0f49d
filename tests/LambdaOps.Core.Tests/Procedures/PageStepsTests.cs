using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures;

/// <summary>A site with several pages: each goes its own way, and none is lost.</summary>
public class PageStepsTests
{
    private const string Talks = "talks.html";

    private static readonly OperatedSite s_site = Some.Site with
    {
        MoreKeys = [Talks],
        Settings = Settings.None.With(new Setting<MaintenancePagePolicy>(Mode.Act, MaintenancePagePolicy.Default)),
    };

    private static readonly Incident s_request = Some.Incident with
    {
        Target = s_site.Id,
        Remedy = MaintenancePageProcedure.ProcedureName,
        Memory = new ProcedureMemory.MaintenancePage(PageRequest.Up),
    };

    private static readonly PageState s_unsaved = new PageState.Own("a", IsSaved: false);

    private static readonly PageState s_saved = new PageState.Own("a", IsSaved: true);

    private static readonly PageState s_up = new PageState.Maintenance("m", s_request.Id, "a", "key", IsSaved: true);

    private static readonly PageState s_lost = new PageState.Maintenance("m", s_request.Id, "a", "key", IsSaved: false);

    private static readonly PageState s_absent = new PageState.Absent();

    private static readonly Change s_back = new Change.RestorePage(s_site.Id, "m", "a", "key");

    private static readonly Change s_backTalks = new Change.RestorePage(s_site.Id, "m", "a", "key") { Key = Talks };

    [Fact]
    public void SavedKeys_OfEqualBytesDiffer()
    {
        Assert.Equal($"saved/site/{s_request.Id}/a", s_site.SavedKey(s_request.Id, "\"a\""));
        Assert.Matches($"^saved/site/{s_request.Id}/a-[0-9a-f]{{16}}$", s_site.SavedKey(s_request.Id, "\"a\"", Talks));
        Assert.NotEqual(s_site.SavedKey(s_request.Id, "a", Talks), s_site.SavedKey(s_request.Id, "a", "faq.html"));
    }

    [Fact]
    public void Up_SwapsEachPageAndThenInvalidatesOnce()
    {
        var incident = s_request;
        (PageState Main, PageState Talks, string Change)[] steps =
        [
            (s_unsaved, s_unsaved, "back up the page of site"),
            (s_saved, s_unsaved, "put the maintenance page of site up"),
            (s_up, s_unsaved, $"back up the page of site/{Talks}"),
            (s_up, s_saved, $"put the maintenance page of site/{Talks} up"),
            (s_up, s_up, "invalidate the CDN cache of site"),
        ];
        foreach (var (main, talks, expected) in steps)
        {
            var change = ActionOf(incident, main, talks);
            Assert.Equal(expected, change.Description);
            incident = incident.Tried(change);
        }

        Assert.IsType<Decision.Resolved>(Decide(incident, s_up, s_up));
    }

    /// <summary>What cannot be swapped keeps nothing else, and is said.</summary>
    [Fact]
    public void Up_LeavesOutAPageThatIsNotThere()
    {
        var up = s_request.Tried(ActionOf(s_request, s_up, s_absent));

        Assert.IsType<Change.InvalidateSite>(ActionOf(s_request, s_up, s_absent));
        Assert.Contains($"{Talks}: no page", Decide(up, s_up, s_absent).Because, StringComparison.Ordinal);
        Assert.Equal(Talks, Assert.IsType<Change.SavePage>(ActionOf(s_request, s_absent, s_unsaved)).Key);
        Assert.Contains(
            $"s3://static/index.html does not exist, so nothing could be restored; s3://static/{Talks} does not exist",
            Assert.IsType<Decision.Answer>(Decide(s_request, s_absent, s_absent)).Because,
            StringComparison.Ordinal
        );
    }

    /// <summary>A page whose copy fails is on-call's, after the others are up and seen.</summary>
    [Fact]
    public void Up_GoesOnWithoutAPageThatFails()
    {
        var failing = s_request;
        for (var tries = 0; tries < 5; tries++)
        {
            failing = failing.Tried(ActionOf(failing, s_up, s_unsaved), AttemptOutcome.Refused);
        }

        var forget = ActionOf(failing, s_up, s_unsaved);
        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.Contains(
            $"'back up the page of site/{Talks}' failed 5 times",
            Assert.IsType<Decision.Escalate>(Decide(failing.Tried(forget), s_up, s_unsaved)).Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Down_RestoresEachPageAndThenInvalidatesOnce()
    {
        var down = s_request with { Memory = new ProcedureMemory.MaintenancePage(PageRequest.Down) };
        Assert.Equal(s_back, ActionOf(down, s_up, s_up));
        Assert.Equal(s_backTalks, ActionOf(down.Tried(s_back), s_saved, s_up));
        var forget = ActionOf(down.Tried(s_back).Tried(s_backTalks), s_saved, s_saved);
        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.IsType<Decision.Resolved>(Decide(down.Tried(s_back).Tried(s_backTalks).Tried(forget), s_saved, s_saved));
    }

    /// <summary>A backup that is gone is on-call's, and keeps no other page.</summary>
    [Fact]
    public void Down_RestoresWhatIsBackedUpFirst()
    {
        var down = s_request with { Memory = new ProcedureMemory.MaintenancePage(PageRequest.Down) };
        Assert.Equal(s_backTalks, ActionOf(down, s_lost, s_up));
        var forget = ActionOf(down.Tried(s_backTalks), s_lost, s_saved);
        Assert.IsType<Change.InvalidateSite>(forget);
        Assert.IsType<Decision.Escalate>(Decide(down.Tried(s_backTalks).Tried(forget), s_lost, s_saved));
    }

    /// <summary>Someone restored one of them by hand: it is left alone, the other one is restored.</summary>
    [Fact]
    public void Outage_LeavesAChangedPageAlone()
    {
        var service = Some.Service with { Site = s_site };
        var incident = (Some.Incident with { Remedy = TotalOutageProcedure.ProcedureName })
            .Tried(new Change.PublishMaintenancePage(s_site.Id, "a", "key", Some.Incident.Id))
            .Tried(new Change.PublishMaintenancePage(s_site.Id, "t", "key", Some.Incident.Id) { Key = Talks })
            .Tried(new Change.RestartAt(Some.Target, 2) { From = 2 })
            .Streak(healthy: true, 9);
        var theirs = new PageState.Own("theirs", IsSaved: false);
        var up = new PageState.Maintenance("m", incident.Id, "a", "key", IsSaved: true);

        Assert.Equal(s_back, ((Decision.Act)Decide(up)).Change);
        incident = incident.Tried(s_back).Tried(((Decision.Act)After(s_back)).Change);
        Assert.Contains(
            $"someone else changed the page {Talks}; leaving it alone",
            Decide(s_saved).Because,
            StringComparison.Ordinal
        );
        Decision After(Change made) => Of(incident.Tried(made), s_saved);
        Decision Decide(PageState main) => Of(incident, main);
        Decision Of(Incident one, PageState main) =>
            new TotalOutageProcedure().Due(
                one,
                Some.Fine.Shows(AlarmLooks.Active, ActiveAlarms.None)
                    .Shows(ScalingLooks.State, new ScalingState.ByHand())
                    .Shows(SiteLooks.Pages, main, new SitePage(Talks, theirs)),
                service,
                Some.After(120)
            );
    }

    /// <summary>A write is guarded by what stands at its own page.</summary>
    [Fact]
    public void Guard_LooksAtThePageOfTheChange()
    {
        var seen = Some.Down.Shows(SiteLooks.Pages, s_saved, new SitePage(Talks, s_unsaved));
        var put = new Change.PublishMaintenancePage(s_site.Id, "a", "key", s_request.Id);

        Assert.False(put.IsDone(seen, Some.Now) is Fact<bool>.Known { Value: true });
        Assert.True(
            (put with { Key = Talks }).IsDone(
                Some.Down.Shows(SiteLooks.Pages, s_saved, new SitePage(Talks, s_up)),
                Some.Now
            )
                is Fact<bool>.Known { Value: true }
        );
        Assert.IsType<Fact<bool>.Missing>((put with { Key = "old.html" }).IsDone(seen, Some.Now));
    }

    private static Change ActionOf(Incident incident, PageState main, PageState talks) =>
        Assert.IsType<Decision.Act>(Decide(incident, main, talks)).Change;

    private static Decision Decide(Incident incident, PageState main, PageState talks) =>
        new MaintenancePageProcedure().Due(
            incident,
            Evidence.NotAsked.Shows(SiteLooks.Pages, main, new SitePage(Talks, talks)),
            s_site,
            Some.Now
        );
}

using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.LogRetention;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.LogRetention;

public class LogRetentionTests
{
    private const string Group = "/aws/ecs/prod";

    private static readonly LogRetentionProcedure s_procedure = new();

    [Fact]
    public void Decide_LooksFirst()
    {
        var look = Assert.IsType<CheckDecision.Look>(s_procedure.Decide(At(new(Group, 90, true))));
        Assert.Same(LogGroupLooks.Retention, Assert.Single(look.Looks));
    }

    [Theory]
    [InlineData(90, 90, false, FindingLevel.Fine, "keeps its events for 90 days")]
    [InlineData(null, 30, false, FindingLevel.Fine, "keeps its events for 30 days")]
    [InlineData(null, null, false, FindingLevel.Warning, "keeps its events for ever: say under logGroups")]
    [InlineData(
        90,
        null,
        false,
        FindingLevel.Warning,
        "for ever, and the estate wants 90 days: set it, or say enforce"
    )]
    [InlineData(
        90,
        400,
        false,
        FindingLevel.Warning,
        "for 400 days, and the estate wants 90 days: set it, or say enforce"
    )]
    public void Group_IsReported(int? wanted, int? found, bool enforce, FindingLevel level, string text)
    {
        var finding = ReportOf(At(new(Group, wanted, enforce)), found);
        Assert.Equal(level, finding.Level);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_ThatIsNotThereIsAProblem()
    {
        var situation = At(new(Group, 90, true)) with
        {
            Seen = Evidence.NotAsked.With(LogGroupLooks.Retention, Fact.Known(new LogGroupStates([]), Some.Now)),
        };
        var finding = Assert.Single(Assert.IsType<CheckDecision.Report>(s_procedure.Decide(situation)).Findings);
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("does not exist", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_ThatCannotBeSeenAreMissing()
    {
        var situation = At(new(Group, 90, true)) with
        {
            Seen = Evidence.NotAsked.With(LogGroupLooks.Retention, Fact.Missing<LogGroupStates>("denied")),
        };
        var finding = Assert.Single(Assert.IsType<CheckDecision.Report>(s_procedure.Decide(situation)).Findings);
        Assert.Equal(FindingLevel.Missing, finding.Level);
    }

    [Theory]
    [InlineData(true, 30, null, true)]
    [InlineData(false, 30, null, false)]
    [InlineData(true, 30, "mode is 'Observe'", false)]
    [InlineData(true, 90, null, false)]
    public void Longer_IsSetAtOnceWhereItIsEnforcedAndAllowed(bool enforce, int found, string? held, bool isSet)
    {
        var decision = s_procedure.Decide(Seen(At(new(Group, 90, enforce), held), found));
        if (!isSet)
        {
            Assert.IsType<CheckDecision.Report>(decision);
            return;
        }

        var change = Assert.Single(Assert.IsType<CheckDecision.Act>(decision).Changes);
        Assert.Equal(new Change.SetLogRetention(Group, 90, found), change);
    }

    [Theory]
    [InlineData(400, "up to 310 days of logs go for good")]
    [InlineData(null, "everything older than 90 days goes for good")]
    public void Shorter_IsAnnouncedWithWhatGoesAndSetANightLater(int? found, string lost)
    {
        var rule = new LogGroupRule(Group, 90, Enforce: true);
        var announced = ReportOf(At(rule), found);
        Assert.Equal(FindingLevel.Warning, announced.Level);
        Assert.Contains(lost, announced.Text, StringComparison.Ordinal);

        var last = CheckReport.Of(new CheckRun(Some.Now, Some.Now), [announced], null, null, Some.Now);
        Assert.IsType<CheckDecision.Report>(s_procedure.Decide(Seen(After(19.9), found)));
        Assert.IsType<CheckDecision.Act>(s_procedure.Decide(Seen(After(20), found)));
        // Another wish is another announcement.
        Assert.IsType<CheckDecision.Report>(s_procedure.Decide(Seen(After(24, days: 60), found)));

        CheckSituation After(double hours, int days = 90) =>
            At(rule with { RetentionDays = days }) with
            {
                Last = last,
                Now = Some.Now.AddHours(hours),
            };
    }

    [Theory]
    [InlineData(ChangeOutcome.Done, 90, FindingLevel.Fine, "set in this run, before: for 30 days")]
    [InlineData(ChangeOutcome.Done, 30, FindingLevel.Warning, "and not seen yet")]
    [InlineData(ChangeOutcome.Refused, 30, FindingLevel.Warning, "setting it: Refused: denied")]
    [InlineData(ChangeOutcome.Unknown, 30, FindingLevel.Warning, "setting it: Unknown: denied")]
    public void Set_IsLookedAtAgainAndTriedOnce(ChangeOutcome outcome, int then, FindingLevel level, string text)
    {
        var change = new Change.SetLogRetention(Group, 90, 30);
        var again = Assert.IsType<CheckDecision.Look>(
            s_procedure.Decide(
                At(new(Group, 90, true)) with
                {
                    Results = [new ChangeResult(change, outcome, "denied")],
                }
            )
        );
        var situation = At(new(Group, 90, true));
        situation = situation with { Run = situation.Run with { Memory = again.Memory } };

        var finding = ReportOf(situation, then);

        Assert.Equal(level, finding.Level);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50, new[] { "all" })]
    [InlineData(51, new[] { "1", "2" })]
    public void Parts_HoldAsManyAsOneQuestionNames(int count, string[] names)
    {
        var estate = EstateOf([.. Enumerable.Range(0, count).Select(at => new LogGroupRule($"/{at}", 30, false))]);
        Assert.Equal(names, s_procedure.PartsOf(estate).Select(part => part.Name));
    }

    private static Finding ReportOf(CheckSituation situation, int? found) =>
        Assert.Single(Assert.IsType<CheckDecision.Report>(s_procedure.Decide(Seen(situation, found))).Findings);

    private static CheckSituation Seen(CheckSituation situation, int? found) =>
        situation with
        {
            Seen = Evidence.NotAsked.With(
                LogGroupLooks.Retention,
                Fact.Known(new LogGroupStates([new(Group, found)]), situation.Now)
            ),
        };

    private static CheckSituation At(LogGroupRule rule, string? held = null)
    {
        var estate = EstateOf([rule]);
        var run = new CheckRun(Some.Now, Some.Now) { WhyHeld = held };
        return new(estate, s_procedure.PartsOf(estate)[0], run, Evidence.NotAsked, [], null, Some.Now);
    }

    private static Estate EstateOf(ImmutableArray<LogGroupRule> groups) => Some.Estate with { LogGroups = groups };
}

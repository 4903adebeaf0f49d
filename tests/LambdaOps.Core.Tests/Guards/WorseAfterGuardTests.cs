using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>"Worse after the remedy" stops the remedy: the comparison, its patience and the guard.</summary>
public class WorseAfterGuardTests
{
    private static readonly Standing s_before = new(HealthyTargets: 3, Healthy: true, ErrorPercent: 2);

    [Theory]
    [InlineData(2, true, 2.0, true)]
    [InlineData(3, true, 2.0, false)]
    [InlineData(4, true, 2.0, false)]
    [InlineData(3, false, 2.0, true)]
    [InlineData(3, true, 6.9, false)]
    [InlineData(3, true, 7.0, true)]
    public void Compare_SeesFewerTargetsABadHealthUrlAndMoreErrors(
        int targets,
        bool healthy,
        double errors,
        bool worse
    ) => Assert.Equal(worse, Aftermath.Compare(Acted(Some.Restart), Seen(targets, healthy, errors)));

    [Theory]
    [InlineData(6.9, 13.8, true)]
    [InlineData(20.0, 39.9, false)]
    [InlineData(20.0, 40.0, true)]
    public void Compare_AsksForTwiceTheErrors(double before, double now, bool worse) =>
        Assert.Equal(
            worse,
            Aftermath.Compare(Acted(Some.Restart, s_before with { ErrorPercent = before }), Seen(3, true, now))
        );

    /// <summary>Fewer tasks are what giving back is; a bad health URL is not.</summary>
    [Theory]
    [InlineData(2, true, false)]
    [InlineData(2, false, true)]
    public void Compare_LetsGivingBackHaveFewerTargets(int targets, bool healthy, bool worse) =>
        Assert.Equal(
            worse,
            Aftermath.Compare(Acted(new Change.SetDesiredCount(Some.Target, 5, 2)), Seen(targets, healthy, 2))
        );

    [Fact]
    public void Compare_KnowsNothingFromNothing()
    {
        Assert.False(Aftermath.Compare(Some.Incident, Seen(0, false, 100)));
        Assert.Null(Aftermath.Compare(Acted(Some.Restart), Evidence.NotAsked));
        Assert.Null(Aftermath.Compare(Acted(Some.Restart, before: null), Seen(0, false, 100)));
    }

    /// <summary>
    /// Since when: the first worse look; a look that cannot tell changes nothing, a better one ends it.
    /// </summary>
    [Fact]
    public void Saw_RemembersSinceWhen()
    {
        var worse = Acted(Some.Restart).Saw(Seen(1, true, 2), Some.After(10)).Saw(Seen(2, true, 2), Some.After(20));

        Assert.Equal(Some.After(10), worse.Trend.WorseSince);
        Assert.Equal(Some.After(10), worse.Saw(Evidence.NotAsked, Some.After(30)).Trend.WorseSince);
        Assert.Null(worse.Saw(Seen(3, true, 2), Some.After(30)).Trend.WorseSince);
    }

    [Theory]
    [InlineData(119, true)]
    [InlineData(120, false)]
    [InlineData(121, false)]
    public void Guard_StopsWhatHasBeenWorseForTwoMinutes(int seconds, bool allows)
    {
        var denial = new WorseAfterGuard().Check(Ask(Some.RollBack, seconds));

        Assert.Equal(
            allows
                ? null
                : "for 2 min it has been worse than before 'force a new deployment of api' "
                    + "(3 healthy targets, health URL good, errors 2 %)",
            denial?.Because
        );
        Assert.Equal(allows ? null : DenialThen.AskPerson, denial?.Then);
    }

    [Fact]
    public void Guard_LetsGoBack() =>
        Assert.Null(new WorseAfterGuard().Check(Ask(new Change.RestorePage(Some.Target, "e", "o", "key"), 300)));

    private static GuardQuestion Ask(Change change, int seconds) =>
        new(
            change,
            Acted(Some.Restart) with
            {
                Trend = new Trend { WorseSince = Some.Now },
            },
            TargetRecord.New(Some.Target),
            Mode.Act,
            ControlSwitch.Unset,
            new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
            {
                NotifyWithin = TimeSpan.FromMinutes(15),
            },
            Some.Down,
            TimeSpan.FromSeconds(1000),
            Some.After(seconds)
        );

    private static Incident Acted(Change change) => Acted(change, s_before);

    private static Incident Acted(Change change, Standing? before) =>
        Some.Incident with
        {
            Attempts = [new Attempt(change, Some.Now, AttemptOutcome.Done, "") { Before = before }],
        };

    private static Evidence Seen(int targets, bool healthy, double errors) =>
        Some
            .Fine.Shows(LoadBalancingLooks.Targets, new TargetCounts(targets, 0, 0, 0))
            .Shows(HealthUrlLooks.Probe, healthy ? Some.HealthyProbe : Some.FailedProbe)
            .Shows(LoadBalancingLooks.Load, new LoadReading(Some.Now, 1, 1, 1, 1, 1, 1, errors, 1));
}

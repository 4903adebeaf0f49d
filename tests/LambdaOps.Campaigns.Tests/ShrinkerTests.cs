namespace LambdaOps.Campaigns.Tests;

public class ShrinkerTests
{
    /// <summary>
    /// A function that acts although the switch is off: people turn it, and nothing else has to go wrong.
    /// </summary>
    [Fact]
    public void Run_ShrinksToWhatItTakes()
    {
        var defect = Defects.All.Single(one => one.Name == "no KillSwitchGuard");
        var options = defect.Make(new CampaignOptions(20260115));
        var seed = Enumerable
            .Range(0, 100)
            .Select(run => Campaign.SeedOf(20260115, run))
            .First(seed => Fails(options with { Seed = seed }));
        var (smallest, tries) = Shrinker.Shrink(options with { Seed = seed }, "kill switch");

        Assert.True(Fails(smallest));
        Assert.InRange(tries, 1, Shrinker.MostTries);
        Assert.Equal([FaultKind.People], smallest.Faults);
        Assert.True(smallest.Outages!.Count <= 2, $"{smallest.Outages.Count} outages");
        Assert.True(smallest.Acts!.Count <= 2, $"{smallest.Acts.Count} acts");
    }

    private static bool Fails(CampaignOptions options) =>
        Campaign.RunOne(options).Violations.Any(violation => violation.Rule == "kill switch");
}

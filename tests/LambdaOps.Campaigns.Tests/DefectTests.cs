using Xunit.Abstractions;

namespace LambdaOps.Campaigns.Tests;

/// <summary>
/// The simulation finds each defect that is made on purpose: without that, zero violations would say nothing.
/// </summary>
public class DefectTests(ITestOutputHelper output)
{
    private const ulong Seed = 20260115;

    /// <summary>Runs within which each is found.</summary>
    private const int MostRuns = 20_000;

    public static TheoryData<string> Names => [.. Defects.All.Select(defect => defect.Name)];

    [Fact]
    public void Defects_AreManyAndNamedOnce()
    {
        Assert.True(Defects.All.Count >= 20, $"{Defects.All.Count} defects");
        Assert.Equal(Defects.All.Count, Defects.All.Select(defect => defect.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Defect_IsFound(string name)
    {
        var defect = Defects.All.Single(one => one.Name == name);
        var options = defect.Make(new CampaignOptions(Seed));
        foreach (var run in FoundRuns.For(name, MostRuns))
        {
            var result = Campaign.RunOne(options with { Seed = Campaign.SeedOf(Seed, run) });
            if (result.Violations.FirstOrDefault(one => defect.Rules.Contains(one.Rule)) is { } found)
            {
                output.WriteLine($"{name}: found in run {run}: {found.Rule}: {found.Text}");
                FoundRuns.Record(name, run);
                return;
            }
        }

        Assert.Fail($"{name}: not found in {MostRuns} runs");
    }

    /// <summary>What a guard is for: the same mistake does no harm while it is there.</summary>
    [Fact]
    public void PageGuard_KeepsAPageThatARemedyDoesNotSave()
    {
        const int Runs = 60;
        var result = Campaign.Run(new CampaignOptions(Seed) { Loop = GuardDefects.Unsaved }, Runs, parallel: 2);

        Assert.DoesNotContain("page kept", result.Violations.Select(violation => violation.Rule));
    }

    [Fact]
    public void NoDefect_IsNoViolation()
    {
        const int Runs = 60;
        var result = Campaign.Run(new CampaignOptions(Seed), Runs, parallel: 2);

        Assert.Empty(result.Violations);
        Assert.True(result.Incidents > Runs, $"{result.Incidents} incidents");
    }
}

namespace LambdaOps.Campaigns.Tests;

public class CampaignTests
{
    /// <summary>The same seed gives the same run, byte for byte: its timeline says everything that happened.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    public void SameSeed_IsTheSameRun(ulong seed)
    {
        var options = new CampaignOptions(seed) { Timeline = true };
        var (one, other) = (Campaign.RunOne(options), Campaign.RunOne(options));

        Assert.Equal(one.Timeline, other.Timeline);
        Assert.Equal((one.Trace, one.Incidents), (other.Trace, other.Incidents));
        Assert.NotEqual(one.Trace, Campaign.RunOne(options with { Seed = seed + 1 }).Trace);
        Assert.Equal(one.Trace, Campaign.RunOne(options with { Timeline = false }).Trace);
    }

    [Fact]
    public void Parallel_ChangesNothing()
    {
        const int Runs = 12;
        var (alone, together) = (
            Campaign.Run(new CampaignOptions(5), Runs, parallel: 1),
            Campaign.Run(new CampaignOptions(5), Runs, parallel: 3)
        );

        Assert.Equal((alone.Trace, alone.Incidents, Runs), (together.Trace, together.Incidents, together.Runs));
        Assert.Equal(
            alone.Tally.Counts.SelectMany(area => area.Value),
            together.Tally.Counts.SelectMany(area => area.Value)
        );
    }

    [Fact]
    public void Stopped_BeginsNoFurtherRun()
    {
        const int Runs = 50;
        using var stop = new CancellationTokenSource();
        var result = Campaign.Run(
            new CampaignOptions(5) { Minutes = 1 },
            Runs,
            parallel: 1,
            soFar => StopAfterTwo(soFar, stop),
            stop.Token
        );

        Assert.Equal(2, result.Runs);

        static void StopAfterTwo(CampaignResult soFar, CancellationTokenSource stop)
        {
            if (soFar.Runs == 2)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void NoFaults_IsNoneThatStrikes()
    {
        var result = Campaign.Run(new CampaignOptions(9) { Faults = new HashSet<FaultKind>() }, runs: 20, parallel: 2);

        Assert.Empty(result.Tally.Counts.GetValueOrDefault("fault") ?? []);
        Assert.Empty(result.Violations);
    }

    [Theory]
    [InlineData("all", "all")]
    [InlineData("none", "none")]
    [InlineData("crashBeforeWrite, people", "crashBeforeWrite,people")]
    [InlineData("none,lookStale", "lookStale")]
    public void Faults_AreReadByName(string text, string expected) =>
        Assert.Equal(expected, Faults.Text(Faults.Parse(text, out _)!));

    [Fact]
    public void Faults_CanBeLeftOut()
    {
        var without = Faults.Parse("all,-people", out _)!;

        Assert.DoesNotContain(FaultKind.People, without);
        Assert.Equal(Faults.All.Count - 1, without.Count);
    }

    [Theory]
    [InlineData("fire")]
    [InlineData("3")]
    public void UnknownFault_IsNamed(string name)
    {
        Assert.Null(Faults.Parse(name, out var error));
        Assert.StartsWith(
            $"found fault '{name}', expected all, none or some of messageLost",
            error,
            StringComparison.Ordinal
        );
    }
}

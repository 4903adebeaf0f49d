using LambdaOps.Cli.Commands;
using LambdaOps.Cli.Hosting;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>What becomes of a drill that cannot be played, or that throws; and what the run's exit code is then.</summary>
public class ResultTests
{
    [Fact]
    public async Task Crash_IsTheDrillsResultAndTheOthersGoOn()
    {
        var bad = Rehearsal.Drill("hung-tasks") with
        {
            Script = _ => throw new InvalidOperationException("the script is wrong"),
        };

        var (crashed, _) = await Rehearsal.RunAsync(bad, seed: 1, build: null);
        var (next, _) = await Rehearsal.RunAsync(Rehearsal.Drill("transient-blip"), seed: 1, build: null);

        Assert.Equal(
            (DrillEnd.Crashed, "fail", "InvalidOperationException: the script is wrong"),
            (crashed.End, crashed.Verdict, crashed.Why)
        );
        Assert.Contains(nameof(ResultTests), crashed.Crash, StringComparison.Ordinal);
        Assert.Equal(DrillEnd.Passed, next.End);
        Assert.Equal(127, DrillResult.ExitCodeOf([next, crashed]));
    }

    [Theory]
    [InlineData(0, DrillEnd.Passed)]
    [InlineData(0, DrillEnd.Skipped, DrillEnd.Passed)]
    [InlineData(1, DrillEnd.Skipped, DrillEnd.Skipped)]
    [InlineData(1, DrillEnd.Passed, DrillEnd.Failed, DrillEnd.Skipped)]
    [InlineData(128, DrillEnd.Crashed, DrillEnd.DidNotEnd, DrillEnd.Failed)]
    public void ExitCode_IsTheWorstDrillsAndOneWhenNoneRan(int code, params DrillEnd[] ends) =>
        Assert.Equal(
            code,
            DrillResult.ExitCodeOf(
                ends.Select(end => DrillResult.Skipped(Rehearsal.Drill("hung-tasks"), 1, "") with { End = end })
            )
        );

    [Theory]
    [InlineData("/estates/shop.json", " --estate /estates/shop.json")]
    [InlineData("/my estates/it's.json", """ --estate '/my estates/it'\''s.json'""")]
    [InlineData(null, "")]
    public void Command_RepeatsTheDrillOnTheSameEstate(string? estate, string expected) =>
        Assert.Equal(
            $"dotnet run --project src/LambdaOps.Cli -- drill overload --seed 7{expected} --in-process",
            new DrillOptions(7, estate ?? Repository.Estate, InProcess: true).CommandFor(
                DrillResult.Skipped(Rehearsal.Drill("overload"), 7, "")
            )
        );
}

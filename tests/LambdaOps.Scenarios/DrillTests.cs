using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>Every drill with the loop in this process.</summary>
public class DrillTests
{
    public static TheoryData<string> Drills => [.. AllDrills.All.Select(drill => drill.Name)];

    [Theory]
    [MemberData(nameof(Drills))]
    public async Task Drill_Passes(string name)
    {
        var (result, log, _, _) = await Rehearsal.PlayedAsync(name);

        Assert.True(result.End == DrillEnd.Passed, $"{name}: {result.Why}\n{log}");
    }

    [Theory]
    [InlineData("hung-tasks")]
    [InlineData("alarm-ten-times")]
    [InlineData("killed-before-acting")]
    [InlineData("overload")]
    [InlineData("killed-after-each-write")]
    public async Task World_IsTheSameForTheSameSeedAndOnlyThen(string name)
    {
        var (_, log) = await Rehearsal.RunAsync(Rehearsal.Drill(name), seed: 11, build: null);
        var (_, again) = await Rehearsal.RunAsync(Rehearsal.Drill(name), seed: 11, build: null);
        var (_, other) = await Rehearsal.RunAsync(Rehearsal.Drill(name), seed: 12, build: null);

        Assert.True(log.Length > 1000);
        Assert.Equal(log, again);
        Assert.NotEqual(log, other);
    }

    [Fact]
    public void Names_AreUsableOnACommandLine() =>
        Assert.All(AllDrills.All, drill => Assert.Matches("^[a-z]+(-[a-z]+)*$", drill.Name));
}

using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

public class ShiftVerdictTests
{
    /// <summary>A good minute after the bad ones does not make it unknown when they began.</summary>
    [Theory]
    [InlineData("..bbb", 3)]
    [InlineData("..bb.", 3)]
    [InlineData("b.bb.", 3)]
    [InlineData("b....", 1)]
    [InlineData("bbbbb", 1)]
    public void BegunBy_IsTheEndOfTheFirstOfTheLastBadMinutes(string minutes, int after)
    {
        var load = new RevisionLoad(
            new TargetCounts(1, 0, 0, 0),
            [
                .. minutes.Select(
                    (bad, at) => new RevisionMinute(Some.Now.AddMinutes(at), 1000, bad == 'b' ? 200 : 0, 0, 90)
                ),
            ]
        );

        var verdict = ShiftVerdict.Of(load, Some.Now, Thresholds.Default, minimum: 100);

        Assert.Equal((ShiftVerdictKind.Bad, Some.Now.AddMinutes(after)), (verdict.Kind, verdict.BegunBy));
    }
}

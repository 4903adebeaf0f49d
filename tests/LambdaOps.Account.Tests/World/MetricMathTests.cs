using LambdaOps.Account.World.Metrics;

namespace LambdaOps.Account.Tests.World;

public sealed class MetricMathTests
{
    [Theory]
    [InlineData("m1", "10,_,30")]
    [InlineData("m1 + 1", "11,_,31")]
    [InlineData("m1 / m2 * 100", "500,_,_")]
    [InlineData("100*(m2/m1)", "20,_,0")]
    [InlineData("2 + 3 * 4 - -1", "15,15,15")]
    [InlineData("2 ^ 3", "8,8,8")]
    [InlineData("FILL(m1, 0)", "10,0,30")]
    [InlineData("FILL(m1, REPEAT)", "10,10,30")]
    [InlineData("IF(m1 > 20, 1, 0)", "0,_,1")]
    [InlineData("IF(FILL(m1,0) >= 10 AND m2 < 3, m2, 7)", "2,7,0")]
    [InlineData("MAX([m1, m2])", "10,5,30")]
    [InlineData("SUM([m1, m2])", "12,5,30")]
    [InlineData("AVG(m1)", "20,20,20")]
    [InlineData("ABS(0 - m2)", "2,5,0")]
    [InlineData("m2 / PERIOD(m2)", "0.03333333333333333,0.08333333333333333,0")]
    public void Expression_IsComputedPeriodByPeriod(string expression, string expected)
    {
        var values = MetricMath.Evaluate(
            expression,
            3,
            60,
            id =>
                id switch
                {
                    "m1" => [10, null, 30],
                    "m2" => [2, 5, 0],
                    _ => throw new FormatException("unknown id"),
                }
        );

        Assert.Equal(
            expected,
            string.Join(',', values.Select(v => v is { } x ? FormattableString.Invariant($"{x}") : "_"))
        );
    }

    [Theory]
    [InlineData("m1 +")]
    [InlineData("m1 m2")]
    [InlineData("UNKNOWN(m1)")]
    [InlineData("(m1")]
    [InlineData("m9")]
    public void Expression_ThatIsNoneIsRefused(string expression) =>
        Assert.Throws<FormatException>(() =>
            MetricMath.Evaluate(expression, 1, 60, id => id is "m1" or "m2" ? [1] : throw new FormatException(id))
        );
}

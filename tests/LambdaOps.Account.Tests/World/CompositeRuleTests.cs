using LambdaOps.Account.World.Alarms;

namespace LambdaOps.Account.Tests.World;

public sealed class CompositeRuleTests
{
    [Theory]
    [InlineData("ALARM(\"a\")", true)]
    [InlineData("ALARM(a)", true)]
    [InlineData("OK(a)", false)]
    [InlineData("ALARM(\"a\") AND ALARM(\"o\")", false)]
    [InlineData("ALARM(\"a\") AND OK(\"o\")", true)]
    [InlineData("ALARM(\"o\") OR INSUFFICIENT_DATA(\"i\")", true)]
    [InlineData("NOT ALARM(\"o\")", true)]
    [InlineData("NOT (ALARM(\"a\") OR ALARM(\"o\"))", false)]
    [InlineData("ALARM(a) OR ALARM(o) AND ALARM(o)", true)]
    [InlineData("(ALARM(a) OR ALARM(o)) AND ALARM(o)", false)]
    [InlineData("TRUE AND NOT FALSE", true)]
    [InlineData("ALARM(\"name with (brackets)\")", true)]
    [InlineData("ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a)", true)]
    public void Rule_IsTrueAsItReads(string rule, bool isTrue) =>
        Assert.Equal(isTrue, CompositeRule.Parse(rule).IsTrue(StateOf));

    [Theory]
    [InlineData("ALARM(a")]
    [InlineData("ALARM(a) ALARM(b)")]
    [InlineData("WRONG(a)")]
    [InlineData("")]
    [InlineData("(ALARM(a)")]
    public void Rule_ThatIsNoneIsRefused(string rule) =>
        Assert.Throws<FormatException>(() => CompositeRule.Parse(rule));

    [Fact]
    public void Children_AreNamedOnce() =>
        Assert.Equal(["a", "b"], CompositeRule.Parse("ALARM(a) AND (NOT OK(b) OR ALARM(a))").Children);

    private static AlarmStateValue StateOf(string name) =>
        name switch
        {
            "o" => AlarmStateValue.Ok,
            "i" => AlarmStateValue.InsufficientData,
            _ => AlarmStateValue.Alarm,
        };
}

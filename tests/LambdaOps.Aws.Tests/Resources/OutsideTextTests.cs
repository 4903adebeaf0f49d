using Amazon.Runtime;
using LambdaOps.Aws.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What others wrote may not break the line that it is shown on.</summary>
public class OutsideTextTests
{
    [Theory]
    [InlineData("evil\u001b[31m\r\n", "evil [31m")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("plain", "plain")]
    public void Text_IsOnOneLine(string written, string shown)
    {
        Assert.Equal(shown, OutsideText.Line(written));
        Assert.Equal(shown, OutsideText.Name(written));
    }

    /// <summary>One letter of two code units stands where it is cut.</summary>
    [Fact]
    public void Text_IsShortAndHasNoHalfOfALetter()
    {
        Assert.Equal($"{new string('x', 158)}…", OutsideText.Line($"{new string('x', 158)}😀{new string('y', 90)}"));
        Assert.Equal($"{new string('x', 118)}…", OutsideText.Name($"{new string('x', 118)}😀{new string('y', 90)}"));
        Assert.Equal(160, OutsideText.Line(new string('x', 5000)).Length);
        Assert.Equal(120, OutsideText.Name(new string('x', 5000)).Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NoName_IsSaid(string? name) => Assert.Equal("?", OutsideText.Name(name));

    [Theory]
    [InlineData("AccessDenied", "AccessDenied: no")]
    [InlineData("", "no")]
    [InlineData(null, "no")]
    public void Error_HasItsNameWhereAwsGivesOne(string? code, string shown) =>
        Assert.Equal(shown, OutsideText.Of(new AmazonServiceException("no") { ErrorCode = code }));
}

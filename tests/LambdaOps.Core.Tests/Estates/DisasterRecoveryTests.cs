using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class DisasterRecoveryTests
{
    [Fact]
    public void Read_TakesTheRegion()
    {
        Assert.Equal("ap-northeast-3", Valid(Parse(Full)).DisasterRecovery?.Region);
    }

    [Fact]
    public void Read_NeedsNone()
    {
        var root = Parse(Full);
        root.AsObject().Remove("disasterRecovery");

        Assert.Null(Valid(root).DisasterRecovery);
    }

    [Theory]
    [InlineData("""{"region":"mars-1"}""", "$.disasterRecovery.region")]
    [InlineData("""{}""", "$.disasterRecovery.region")]
    [InlineData("""{"region":"us-west-2","vault":"x"}""", "$.disasterRecovery.vault")]
    [InlineData("\"us-west-2\"", "$.disasterRecovery")]
    public void Read_NamesThePlaceOfAnError(string json, string path)
    {
        var errors = ErrorsAfter(root => root["disasterRecovery"] = JsonNode.Parse(json));

        Assert.Equal(path, errors[0].Path);
    }

    [Theory]
    [InlineData("ap-northeast-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("us-west-2", false)]
    public void Warnings_NameARegionThatNothingCanBeCopiedTo(string region, bool isWarned)
    {
        var root = Parse(Full);
        root["disasterRecovery"] = new JsonObject { ["region"] = region };

        var warnings = EstateWarnings.Of(Valid(root));

        Assert.Equal(isWarned, warnings.Any(warning => warning.Path == "$.disasterRecovery.region"));
    }

    private static Estate Valid(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;
}

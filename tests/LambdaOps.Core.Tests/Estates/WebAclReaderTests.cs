using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class WebAclReaderTests
{
    private const string Regional = "arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/front/1a2b";

    [Fact]
    public void Read_TakesNameRegionAndScopeFromTheArn()
    {
        var acl = Assert.Single(Valid(Parse(Full)).WebAcls);

        Assert.Equal(("edge", "us-east-1", true), (acl.Name, acl.Region, acl.IsOfCloudFront));
        Assert.Equal(("EdgeBlocks", "aws-waf-logs-edge"), (acl.Metric, acl.LogGroup));
    }

    /// <summary>WAF's console gives the metric the name of the web ACL.</summary>
    [Fact]
    public void Read_NeedsTheArnAlone()
    {
        var root = Parse(Full);
        root["webAcls"] = new JsonArray(new JsonObject { ["arn"] = Regional });
        var acl = Assert.Single(Valid(root).WebAcls);

        Assert.Equal(("front", "ap-northeast-1", false), (acl.Name, acl.Region, acl.IsOfCloudFront));
        Assert.Equal(("front", null), (acl.Metric, acl.LogGroup));
    }

    [Theory]
    [InlineData("""{}""", "$.webAcls")]
    [InlineData("""["front"]""", "$.webAcls[0]")]
    [InlineData("""[{}]""", "$.webAcls[0].arn")]
    [InlineData("""[{"arn":"front"}]""", "$.webAcls[0].arn")]
    [InlineData("""[{"arn":"arn:aws:wafv2:mars-1:123456789012:regional/webacl/a/b"}]""", "$.webAcls[0].arn")]
    [InlineData("""[{"arn":"arn:aws:wafv2:eu-west-1:123456789012:global/webacl/a/b"}]""", "$.webAcls[0].arn")]
    [InlineData("""[{"arn":"arn:aws:waf-regional:eu-west-1:123456789012:webacl/b"}]""", "$.webAcls[0].arn")]
    [InlineData("""[{"arn":"REGIONAL","logGroup":"/aws/ecs/prod"}]""", "$.webAcls[0].logGroup")]
    [InlineData("""[{"arn":"REGIONAL","metric":""}]""", "$.webAcls[0].metric")]
    [InlineData("""[{"arn":"REGIONAL","scope":"REGIONAL"}]""", "$.webAcls[0].scope")]
    [InlineData("""[{"arn":"REGIONAL"},{"arn":"REGIONAL"}]""", "$.webAcls[1].arn")]
    public void Read_NamesThePlaceOfAnError(string json, string path)
    {
        var text = json.Replace("REGIONAL", Regional, StringComparison.Ordinal)
            .Replace($"\"scope\":\"{Regional}\"", "\"scope\":\"x\"", StringComparison.Ordinal);

        Assert.Equal(path, ErrorsAfter(root => root["webAcls"] = JsonNode.Parse(text))[0].Path);
    }

    private static Estate Valid(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;
}

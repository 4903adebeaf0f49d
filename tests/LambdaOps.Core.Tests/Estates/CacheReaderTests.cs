using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class CacheReaderTests
{
    [Fact]
    public void Read_TakesEachCacheWithItsClusters()
    {
        var cache = Valid(Parse(Full)).Caches[0];

        Assert.Equal("sessions", cache.Id);
        Assert.Equal(["sessions-001", "sessions-002"], cache.Clusters.AsEnumerable());
    }

    [Fact]
    public void Read_TakesAServerlessCacheByItsName()
    {
        var cache = Valid(Parse(Full)).Caches[1];

        Assert.Equal(("pages", true, "clusterId"), (cache.Id, cache.IsServerless, cache.Dimension));
        Assert.Equal("pages-prod", Assert.Single(cache.Clusters));
    }

    [Fact]
    public void Read_NeedsNone()
    {
        var root = Parse(Full);
        root.AsObject().Remove("caches");

        Assert.Empty(Valid(root).Caches);
    }

    [Theory]
    [InlineData("""{}""", "$.caches")]
    [InlineData("""[{"clusters":["a"]}]""", "$.caches[0].id")]
    [InlineData("""[{"id":"two words","clusters":["a"]}]""", "$.caches[0].id")]
    [InlineData("""[{"id":"a"}]""", "$.caches[0].clusters")]
    [InlineData("""[{"id":"a","clusters":[]}]""", "$.caches[0].clusters")]
    [InlineData("""[{"id":"a","clusters":["b","b"]}]""", "$.caches[0].clusters")]
    [InlineData("""[{"id":"a","clusters":["Upper"]}]""", "$.caches[0].clusters[0]")]
    [InlineData("""[{"id":"a","clusters":["b--c"]}]""", "$.caches[0].clusters[0]")]
    [InlineData("""[{"id":"a","clusters":["b"],"serverless":"c"}]""", "$.caches[0].serverless")]
    [InlineData("""[{"id":"a","serverless":"Upper"}]""", "$.caches[0].serverless")]
    [InlineData("""[{"id":"a","serverless":""}]""", "$.caches[0].serverless")]
    [InlineData("""[{"id":"a","serverless":["b"]}]""", "$.caches[0].serverless")]
    [InlineData("""[{"id":"a","serverless":"b\n"}]""", "$.caches[0].serverless")]
    [InlineData("""[{"id":"a","clusters":["b"]},{"id":"a","clusters":["c"]}]""", "$.caches[1].id")]
    public void Read_NamesThePlaceOfAnError(string json, string path)
    {
        var errors = ErrorsAfter(root => root["caches"] = JsonNode.Parse(json));

        Assert.Equal(path, errors[0].Path);
    }

    /// <summary>More clusters than one request for metrics should be about.</summary>
    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Read_TakesAtMostThirtyClusters(int count, bool isTaken)
    {
        var clusters = new JsonArray([.. Enumerable.Range(0, count).Select(number => (JsonNode)$"node-{number}")]);
        var root = Parse(Full);
        root["caches"] = new JsonArray(new JsonObject { ["id"] = "many", ["clusters"] = clusters });

        Assert.Equal(isTaken, EstateReader.Read(root.ToJsonString()) is EstateReading.Valid);
    }

    private static Estate Valid(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;
}

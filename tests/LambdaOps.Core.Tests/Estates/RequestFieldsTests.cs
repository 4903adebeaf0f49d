using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>Names of fields stand in a query: nothing but a name is taken.</summary>
public class RequestFieldsTests
{
    [Theory]
    [InlineData("""{}""", "api_endpoint", "duration")]
    [InlineData("""{"endpoint":"http.route"}""", "http.route", "duration")]
    [InlineData("""{"endpoint":"@path","duration":"took_ms"}""", "@path", "took_ms")]
    [InlineData("""{"duration":"response-time"}""", "api_endpoint", "`response-time`")]
    public void Read_TakesNames(string json, string endpoint, string duration)
    {
        var fields = Fields(json);

        Assert.Equal((endpoint, duration), (fields.EndpointInQuery, fields.DurationInQuery));
    }

    [Fact]
    public void Read_NeedsNone()
    {
        var root = Parse(Full);
        First(root).AsObject().Remove("requestFields");

        Assert.Equal(RequestFields.Default, Service(root).RequestFields);
    }

    [Theory]
    [InlineData("\"duration\"", "$.services[0].requestFields")]
    [InlineData("""{"path":"a"}""", "$.services[0].requestFields.path")]
    [InlineData("""{"endpoint":""}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":7}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"a b"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"a) | limit 1"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"a` | limit 1 | fields `b"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"a\n| limit 1"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"a\n"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"-a"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"endpoint":"é"}""", "$.services[0].requestFields.endpoint")]
    [InlineData("""{"duration":"1ms"}""", "$.services[0].requestFields.duration")]
    [InlineData("""{"duration":"api_endpoint"}""", "$.services[0].requestFields")]
    public void Read_NamesThePlaceOfAnError(string json, string path) =>
        Assert.Equal(path, ErrorsAfter(root => First(root)["requestFields"] = JsonNode.Parse(json))[0].Path);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Name_IsBounded(int letters, bool isTaken)
    {
        var root = Parse(Full);
        First(root)["requestFields"] = new JsonObject { ["endpoint"] = new string('a', letters) };

        Assert.Equal(isTaken, EstateReader.Read(root.ToJsonString()) is EstateReading.Valid);
    }

    /// <summary>Whoever makes one by hand cannot write a query with it, either.</summary>
    [Theory]
    [InlineData("a` | limit 1")]
    [InlineData("a b")]
    [InlineData("")]
    public void Name_ThatIsNone_IsInNoQuery(string name) =>
        Assert.Throws<InvalidOperationException>(() => new RequestFields(name, "duration").EndpointInQuery);

    private static RequestFields Fields(string json)
    {
        var root = Parse(Full);
        First(root)["requestFields"] = JsonNode.Parse(json);
        return Service(root).RequestFields;
    }

    private static JsonNode First(JsonNode root) => root["services"]![0]!;

    private static OperatedService Service(JsonNode root) =>
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate.Services[0];
}

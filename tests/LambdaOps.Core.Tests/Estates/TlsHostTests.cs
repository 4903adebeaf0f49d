using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class TlsHostTests
{
    [Fact]
    public void Hosts_AreRead()
    {
        var estate = Assert.IsType<EstateReading.Valid>(EstateReader.Read(Full)).Estate;
        var host = Assert.Single(estate.TlsHosts);

        Assert.Equal(new TlsHost("shop.example", 8443) { ConnectTo = "192.0.2.7:443" }, host);
    }

    [Theory]
    [InlineData("""[{ "name": "シュ.example" }]""", "name")]
    [InlineData("""[{ "name": "Shop.example" }]""", "name")]
    [InlineData("""[{ "name": "a..b" }]""", "name")]
    [InlineData("""[{ "name": "https://a" }]""", "name")]
    [InlineData("""[{ "name": "a", "port": 0 }]""", "port")]
    [InlineData("""[{ "name": "a", "connectTo": "b" }]""", "connectTo")]
    [InlineData("""[{ "name": "a", "connectTo": "b:0443" }]""", "connectTo")]
    [InlineData("""[{ "name": "a", "at": 1 }]""", "at")]
    [InlineData("""[{ "name": "a" }, { "name": "a", "port": 443 }]""", "name")]
    public void Hosts_ThatAreWrongAreNamed(string hosts, string place)
    {
        Assert.Contains(
            ErrorsAfter(root => root["tlsHosts"] = JsonNode.Parse(hosts)),
            error =>
                error.Path.StartsWith("$.tlsHosts[", StringComparison.Ordinal)
                && error.Path.EndsWith(place, StringComparison.Ordinal)
        );
    }
}

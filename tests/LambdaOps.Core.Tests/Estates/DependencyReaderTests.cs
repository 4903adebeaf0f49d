using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class DependencyReaderTests
{
    [Fact]
    public void Read_TakesDependenciesAndTimes()
    {
        var estate = Valid(root => { });
        var dependency = Assert.Single(estate.Dependencies);

        Assert.Equal("orders-db", dependency.Id);
        Assert.Equal([new TargetId("api"), new TargetId("web")], dependency.Targets.AsEnumerable());
        Assert.Equal((TimeSpan.FromSeconds(1801), TimeSpan.FromSeconds(601)), (estate.ReopenWithin, estate.JoinWithin));
        Assert.Equal([dependency], estate.DependenciesOf(new TargetId("web")));
        Assert.Empty(estate.DependenciesOf(new TargetId("site")));
    }

    [Fact]
    public void Read_GivesWhatIsLeftOutItsDefault()
    {
        var estate = Valid(root =>
        {
            root.Remove("dependencies");
            root.Remove("reopenWithinSeconds");
            root.Remove("joinWithinSeconds");
        });

        Assert.Empty(estate.Dependencies);
        Assert.Equal((TimeSpan.FromSeconds(1800), TimeSpan.FromSeconds(600)), (estate.ReopenWithin, estate.JoinWithin));
        var standard = new Estate("", null, "", "", [], []);
        Assert.Equal((standard.ReopenWithin, standard.JoinWithin), (estate.ReopenWithin, estate.JoinWithin));
    }

    [Theory]
    [InlineData(
        """[{ "id": "db", "targets": ["api", "nobody"] }]""",
        "$.dependencies[0].targets[1]",
        "a service's id: one of \"api\", \"web\""
    )]
    [InlineData(
        """[{ "id": "db", "targets": ["api", "site"] }]""",
        "$.dependencies[0].targets[1]",
        "a service's id: one of \"api\", \"web\""
    )]
    [InlineData(
        """[{ "id": "db", "targets": ["api"] }]""",
        "$.dependencies[0].targets",
        "two services at least: one alone shares nothing"
    )]
    [InlineData("""[{ "id": "db", "targets": ["api", "api"] }]""", "$.dependencies[0].targets[1]", "each service once")]
    [InlineData(
        """[{ "id": "db", "targets": ["api", "web"] }, { "id": "db", "targets": ["web", "api"] }]""",
        "$.dependencies[1].id",
        "an id that no other dependency has"
    )]
    [InlineData(
        """[{ "id": "a db", "targets": ["api", "web"] }]""",
        "$.dependencies[0].id",
        "an id of letters, digits, - and _"
    )]
    [InlineData("""["db"]""", "$.dependencies[0]", "an object with id and targets")]
    [InlineData("\"db\"", "$.dependencies", "an array of dependencies")]
    public void Read_NamesThePlaceOfAnError(string json, string path, string expected)
    {
        var error = Assert.Single(ErrorsAfter(root => root["dependencies"] = JsonNode.Parse(json)));

        Assert.Equal((path, expected), (error.Path, error.Expected));
    }

    /// <summary>What follows from an id that could not be read is not noted again.</summary>
    [Fact]
    public void Read_DoesNotJudgeTargetsWithoutTheServicesIds() =>
        Assert.Equal("$.services[1].id", Assert.Single(ErrorsAfter(root => root["services"]![1]!["id"] = 5)).Path);

    private static Estate Valid(Action<JsonObject> change)
    {
        var root = Parse(Full).AsObject();
        change(root);
        return Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate;
    }
}

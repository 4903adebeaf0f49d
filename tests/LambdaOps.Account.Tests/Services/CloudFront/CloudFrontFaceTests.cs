using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.Tests.World.Cdn;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.CloudFront;

public sealed class CloudFrontFaceTests
{
    private readonly SimulatedWorld _world = Sites.New().World;

    [Fact]
    public void CreateInvalidation_IsSeenUntilItIsCompleted()
    {
        var created = Call("CreateInvalidation", Batch("a", "/*"));
        var id = created["Invalidation"]!.Text("Id");
        Assert.EndsWith($"/distribution/E2EXAMPLE00001/invalidation/{id}", created.Text("Location"));
        Assert.Equal("InProgress", created["Invalidation"]!.Text("Status"));
        Assert.Equal(1, Distribution().Int("InProgressInvalidationBatches"));
        _world.Seconds(20);

        var found = Call("GetInvalidation", $$"""{"DistributionId":"E2EXAMPLE00001","Id":"{{id}}"}""")["Invalidation"]!;
        Assert.Equal("Completed", found.Text("Status"));
        Assert.Equal("a", found["InvalidationBatch"]!.Text("CallerReference"));
        Assert.Equal("/*", found["InvalidationBatch"]!["Paths"]!["Items"]![0]!.GetValue<string>());
        Assert.Equal(0, Distribution().Int("InProgressInvalidationBatches"));
    }

    [Fact]
    public void CreateInvalidation_AgainIsTheOneBefore()
    {
        var first = Call("CreateInvalidation", Batch("a", "/*"))["Invalidation"]!.Text("Id");
        _world.Minutes(1);
        var again = Call("CreateInvalidation", Batch("a", "/*"))["Invalidation"]!;

        Assert.Equal((first, "Completed"), (again.Text("Id"), again.Text("Status")));
        Assert.Single(_world.Cdn["blog"].Invalidations);
    }

    [Fact]
    public void CreateInvalidation_RefusesAReferenceThatWasUsedForOtherPaths()
    {
        Call("CreateInvalidation", Batch("a", "/*"));
        Assert.Equal("InvalidArgument", Error("CreateInvalidation", Batch("a", "/b")));
    }

    [Theory]
    [InlineData(
        "CreateInvalidation",
        """
            {"DistributionId":"E0","InvalidationBatch":{"CallerReference":"a","Paths":{"Quantity":1,"Items":["/*"]}}}
            """,
        "NoSuchDistribution"
    )]
    [InlineData(
        "CreateInvalidation",
        """
            {"DistributionId":"E2EXAMPLE00001","InvalidationBatch":{"CallerReference":"a",
            "Paths":{"Quantity":2,"Items":["/*"]}}}
            """,
        "InconsistentQuantities"
    )]
    [InlineData("CreateInvalidation", """{"DistributionId":"E2EXAMPLE00001"}""", "MissingBody")]
    [InlineData("GetInvalidation", """{"DistributionId":"E0","Id":"I0"}""", "NoSuchDistribution")]
    [InlineData("GetInvalidation", """{"DistributionId":"E2EXAMPLE00001","Id":"I0"}""", "NoSuchInvalidation")]
    [InlineData("GetDistribution", """{"Id":"E0"}""", "NoSuchDistribution")]
    [InlineData("UpdateDistribution", """{"Id":"E0"}""", "NotImplemented")]
    public void Errors_AreTheModels(string operation, string input, string code) =>
        Assert.Equal(code, Error(operation, input));

    [Fact]
    public void GetDistribution_NamesItsHosts()
    {
        var distribution = Distribution();
        Assert.Equal(
            "www.example.com",
            distribution["DistributionConfig"]!["Aliases"]!["Items"]![0]!.GetValue<string>()
        );
        Assert.Equal(_world.Cdn["blog"].DomainName, distribution.Text("DomainName"));
    }

    private static string Batch(string reference, string path) =>
        $$"""
            {"DistributionId":"E2EXAMPLE00001","InvalidationBatch":{"CallerReference":"{{reference}}",
            "Paths":{"Quantity":1,"Items":["{{path}}"]} } }
            """;

    private JsonNode Distribution() => Call("GetDistribution", """{"Id":"E2EXAMPLE00001"}""")["Distribution"]!;

    private JsonObject Call(string operation, string input) => _world.Call("cloudfront", operation, input);

    private string Error(string operation, string input) => _world.ErrorOf("cloudfront", operation, input);
}

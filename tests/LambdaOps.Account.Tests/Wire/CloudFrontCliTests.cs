using LambdaOps.Account.Tests.World.Cdn;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as CloudFront's client, and a plain HTTP client as a site's visitor.</summary>
public sealed class CloudFrontCliTests
{
    private const string Id = "E2EXAMPLE00001";

    [Fact]
    public async Task Visitor_GetsTheBytesOfTheBucket()
    {
        await using var aws = await Endpoint.StartAsync(Sites.Plan);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{aws.Server.Url}/_sites/www.example.com/"));

        Assert.Equal(Sites.Page, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(aws.S3.Bucket("blog-static").Find("index.html")!.ETag, answer.Headers.ETag!.ToString());
        Assert.Equal("Hit from cloudfront", answer.Headers.GetValues("X-Cache").Single());
    }

    [AwsCliFact]
    [Trait("Category", "AwsCli")]
    public async Task Invalidation_IsCreatedAndFollowed()
    {
        await using var aws = await Endpoint.StartAsync(Sites.Plan);
        var url = aws.Server.Url;
        var created = await AwsCli.RunAsync(
            url,
            "cloudfront",
            "create-invalidation",
            "--distribution-id",
            Id,
            "--paths",
            "/*"
        );
        var id = (string)created["Invalidation"]!["Id"]!;
        Assert.Equal("InProgress", (string)created["Invalidation"]!["Status"]!);
        Assert.Equal("/*", (string)created["Invalidation"]!["InvalidationBatch"]!["Paths"]!["Items"]![0]!);
        Assert.Contains(id, (string)created["Location"]!, StringComparison.Ordinal);
        aws.Pass(TimeSpan.FromSeconds(20));

        var found = await AwsCli.RunAsync(url, "cloudfront", "get-invalidation", "--distribution-id", Id, "--id", id);
        Assert.Equal("Completed", (string)found["Invalidation"]!["Status"]!);
        var distribution = await AwsCli.RunAsync(url, "cloudfront", "get-distribution", "--id", Id);
        Assert.Equal(
            "www.example.com",
            (string)distribution["Distribution"]!["DistributionConfig"]!["Aliases"]!["Items"]![0]!
        );
    }

    [AwsCliFact]
    [Trait("Category", "AwsCli")]
    public async Task Errors_AreUnderstood()
    {
        await using var aws = await Endpoint.StartAsync(Sites.Plan);
        string[] create = ["cloudfront", "create-invalidation", "--distribution-id", Id, "--invalidation-batch"];
        static string Batch(string path) =>
            $$"""{"CallerReference":"a","Paths":{"Quantity":1,"Items":["{{path}}"]} }""";
        await AwsCli.RunAsync(aws.Server.Url, [.. create, Batch("/a")]);
        var (_, _, errors) = await AwsCli.TryAsync(aws.Server.Url, [.. create, Batch("/b")]);
        Assert.Contains(
            "(InvalidArgument) when calling the CreateInvalidation operation: Your request contains a "
                + "caller reference",
            errors,
            StringComparison.Ordinal
        );
        (_, _, errors) = await AwsCli.TryAsync(
            aws.Server.Url,
            "cloudfront",
            "get-invalidation",
            "--distribution-id",
            "E0",
            "--id",
            "I0"
        );
        Assert.Contains(
            "(NoSuchDistribution) when calling the GetInvalidation operation: The specified distribution "
                + "does not exist.",
            errors,
            StringComparison.Ordinal
        );
    }
}

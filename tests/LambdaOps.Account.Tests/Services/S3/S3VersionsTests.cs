using System.Text.Json.Nodes;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.S3;

/// <summary>Versions, delete markers, and deletes of many keys.</summary>
public sealed class S3VersionsTests
{
    private readonly SimulatedWorld _world = Worlds.New();
    private readonly S3Service _s3;

    public S3VersionsTests()
    {
        _s3 = new S3Service(_world);
        _world.Services.Add(_s3);
    }

    [Fact]
    public void Versions_AreListedNewestFirstWithTheirMarkers()
    {
        _s3.CreateBucket("app", isVersioned: true);
        var (first, second) = (Put("a/1", "one"), Put("a/1", "two"));
        Put("b", "three");
        Call("DeleteObject", ""","Key":"a/1" """);

        var listed = Call("ListObjectVersions");
        Assert.Equal(
            [(second, false), (first, false)],
            listed["Versions"]!
                .AsArray()
                .Where(one => one!.Text("Key") == "a/1")
                .Select(one => (one!.Text("VersionId"), one!["IsLatest"]!.GetValue<bool>()))
        );
        var marker = Assert.Single(listed["DeleteMarkers"]!.AsArray())!;
        Assert.Equal(("a/1", true), (marker.Text("Key"), marker["IsLatest"]!.GetValue<bool>()));

        // Deleting the marker for good brings the object back.
        Call("DeleteObject", $$""","Key":"a/1","VersionId":"{{marker.Text("VersionId")}}" """);
        Assert.Equal("two", Body("a/1"));
        Assert.Empty(Call("ListObjectVersions")["DeleteMarkers"]!.AsArray());
    }

    [Fact]
    public void Versions_AreListedInPages()
    {
        _s3.CreateBucket("app", isVersioned: true);
        string[] ids = [Put("a", "1"), Put("a", "2"), Put("b/x", "3"), Put("b/y", "4"), Put("c", "5")];
        var seen = new List<string>();
        var more = "";
        while (true)
        {
            var page = Call("ListObjectVersions", $$""","MaxKeys":1,"Delimiter":"/"{{more}}""");
            seen.AddRange(page["Versions"]!.AsArray().Select(one => one!.Text("VersionId")));
            seen.AddRange(page["CommonPrefixes"]!.AsArray().Select(one => one!.Text("Prefix")));
            if (!page["IsTruncated"]!.GetValue<bool>())
            {
                break;
            }

            var id = page["NextVersionIdMarker"] is { } marker ? $$""","VersionIdMarker":"{{marker}}" """ : "";
            more = $$""","KeyMarker":"{{page.Text("NextKeyMarker")}}"{{id}}""";
        }

        Assert.Equal([ids[1], ids[0], "b/", ids[4]], seen);
    }

    [Fact]
    public void SuspendedVersioning_ReplacesTheNullVersionOnly()
    {
        _s3.CreateBucket("app");
        Put("k", "before");
        Status("Enabled");
        var kept = Put("k", "kept");
        Status("Suspended");
        Assert.Equal("null", Put("k", "after"));
        Assert.Equal([kept, "null"], _s3.Bucket("app").VersionsOf("k").Select(one => one.VersionId));

        Call("DeleteObject", ""","Key":"k" """);
        Assert.Equal([false, true], _s3.Bucket("app").VersionsOf("k").Select(one => one.IsDeleteMarker));
        Assert.Equal("Suspended", Call("GetBucketVersioning").Text("Status"));
    }

    [Fact]
    public void Many_AreDeletedEachForItself()
    {
        _s3.CreateBucket("app");
        var etag = _s3.Put("app", "a", "1"u8.ToArray()).ETag.Trim('"');
        _s3.Put("app", "b", "2"u8.ToArray());
        _s3.Put("app", "c", "3"u8.ToArray());

        var answer = Delete(
            $$"""{"Key":"a","ETag":"{{etag}}"},{"Key":"b","ETag":"{{etag}}"},{"Key":"gone"},"""
                + $$"""{"Key":"gone","ETag":"{{etag}}"},{"Key":"c","Size":1}"""
        );

        Assert.Equal(["a", "gone"], answer["Deleted"]!.AsArray().Select(one => one!.Text("Key")));
        Assert.Equal(
            [("b", "PreconditionFailed"), ("gone", "NoSuchKey"), ("c", "NotImplemented")],
            answer["Errors"]!.AsArray().Select(one => (one!.Text("Key"), one!.Text("Code")))
        );
        Assert.Equal(["b", "c"], _s3.Bucket("app").Objects.Select(one => one.Key));
        Assert.Null(Delete("""{"Key":"b"}""", ""","Quiet":true""")["Deleted"]);
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, "MalformedXML")]
    [InlineData(0, "MalformedXML")]
    public void Many_AreAtMostAThousand(int count, string? code)
    {
        _s3.CreateBucket("app");
        var keys = string.Join(',', Enumerable.Range(0, count).Select(at => $$"""{"Key":"k{{at}}"}"""));
        var input = $$$"""{"Bucket":"app","Delete":{"Objects":[{{{keys}}}]}}""";
        var thrown = Record.Exception(() => _world.Call("s3", "DeleteObjects", input));
        Assert.Equal(code, (thrown as LambdaOps.Account.Services.ServiceFault)?.Code);
    }

    private JsonObject Delete(string objects, string more = "") =>
        Call("DeleteObjects", $$""","Delete":{"Objects":[{{objects}}]{{more}}}""");

    private void Status(string status) =>
        Call("PutBucketVersioning", $$""","VersioningConfiguration":{"Status":"{{status}}"}""");

    private string Put(string key, string body) =>
        _s3.Put("app", key, System.Text.Encoding.UTF8.GetBytes(body)).VersionId;

    private string Body(string key) => System.Text.Encoding.UTF8.GetString(_s3.Bucket("app").Find(key)!.Body!);

    private JsonObject Call(string operation, string more = "") =>
        _world.Call("s3", operation, $$"""{"Bucket":"app"{{more}}}""");
}

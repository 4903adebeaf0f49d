using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.Services.S3;

/// <summary>Multipart uploads.</summary>
public sealed class S3UploadsTests
{
    private const int Least = 5 * 1024 * 1024;

    private readonly SimulatedWorld _world = Worlds.New();
    private readonly S3Service _s3;

    public S3UploadsTests()
    {
        _s3 = new S3Service(_world);
        _s3.CreateBucket("big");
        _world.Services.Add(_s3);
    }

    [Fact]
    public void Parts_BecomeOneObject()
    {
        var id = Begin("a/film.bin", """, "ContentType": "video/x", "Metadata": { "made": "today" }""");
        byte[] first = [.. Enumerable.Repeat((byte)1, Least)],
            last = [2, 3];
        var second = Put(id, 7, last);
        var replaced = Put(id, 2, [9]);
        var one = Put(id, 2, first);
        Assert.NotEqual(replaced, one);
        Assert.Null(_s3.Bucket("big").Find("a/film.bin"));
        var listed = Call("ListParts", id, """, "MaxParts": 1""");
        Assert.Equal(
            (2, true, 2),
            (listed["Parts"]![0]!.Int("PartNumber"), (bool)listed["IsTruncated"]!, listed.Int("NextPartNumberMarker"))
        );

        var done = Complete(id, (2, one), (7, second));

        var stored = _s3.Bucket("big").Find("a/film.bin")!;
        Assert.Equal([.. first, .. last], stored.Body!);
        // The MD5 of both MD5s, as md5sum has it.
        Assert.Equal("\"8ff8f1b16419b707a93a942e1ed8569e-2\"", stored.ETag);
        Assert.Equal(stored.ETag, done.Text("ETag"));
        Assert.Equal(("video/x", "today"), (stored.Headers["ContentType"], stored.Metadata["made"]));
        Assert.Equal("NoSuchUpload", Error(() => Call("ListParts", id)));
    }

    [Fact]
    public void Uploads_AreListedUntilTheyEnd()
    {
        var (b, a) = (Begin("b"), Begin("a"));
        string[] Keys(string more = "") =>
            [
                .. (
                    (JsonArray)_world.Call("s3", "ListMultipartUploads", $$"""{"Bucket":"big"{{more}}}""")["Uploads"]!
                ).Select(u => u!.Text("Key")),
            ];
        Assert.Equal(["a", "b"], Keys());
        Assert.Equal(["b"], Keys(""", "Prefix": "b" """));
        Assert.Equal(["a"], Keys(""", "MaxUploads": 1"""));
        Assert.Equal(["b"], Keys($$""", "KeyMarker": "a", "UploadIdMarker": "{{a}}" """));

        Call("AbortMultipartUpload", b, key: "b");
        Assert.Equal(["a"], Keys());
        Assert.Equal("NoSuchUpload", Error(() => Call("AbortMultipartUpload", b, key: "b")));
        Assert.Equal("NoSuchUpload", Error(() => Put(a, 1, [1], key: "b")));
    }

    [Fact]
    public void Completion_IsRefusedForPartsThatAreNotThere()
    {
        var id = Begin("a/film.bin");
        var small = Put(id, 1, [1]);
        var last = Put(id, 2, [2]);

        Assert.Equal("MalformedXML", Error(() => Complete(id)));
        Assert.Equal("InvalidPart", Error(() => Complete(id, (1, small), (3, last))));
        Assert.Equal("InvalidPart", Error(() => Complete(id, (1, last))));
        Assert.Equal("InvalidPartOrder", Error(() => Complete(id, (2, last), (1, small))));
        Assert.Equal("InvalidPartOrder", Error(() => Complete(id, (1, small), (1, small))));
        Assert.Equal("EntityTooSmall", Error(() => Complete(id, (1, small), (2, last))));
        Assert.Equal("InvalidArgument", Error(() => Put(id, 10_001, [1])));
        Assert.Equal("InvalidArgument", Error(() => Put(id, 0, [1])));
        Assert.Null(_s3.Bucket("big").Find("a/film.bin"));
        Complete(id, (1, small));
        Assert.Equal([1], _s3.Bucket("big").Find("a/film.bin")!.Body!);
    }

    [Fact]
    public void Part_IsCopiedFromAnotherObject()
    {
        _s3.Put("big", "source", [1, 2, 3, 4]);
        var id = Begin("a/film.bin");
        JsonObject Copy(string range) =>
            Call(
                "UploadPartCopy",
                id,
                $$""", "PartNumber": 1, "CopySource": "big/source", "CopySourceRange": "{{range}}" """
            );

        var tag = Copy("bytes=1-2")["CopyPartResult"]!.Text("ETag");
        Assert.Equal("InvalidArgument", Error(() => Copy("bytes=1-4")));
        Assert.Equal("InvalidArgument", Error(() => Copy("bytes=2-")));
        Complete(id, (1, tag));
        Assert.Equal([2, 3], _s3.Bucket("big").Find("a/film.bin")!.Body!);
    }

    private string Begin(string key, string more = "") =>
        _world.Call("s3", "CreateMultipartUpload", $$"""{"Bucket":"big","Key":"{{key}}"{{more}}}""").Text("UploadId");

    private string Put(string id, int number, byte[] body, string key = "a/film.bin") =>
        Call("UploadPart", id, $$""", "PartNumber": {{number}}, "Body": "{{Convert.ToBase64String(body)}}" """, key)
            .Text("ETag");

    private JsonObject Complete(string id, params (int Number, string ETag)[] parts)
    {
        var named = parts.Select(p => new JsonObject { ["PartNumber"] = p.Number, ["ETag"] = p.ETag });
        var all = new JsonObject { ["Parts"] = new JsonArray([.. named]) };
        return Call("CompleteMultipartUpload", id, $$""", "MultipartUpload": {{all.ToJsonString()}}""");
    }

    private JsonObject Call(string operation, string id, string more = "", string key = "a/film.bin") =>
        _world.Call("s3", operation, $$"""{"Bucket":"big","Key":"{{key}}","UploadId":"{{id}}"{{more}}}""");

    private static string Error(Action call) => Assert.Throws<ServiceFault>(call).Code;
}

using System.Text.Json.Nodes;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class StorageOnAwsTests : IAsyncLifetime
{
    private static readonly TemporaryFolder s_folder = new("uploads", "temp/", 7, Delete: true);

    private WiredAccount _account = null!;

    private S3Bucket Bucket => _account.S3.Bucket("uploads");

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _account.S3.CreateBucket("uploads");
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Bucket_WithoutRulesIsSeenAsSuch()
    {
        var seen = await LifecycleAsync();
        Assert.False(seen.KeepsVersions);
        Assert.Empty(seen.Rules);
    }

    [Theory]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{"Prefix":"temp/"},"Expiration":{"Days":2},"NoncurrentVersionExpiration":{"NoncurrentDays":3},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":4}}""",
        true,
        "temp/",
        false,
        2,
        3,
        4
    )]
    [InlineData(
        """{"ID":"r","Status":"Disabled","Prefix":"temp/","Expiration":{"Days":2}}""",
        false,
        "temp/",
        false,
        2,
        null,
        null
    )]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":2}}""",
        true,
        "",
        false,
        2,
        null,
        null
    )]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{},"Expiration":{"Days":2}}""",
        true,
        "",
        false,
        2,
        null,
        null
    )]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{"And":{"Prefix":"temp/","ObjectSizeGreaterThan":9}},"Expiration":{"Days":2}}""",
        true,
        "temp/",
        true,
        2,
        null,
        null
    )]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{"Tag":{"Key":"a","Value":"b"}},"Expiration":{"Days":2}}""",
        true,
        "",
        true,
        2,
        null,
        null
    )]
    [InlineData(
        """{"ID":"r","Status":"Enabled","Filter":{"Prefix":"temp/"},"Expiration":{"ExpiredObjectDeleteMarker":true}}""",
        true,
        "temp/",
        false,
        null,
        null,
        null
    )]
    public async Task Rule_IsReadInEachForm(
        string json,
        bool isEnabled,
        string prefix,
        bool isPartial,
        int? days,
        int? noncurrent,
        int? aborts
    )
    {
        _account.S3.SetLifecycle(Bucket, [JsonNode.Parse(json)]);
        Bucket.Versioning = "Suspended";

        var seen = await LifecycleAsync();

        Assert.True(seen.KeepsVersions);
        Assert.Equal(
            new ExpiryRule("r", isEnabled, prefix, isPartial, days, noncurrent, aborts),
            Assert.Single(seen.Rules)
        );
    }

    [Fact]
    public async Task Files_ComeInPagesAfterAKey()
    {
        for (var at = 0; at < 1001; at++)
        {
            _account.S3.Put("uploads", $"temp/{at:D4}", "1"u8.ToArray(), age: TimeSpan.FromDays(3));
        }

        _account.S3.Put("uploads", "temporary", "1"u8.ToArray());
        var first = await FilesAsync(null);
        var second = await FilesAsync(first.Files[^1].Key);

        Assert.Equal((1000, false), (first.Files.Length, first.IsLast));
        Assert.Equal(("temp/1000", true), (Assert.Single(second.Files).Key, second.IsLast));
        Assert.Equal(
            TimeSpan.FromDays(3).TotalDays,
            (_account.World.Clock.Now - second.Files[0].WrittenAt).TotalDays,
            3
        );
    }

    [Fact]
    public async Task Deletes_AreOfTheVeryFilesThatWereSeen()
    {
        foreach (var key in (string[])["temp/a", "temp/b", "temp/c"])
        {
            _account.S3.Put("uploads", key, "1"u8.ToArray());
        }

        var seen = await FilesAsync(null);
        _account.S3.Put("uploads", "temp/b", "2"u8.ToArray());
        _account.S3.Delete("uploads", "temp/c");

        var done = Assert.IsType<ActionOutcome.Done>(await DeleteAsync(seen));

        Assert.Equal(new ChangeTally(1, 2), done.Tally);
        Assert.Equal(["temp/b"], Bucket.Objects.Select(one => one.Key));
    }

    [Theory]
    [InlineData(ApiFaultKind.Denied, typeof(ActionOutcome.Refused), 1)]
    [InlineData(ApiFaultKind.Throttled, typeof(ActionOutcome.Later), 1)]
    [InlineData(ApiFaultKind.BrokenAfter, typeof(ActionOutcome.Unknown), 0)]
    public async Task Deletes_AreSentOnceWhateverComes(ApiFaultKind fault, Type outcome, int left)
    {
        _account.S3.Put("uploads", "temp/a", "1"u8.ToArray());
        var seen = await FilesAsync(null);
        _account.Disturb("s3", "DeleteObjects", fault);

        Assert.IsType(outcome, await DeleteAsync(seen));
        Assert.Equal(1, _account.Calls("DeleteObjects"));
        Assert.Equal(left, Bucket.Objects.Count());
    }

    [Fact]
    public async Task Versions_Stay()
    {
        Bucket.Versioning = "Enabled";
        _account.S3.Put("uploads", "temp/a", "1"u8.ToArray());

        Assert.IsType<ActionOutcome.Done>(await DeleteAsync(await FilesAsync(null)));

        Assert.Empty(Bucket.Objects);
        Assert.Equal([false, true], Bucket.VersionsOf("temp/a").Select(one => one.IsDeleteMarker));
    }

    private Task<ActionOutcome> DeleteAsync(StoredFiles seen) =>
        _account.ActAsync(new Change.DeleteTemporaryFiles("uploads", "temp/", seen.Files));

    private Task<BucketLifecycle> LifecycleAsync() =>
        _account
            .Observer()
            .SeeAsync(StorageLooks.Lifecycle, _account.At() with { Target = new FilePage(s_folder, null) });

    private Task<StoredFiles> FilesAsync(string? after) =>
        _account.Observer().SeeAsync(StorageLooks.Files, _account.At() with { Target = new FilePage(s_folder, after) });
}

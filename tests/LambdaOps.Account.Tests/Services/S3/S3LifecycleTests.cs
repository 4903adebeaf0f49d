using System.Text.Json.Nodes;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.S3;

/// <summary>Lifecycle rules as they are put, and as S3 carries them out once a day.</summary>
public sealed class S3LifecycleTests
{
    private const string Temp =
        """{"ID":"temp","Status":"Enabled","Filter":{"Prefix":"temp/"},"Expiration":{"Days":1}}""";

    // 01:00 UTC on the second of March 2026.
    private readonly SimulatedWorld _world = Worlds.New(plan: WorldPlan.Empty);
    private readonly S3Service _s3;

    public S3LifecycleTests()
    {
        _s3 = new S3Service(_world);
        _world.Services.Add(_s3);
    }

    [Fact]
    public void Rules_AreReplacedAllAtOnce()
    {
        _s3.CreateBucket("app");
        Assert.Equal("NoSuchLifecycleConfiguration", Error("GetBucketLifecycleConfiguration"));
        Put(Temp);
        Put("""{"Status":"Disabled","Prefix":"","AbortIncompleteMultipartUpload":{"DaysAfterInitiation":3}}""");
        var rule = Assert.Single(Call("GetBucketLifecycleConfiguration")["Rules"]!.AsArray())!;
        Assert.Equal(("Disabled", 32), (rule.Text("Status"), rule.Text("ID").Length));
        Call("DeleteBucketLifecycle");
        Assert.Equal("NoSuchLifecycleConfiguration", Error("GetBucketLifecycleConfiguration"));
    }

    [Theory]
    [InlineData("MalformedXML", """{"Status":"Enabled","Expiration":{"Days":1}}""")]
    [InlineData(
        "MalformedXML",
        """{"Status":"Enabled","Prefix":"a","Filter":{"Prefix":"a"},"Expiration":{"Days":1}}"""
    )]
    [InlineData(
        "MalformedXML",
        """{"Status":"Enabled","Filter":{"Prefix":"a","ObjectSizeLessThan":5},"Expiration":{"Days":1}}"""
    )]
    [InlineData(
        "MalformedXML",
        """{"Status":"Enabled","Prefix":"a","Expiration":{"Days":1,"ExpiredObjectDeleteMarker":true}}"""
    )]
    [InlineData("InvalidRequest", """{"Status":"Enabled","Filter":{"Prefix":"temp/"}}""")]
    [InlineData("InvalidArgument", """{"Status":"Enabled","Filter":{"Prefix":"temp/"},"Expiration":{"Days":0}}""")]
    [InlineData("InvalidArgument", """{"ID":"temp","Status":"Enabled","Prefix":"b","Expiration":{"Days":1}}""")]
    [InlineData("InvalidRequest", """{"Status":"Enabled","Prefix":"b","Expiration":{"Days":1}}""")]
    public void Rules_ThatS3RefusesLeaveTheOldOnes(string code, string rule)
    {
        _s3.CreateBucket("app");
        Put("""{"ID":"old","Status":"Enabled","Prefix":"","Expiration":{"Days":9}}""");
        var second = code == "InvalidArgument" || rule.Contains("\"b\"", StringComparison.Ordinal);
        Assert.Equal(code, ErrorOfPut(second ? $"{Temp},{rule}" : rule));
        Assert.Equal("old", Call("GetBucketLifecycleConfiguration")["Rules"]![0]!.Text("ID"));
    }

    [Fact]
    public void Object_GoesHoursAfterTheMidnightAtWhichItsDaysHavePassed()
    {
        Fill(
            isVersioned: false,
            Temp,
            new("temp/old", Hours(26)),
            new("temp/new", Hours(0.5)),
            new("other", Hours(99))
        );
        _world.Pass(TimeSpan.FromHours(23));
        // Due, but S3 takes its time.
        Assert.Equal(["other", "temp/new", "temp/old"], Keys());
        _world.Pass(TimeSpan.FromHours(7));
        Assert.Equal(["other", "temp/new"], Keys());
        // Written on the second, with a day it is due at the fourth's beginning, not 24 hours after.
        _world.Pass(TimeSpan.FromHours(16));
        Assert.Equal(["other", "temp/new"], Keys());
        _world.Pass(TimeSpan.FromHours(9));
        Assert.Equal(["other"], Keys());
    }

    [Fact]
    public void VersionedObject_GetsADeleteMarkerAndItsVersionsStay()
    {
        Fill(isVersioned: true, Temp, new ObjectPlan("temp/old", Hours(50)));
        _world.Pass(TimeSpan.FromHours(30));
        Assert.Empty(Keys());
        Assert.Equal([false, true], _s3.Bucket("app").VersionsOf("temp/old").Select(one => one.IsDeleteMarker));

        Put(
            Temp,
            """{"Status":"Enabled","Filter":{"Prefix":"temp/"},"NoncurrentVersionExpiration":{"NoncurrentDays":1}}"""
        );
        _world.Pass(TimeSpan.FromDays(3));
        // The lone marker goes by the days of Expiration.
        Assert.Empty(_s3.Bucket("app").VersionsOf("temp/old"));
    }

    [Theory]
    [InlineData("""{"Status":"Disabled","Filter":{"Prefix":"temp/"},"Expiration":{"Days":1}}""")]
    [InlineData("""{"Status":"Enabled","Filter":{"Prefix":"tmp/"},"Expiration":{"Days":1}}""")]
    [InlineData("""{"Status":"Enabled","Filter":{"Tag":{"Key":"a","Value":"b"}},"Expiration":{"Days":1}}""")]
    [InlineData(
        """{"Status":"Enabled","Filter":{"And":{"Prefix":"temp/","ObjectSizeGreaterThan":500}},"Expiration":{"Days":1}}"""
    )]
    [InlineData("""{"Status":"Enabled","Filter":{"Prefix":"temp/"},"Expiration":{"Days":9}}""")]
    [InlineData(
        """{"Status":"Enabled","Filter":{"Prefix":"temp/"},"NoncurrentVersionExpiration":{"NoncurrentDays":1}}"""
    )]
    public void Rule_ThatIsNotForItLeavesTheObject(string rule)
    {
        Fill(isVersioned: false, rule, new ObjectPlan("temp/old", Hours(50)));
        _world.Pass(TimeSpan.FromDays(2));
        Assert.Equal(["temp/old"], Keys());
    }

    [Fact]
    public void Rules_AreLateWhereADrillSaysSo()
    {
        Fill(isVersioned: false, Temp, new ObjectPlan("temp/old", Hours(50)));
        _s3.Bucket("app").LifecycleIsLate = true;
        _world.Pass(TimeSpan.FromDays(2));
        Assert.Equal(["temp/old"], Keys());
    }

    [Fact]
    public void NoncurrentVersions_AreKeptAsManyAsTheRuleSays()
    {
        Fill(
            isVersioned: true,
            """{"Status":"Enabled","Filter":{"Prefix":""},"NoncurrentVersionExpiration":{"NoncurrentDays":1,"NewerNoncurrentVersions":1}}""",
            [.. Enumerable.Range(0, 4).Select(at => new ObjectPlan("k", TimeSpan.FromDays(9 - at)))]
        );
        _world.Pass(TimeSpan.FromDays(1.5));
        Assert.Equal(2, _s3.Bucket("app").VersionsOf("k").Count);
    }

    [Fact]
    public void Upload_ThatNobodyCompletesIsAborted()
    {
        Fill(
            isVersioned: false,
            """{"Status":"Enabled","Filter":{"Prefix":"temp/"},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":1}}"""
        );
        foreach (var key in (string[])["temp/a", "b"])
        {
            _world.Call("s3", "CreateMultipartUpload", $$"""{"Bucket":"app","Key":"{{key}}"}""");
        }

        _world.Pass(TimeSpan.FromDays(3));
        var left = Assert.Single(Call("ListMultipartUploads")["Uploads"]!.AsArray());
        Assert.Equal("b", left!.Text("Key"));
    }

    private static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    private void Fill(bool isVersioned, string rule, params ObjectPlan[] objects) =>
        SiteBuckets.Fill(
            _s3,
            [
                new BucketPlan("app")
                {
                    IsVersioned = isVersioned,
                    LifecycleRules = [rule],
                    Objects = objects,
                },
            ]
        );

    private IEnumerable<string> Keys() => _s3.Bucket("app").Objects.Select(one => one.Key);

    private JsonObject Call(string operation) => _world.Call("s3", operation, """{"Bucket":"app"}""");

    private string Error(string operation) => _world.ErrorOf("s3", operation, """{"Bucket":"app"}""");

    private void Put(params string[] rules) =>
        _world.Call("s3", "PutBucketLifecycleConfiguration", Input(string.Join(',', rules)));

    private string ErrorOfPut(string rules) => _world.ErrorOf("s3", "PutBucketLifecycleConfiguration", Input(rules));

    private static string Input(string rules) =>
        $$$"""{"Bucket":"app","LifecycleConfiguration":{"Rules":[{{{rules}}}]}}""";
}

using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What is stored, over S3's, CloudWatch's and DynamoDB's own protocols.</summary>
public sealed class BucketsOnAwsTests : IAsyncLifetime
{
    private const string Events = "lightningtalk-circle-prod-events";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(world =>
            world with
            {
                Buckets =
                [
                    .. world.Buckets,
                    new BucketPlan("set")
                    {
                        IsVersioned = true,
                        ReplicatedTo = "copy",
                        LifecycleRules = [LifecycleRuleText.For("", 30, keepsVersions: true)],
                    },
                    new BucketPlan("bare"),
                ],
                StoredSizes =
                [
                    new StoredSizePlan(
                        "set",
                        new StoredClassPlan("StandardStorage", 4e9, 1e8),
                        new StoredClassPlan("GlacierStorage", 6e9, 0)
                    ),
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Settings_AreReadAsTheyStand()
    {
        var all = (await SeeAsync(BucketLooks.Settings, "set", "bare", "none")).All;

        Assert.Equal((true, "copy"), (all["set"].Lifecycle.KeepsVersions, Assert.Single(all["set"].Copies).To));
        Assert.Equal(new CopyRule("copy", IsEnabled: true, IsPartial: false), all["set"].Copies[0]);
        var rule = Assert.Single(all["set"].Lifecycle.Rules);
        Assert.True(rule.Covers("any/"));
        Assert.Equal((30, 30, 30), (rule.AfterDays, rule.NoncurrentAfterDays, rule.AbortsAfterDays));
        Assert.Equal((null, false), (all["bare"].WhyMissing, all["bare"].Lifecycle.KeepsVersions));
        Assert.Empty(all["bare"].Copies);
        Assert.Empty(all["bare"].Lifecycle.Rules);
        Assert.StartsWith("NoSuchBucket", all["none"].WhyMissing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "logs/")]
    public async Task Replication_OfSomeObjectsOrOfNoneIsTold(bool isOn, string prefix)
    {
        var bucket = _account.S3.Bucket("set");
        (bucket.ReplicationIsOn, bucket.ReplicatedPrefix) = (isOn, prefix);

        var copies = (await SeeAsync(BucketLooks.Settings, "set")).All["set"].Copies;

        Assert.Equal(new CopyRule("copy", isOn, IsPartial: prefix.Length > 0), Assert.Single(copies));
    }

    [Theory]
    [InlineData("GetBucketVersioning")]
    [InlineData("GetBucketLifecycleConfiguration")]
    [InlineData("GetBucketReplication")]
    public async Task Refused_IsMissingAndNotWithoutRules(string operation)
    {
        _account.Disturb("s3", operation, ApiFaultKind.Denied);

        var state = (await SeeAsync(BucketLooks.Settings, "set")).All["set"];

        Assert.StartsWith("AccessDenied", state.WhyMissing, StringComparison.Ordinal);
    }

    /// <summary>S3 is some days late, and writes nothing of an empty bucket.</summary>
    [Fact]
    public async Task Sizes_AreThoseOfEachClassByDay()
    {
        var all = (await SeeAsync(BucketLooks.Sizes, "set", "bare")).All;

        var growth = Growth.Of(all["set"].Bytes, _account.World.Clock.Now)!;
        Assert.Equal(new DateOnly(2031, 1, 31), growth.On);
        Assert.Equal((2, 1000), (all["set"].Bytes.Length, all["set"].Objects.Last!.Value.Value));
        Assert.Equal(7e8, growth.InAWeek!.Value, 1);
        Assert.Equal(28e8, growth.Bytes - growth.MonthBefore!.Value, 1);
        Assert.Empty(all["bare"].Bytes);
        Assert.Null(Growth.Of(all["bare"].Bytes, _account.World.Clock.Now));
    }

    [Fact]
    public async Task Sizes_ThatAreIncompleteHaveAHole()
    {
        _account.Change(world => world.Metrics.Withhold("BucketSizeBytes", "PartialData"));

        var size = (await SeeAsync(BucketLooks.Sizes, "set")).All["set"];

        Assert.All(size.Bytes, one => Assert.NotNull(one.Hole));
        Assert.NotEmpty(size.Bytes);
    }

    [Fact]
    public async Task Tables_AreAskedOneByOne()
    {
        var all = Assert
            .IsType<Fact<TableSizes>.Known>(await LookAsync(BucketLooks.Tables, new StoredData([], [Events, "none"])))
            .Value.All;

        Assert.Null(all[Events].WhyMissing);
        Assert.InRange(all[Events].Bytes, 1, 10_000_000);
        Assert.InRange(all[Events].Items, 1, 10_000);
        Assert.StartsWith("ResourceNotFoundException", all["none"].WhyMissing, StringComparison.Ordinal);
    }

    private async Task<T> SeeAsync<T>(Look<T> look, params string[] buckets)
        where T : class =>
        Assert
            .IsType<Fact<T>.Known>(
                await LookAsync(look, new StoredData([.. buckets.Select(name => new BucketRule(name))], []))
            )
            .Value;

    private Task<Fact> LookAsync(Look look, StoredData about)
    {
        var now = _account.World.Clock.Now;
        return _account
            .Resources()
            .Observer()
            .LookAsync(look, LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now), default);
    }
}

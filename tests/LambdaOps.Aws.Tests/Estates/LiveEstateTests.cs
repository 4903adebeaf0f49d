using System.Text;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Aws.Tests.Estates;

/// <summary>An execution environment lives for hours; what people set in the estate counts from the next invocation on.</summary>
public sealed class LiveEstateTests : IAsyncLifetime
{
    private const string Bucket = "estates";
    private WiredAccount _account = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _account.S3.CreateBucket(Bucket);
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Change_CountsFromTheNextInvocation()
    {
        Put("one");
        using var live = Live();
        var made = new List<string>();
        var function = new ByEstate<string>(
            live,
            estate =>
            {
                made.Add(estate.Estate.Name);
                return $"{estate.Estate.Name} {estate.Version}";
            }
        ).Made();

        var (first, again) = (await function.NowAsync(), await function.NowAsync());
        Put("two");
        var second = await function.NowAsync();

        Assert.Equal(first, again);
        Assert.StartsWith("one ", first, StringComparison.Ordinal);
        Assert.StartsWith("two ", second, StringComparison.Ordinal);
        Assert.NotEqual(first.Split(' ')[1], second.Split(' ')[1]);
        Assert.Equal(["one", "two"], made);
    }

    /// <summary>In an outage the last one that was valid goes on.</summary>
    [Fact]
    public async Task WhatIsNoEstate_OrIsGone_LeavesTheLastOne()
    {
        Put("one");
        using var live = Live();
        var known = live.Known;

        _account.S3.Put(Bucket, "estate.json", "{}"u8.ToArray());
        Assert.Equal(known, await live.NowAsync(default));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        Assert.Equal(known, await live.NowAsync(stopped.Token));
        Put("two");
        Assert.Equal("two", (await live.NowAsync(default)).Estate.Name);
    }

    [Fact]
    public async Task FileOfThePackage_HasAVersionOfItsWords()
    {
        using var live = new LiveEstate(
            "estate.json",
            () => throw new InvalidOperationException("S3 was not asked for"),
            NullLogger<LiveEstate>.Instance
        );

        Assert.Equal(live.Known, await live.NowAsync(default));
        Assert.Matches("^[0-9a-f]{12}$", live.Known.Version);
    }

    private LiveEstate Live() => new($"s3://{Bucket}/estate.json", _account.S3Client, NullLogger<LiveEstate>.Instance);

    private void Put(string name) =>
        _account.S3.Put(
            Bucket,
            "estate.json",
            Encoding.UTF8.GetBytes(
                WiredAccount
                    .Text("estate.json")
                    .Replace("\"name\": \"lightningtalk-prod\"", $"\"name\": \"{name}\"", StringComparison.Ordinal)
            )
        );
}

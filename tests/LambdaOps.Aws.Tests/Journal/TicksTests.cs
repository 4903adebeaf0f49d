using Amazon.DynamoDBv2;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>What people ticked, in the journal's table.</summary>
public sealed class TicksTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 12, 0, 50, 0, TimeSpan.Zero);

    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _client = _account.DynamoDbClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _account.DisposeAsync();
    }

    [Fact]
    public async Task Line_HasItsNewestTick()
    {
        var ticks = new DynamoDbTicks(_client, WiredAccount.Table);
        var first = new TickedLine("weekly.shared", "佐藤", "<会議>", s_at);
        var newest = first with { At = s_at.AddDays(7) };

        Assert.Empty((await ticks.ReadAsync(default)).All);
        await ticks.SaveAsync(first, default);
        await ticks.SaveAsync(newest, default);
        await ticks.SaveAsync(first with { Line = "monthly.rehearsal" }, default);
        var read = await ticks.ReadAsync(default);

        Assert.Equal(newest, read.Find("weekly.shared"));
        Assert.Equal(first with { Line = "monthly.rehearsal" }, read.Find("monthly.rehearsal"));
        Assert.Null(read.Find("weekly.documents"));
    }
}

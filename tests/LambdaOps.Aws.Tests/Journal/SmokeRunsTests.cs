using Amazon.DynamoDBv2;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>Smoke tests in the journal's table: an attempt is written once, whoever else writes.</summary>
public sealed class SmokeRunsTests : IAsyncLifetime
{
    private const string Id =
        "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/prod/api/d1 POST_TEST_TRAFFIC_SHIFT";

    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;
    private DynamoDbSmokeRuns _runs = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _client = _account.DynamoDbClient();
        var date = new AwsDate();
        date.Follow(_client);
        _runs = new DynamoDbSmokeRuns(_client, date, WiredAccount.Table);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _account.DisposeAsync();
    }

    [Fact]
    public async Task Run_IsReadAsItWasWritten()
    {
        var result = new SmokeResult(SmokeOutcome.Failed, HookReply.Failed, "/list 500", _account.World.Clock.Now);

        Assert.Equal(new SmokeRun(Id, 0), await _runs.ReadAsync(Id, default));
        Assert.True(await _runs.SaveAsync(new SmokeRun(Id, 1), default));
        Assert.Equal(new SmokeRun(Id, 1), await _runs.ReadAsync(Id, default));
        Assert.True(await _runs.SaveAsync(new SmokeRun(Id, 2) { Result = result }, default));
        Assert.Equal(new SmokeRun(Id, 2) { Result = result }, await _runs.ReadAsync(Id, default));
        Assert.Equal(new SmokeRun("another", 0), await _runs.ReadAsync("another", default));
    }

    [Fact]
    public async Task Attempt_IsWrittenOnce()
    {
        await _runs.ReadAsync(Id, default);
        await _runs.SaveAsync(new SmokeRun(Id, 1), default);

        Assert.False(await _runs.SaveAsync(new SmokeRun(Id, 1), default));
        Assert.False(await _runs.SaveAsync(new SmokeRun(Id, 3), default));
        Assert.Equal(1, (await _runs.ReadAsync(Id, default)).Attempts);
    }
}

using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class LogGroupsOnAwsTests : IAsyncLifetime
{
    private const string Group = "/aws/ecs/lightningtalk-prod";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Groups_AreFoundByTheirNamesWithTheirRetention()
    {
        _account.Change(world => world.Logs.Create("/for-ever", retentionDays: null));
        _account.Change(world => world.Logs.Create($"{Group}-2", retentionDays: 7));

        Assert.Equal([new(Group, 90), new("/for-ever", null)], await SeeAsync(Group, "/for-ever", "/none"));
    }

    [Fact]
    public async Task Groups_ThatMayNotBeSeenAreNoAnswer()
    {
        _account.Disturb("logs", "DescribeLogGroups", ApiFaultKind.Denied);

        await Assert.ThrowsAsync<Amazon.CloudWatchLogs.AmazonCloudWatchLogsException>(() => SeeAsync(Group));
    }

    [Theory]
    [InlineData(400, typeof(ActionOutcome.Done), 400)]
    [InlineData(401, typeof(ActionOutcome.Refused), 90)]
    public async Task Retention_IsSetOrRefused(int days, Type outcome, int then)
    {
        Assert.IsType(outcome, await SetAsync(days));
        Assert.Equal([new(Group, then)], await SeeAsync(Group));
    }

    [Fact]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain()
    {
        _account.Disturb("logs", "PutRetentionPolicy", ApiFaultKind.FailedBefore);

        Assert.IsType<ActionOutcome.Unknown>(await SetAsync(400));
        Assert.Equal(1, _account.Calls("PutRetentionPolicy"));
    }

    private Task<ActionOutcome> SetAsync(int days) => _account.ActAsync(new Change.SetLogRetention(Group, days, 90));

    private async Task<LogGroupState[]> SeeAsync(params string[] names)
    {
        var batch = new LogGroupBatch([.. names.Select(name => new LogGroupRule(name, 90, false))]);
        var seen = await _account.Observer().SeeAsync(LogGroupLooks.Retention, _account.At() with { Target = batch });
        return [.. seen.Found.OrderByDescending(group => group.Name == Group)];
    }
}

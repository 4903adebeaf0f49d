using Amazon.ECS;
using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class ServicesOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Restart_ForcesOneDeploymentOfTheSameDefinition()
    {
        var done = Assert.IsType<ActionOutcome.Done>(await RestartAsync());

        var newest = _account.Fleet.DeploymentHistory[^1];
        Assert.Equal($"deployment {newest.Id}", done.Detail);
        Assert.Equal((WiredAccount.Caller, 41), (newest.By, newest.Definition.Revision));
        Assert.Empty(_account.Fleet.DesiredChanges);
    }

    [Fact]
    public async Task RollBack_DeploysThatDefinition()
    {
        var before = "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/lightningtalk-prod-api-service:40";

        var outcome = await _account.ActAsync(new Change.RollBack(Samples.Target, before));

        Assert.IsType<ActionOutcome.Done>(outcome);
        Assert.Equal(40, _account.Fleet.Primary.Definition.Revision);
        Assert.Empty(_account.Fleet.DesiredChanges);
    }

    [Fact]
    public async Task Denied_IsRefusedAndChangesNothing()
    {
        _account.Disturb("ecs", "UpdateService", ApiFaultKind.Denied);

        var refused = Assert.IsType<ActionOutcome.Refused>(await RestartAsync());

        Assert.StartsWith("AccessDeniedException: ", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(0, Mine);
    }

    [Fact]
    public async Task Definition_ThatIsGoneIsRefused() =>
        Assert.IsType<ActionOutcome.Refused>(await _account.ActAsync(new Change.RollBack(Samples.Target, "nothing:1")));

    /// <summary>Neither of these says that the change will never work, nor that it did.</summary>
    [Theory]
    [InlineData(ApiFaultKind.FailedBefore, 0)]
    [InlineData(ApiFaultKind.BrokenAfter, 1)]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain(ApiFaultKind fault, int deployments)
    {
        _account.Disturb("ecs", "UpdateService", fault);

        Assert.IsType<ActionOutcome.Unknown>(await RestartAsync());

        Assert.Equal(1, _account.Calls("UpdateService"));
        Assert.Equal(deployments, Mine);
    }

    /// <summary>Why the client sends once: the SDK's own retry makes a second deployment of a lost answer.</summary>
    [Fact]
    public async Task DefaultClient_WouldForceASecondDeployment()
    {
        _account.Disturb("ecs", "UpdateService", ApiFaultKind.BrokenAfter);

        using var client = _account.EcsClient();
        await new ChangeTable(new ServicesOnAws(new ServiceDescriptions(new(client)), new(client)).Changes).ActAsync(
            new Change.ForceNewDeployment(Samples.Target),
            WiredAccount.Service,
            default
        );

        Assert.True(Mine > 1, $"{Mine} deployments");
    }

    private int Mine => _account.Fleet.DeploymentHistory.Count(one => one.By == WiredAccount.Caller);

    private Task<ActionOutcome> RestartAsync() => _account.ActAsync(new Change.ForceNewDeployment(Samples.Target));
}

using Amazon.ECS;
using LambdaOps.Account.World;
using LambdaOps.Aws.Actuators;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Actuators;

public sealed class EcsActuatorTests : IAsyncLifetime
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

        var outcome = await ActAsync(new Change.RollBack(Some.Target, before), EcsActuator.SendsOnce());

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
        Assert.IsType<ActionOutcome.Refused>(
            await ActAsync(new Change.RollBack(Some.Target, "nothing:1"), EcsActuator.SendsOnce())
        );

    /// <summary>Neither of these says that the action will never work, nor that it did.</summary>
    [Theory]
    [InlineData(ApiFaultKind.FailedBefore, 0)]
    [InlineData(ApiFaultKind.Throttled, 0)]
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

        await ActAsync(new Change.ForceNewDeployment(Some.Target), new AmazonECSConfig());

        Assert.True(Mine > 1, $"{Mine} deployments");
    }

    private int Mine => _account.Fleet.DeploymentHistory.Count(one => one.By == WiredAccount.Caller);

    private Task<ActionOutcome> RestartAsync() =>
        ActAsync(new Change.ForceNewDeployment(Some.Target), EcsActuator.SendsOnce());

    private async Task<ActionOutcome> ActAsync(Change action, AmazonECSConfig config)
    {
        using var client = _account.EcsClient(config);
        return await new EcsActuator(client).ActAsync(action, WiredAccount.Service, default);
    }
}

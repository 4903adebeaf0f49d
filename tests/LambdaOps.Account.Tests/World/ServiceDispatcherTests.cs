using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Tests.World;

public sealed class ServiceDispatcherTests
{
    [Fact]
    public void Call_IsAnsweredAndRecorded()
    {
        var world = Worlds.New();
        Dispatch(world);

        var record = Assert.Single(world.Calls);
        Assert.Equal(
            ("ecs", "UpdateService", "remedy", null),
            (record.Service, record.Operation, record.Caller, record.Error)
        );
        Assert.Equal("""{"cluster":"main","service":"shop","forceNewDeployment":true}""", record.Input);
    }

    [Theory]
    [InlineData(ApiFaultKind.Throttled, "ThrottlingException", 400)]
    [InlineData(ApiFaultKind.FailedBefore, "ServerException", 500)]
    [InlineData(ApiFaultKind.Denied, "AccessDeniedException", 403)]
    public void Fault_RefusesTheCallWithoutEffect(ApiFaultKind kind, string code, int status)
    {
        var world = Disturbed(kind);
        var fault = Assert.Throws<ServiceFault>(() => Dispatch(world));

        Assert.Equal((code, status), (fault.Code, fault.HttpStatus));
        Assert.Equal(code, Assert.Single(world.Calls).Error);
        Assert.Single(Worlds.ShopOf(world).DeploymentHistory);
    }

    [Fact]
    public void BrokenConnection_ComesAfterTheEffect()
    {
        var world = Disturbed(ApiFaultKind.BrokenAfter);
        Assert.Throws<BrokenConnection>(() => Dispatch(world));

        Assert.Equal(2, Worlds.ShopOf(world).DeploymentHistory.Count);
        Assert.Null(Assert.Single(world.Calls).Error);
    }

    [Fact]
    public void Fault_PassesWithItsTime()
    {
        var world = Disturbed(ApiFaultKind.Throttled);
        world.Seconds(60);
        Dispatch(world);

        Assert.Null(Assert.Single(world.Calls).Error);
    }

    [Fact]
    public void UnknownService_IsRefused()
    {
        var world = Worlds.New();
        var call = new ServiceCall("nosuch", "Do", [], world.Clock.Now, "me");

        Assert.Equal(
            "UnknownOperationException",
            Assert.Throws<ServiceFault>(() => world.Services.Dispatch(call)).Code
        );
    }

    private static SimulatedWorld Disturbed(ApiFaultKind kind)
    {
        var world = Worlds.New();
        world.Disturb(new ApiFault("ecs", "UpdateService", Worlds.Start, Worlds.Start + TimeSpan.FromMinutes(1), kind));
        return world;
    }

    private static JsonObject Dispatch(SimulatedWorld world) =>
        world.Services.Dispatch(
            new ServiceCall(
                "ecs",
                "UpdateService",
                new JsonObject
                {
                    ["cluster"] = "main",
                    ["service"] = "shop",
                    ["forceNewDeployment"] = true,
                },
                world.Clock.Now,
                "remedy"
            )
        );
}

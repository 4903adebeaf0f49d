using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Lambda's list of functions in its own protocol: the template's, and those of other applications.</summary>
public sealed class FunctionsOnAwsTests : IAsyncLifetime
{
    private WiredAccount? _account;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await (_account?.DisposeAsync() ?? ValueTask.CompletedTask);

    [Fact]
    public async Task Functions_AreReadToTheLastPageByRuntime()
    {
        var seen = await SeeAsync([
            .. Enumerable.Range(0, 60).Select(at => new FunctionPlan($"f{at:00}", "nodejs18.x")),
            new FunctionPlan("boxed", null),
            new FunctionPlan("mailer", "python3.13"),
        ]);

        Assert.Equal(
            [(null, 1, "boxed"), ("nodejs18.x", 60, "f00, f01, f02, f03, f04"), ("python3.13", 1, "mailer")],
            seen.All.Where(one => one.Id != "provided.al2023")
                .Select(one => (one.Id, one.Count, string.Join(", ", one.Names)))
        );
        Assert.True(Assert.Single(seen.All, one => one.Id == "provided.al2023").Count > 10);
        Assert.False(seen.IsCut);
        Assert.Equal(2, _account!.Calls("ListFunctions"));
    }

    [Fact]
    public async Task MoreFunctionsThanAreRead_AreSaid()
    {
        var seen = await SeeAsync([
            .. Enumerable.Range(0, 3001).Select(at => new FunctionPlan($"f{at:0000}", "nodejs22.x")),
        ]);

        Assert.True(seen.IsCut);
        Assert.Equal(3000, seen.All.Sum(one => one.Count));
    }

    [Fact]
    public async Task NamesFromOutside_AreShortened()
    {
        var seen = await SeeAsync(new FunctionPlan(new string('x', 5000), new string('y', 5000)));

        var found = Assert.Single(seen.All, one => one.Id?[0] == 'y');
        Assert.Equal((160, 160), (found.Id!.Length, found.Names[0].Length));
    }

    [Fact]
    public async Task Refusal_IsThrownWithItsReason()
    {
        await StartAsync();
        _account!.Disturb("lambda", "ListFunctions", ApiFaultKind.Denied);

        Assert.Equal(
            "AccessDeniedException",
            (await Assert.ThrowsAsync<Amazon.Lambda.AmazonLambdaException>(LookAsync)).ErrorCode
        );
    }

    private async Task<FunctionRuntimes> SeeAsync(params FunctionPlan[] others)
    {
        await StartAsync(others);
        return Assert.IsType<Fact<FunctionRuntimes>.Known>(await LookAsync()).Value;
    }

    private async Task StartAsync(params FunctionPlan[] others) =>
        _account = await WiredAccount.StartWithAsync(world => world with { OtherFunctions = others });

    private Task<Fact> LookAsync()
    {
        var now = _account!.World.Clock.Now;
        var about = new ImageBatch([], []) { HasFunctions = true };
        return _account
            .Resources()
            .Observer()
            .LookAsync(
                FunctionLooks.Runtimes,
                LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now),
                default
            );
    }
}

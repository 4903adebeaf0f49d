using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What tasks pulled, in ECS's own protocol.</summary>
public sealed class RunningImagesOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Tag_ThatMovesIsPulledByTheNextDeploymentOnly()
    {
        var before = Assert.Single((await SeeAsync()).All);
        Assert.Equal((WiredAccount.Service.Capacity.Normal, 71), (before.Tasks, before.Digest!.Length));

        _account.Change(world => world.ImageTags.Move(_account.Fleet.Primary.Definition));
        _account.Change(_ => _account.Fleet.Crash());
        _account.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(before, Assert.Single((await SeeAsync()).All));

        await _account.ActAsync(new Change.ForceNewDeployment(Samples.Target));
        _account.Pass(TimeSpan.FromMinutes(15));
        var after = Assert.Single((await SeeAsync()).All);
        Assert.Equal(before, after with { Digest = before.Digest, Deployment = before.Deployment });
        Assert.NotEqual(before.Deployment, after.Deployment);
        Assert.NotEqual(before.Digest, after.Digest);
    }

    [Fact]
    public async Task Deployment_InProgressShowsBoth()
    {
        _account.Change(world => world.ImageTags.Move(_account.Fleet.Primary.Definition));
        await _account.ActAsync(new Change.ForceNewDeployment(Samples.Target));
        var seen = new List<int>();
        for (var step = 0; step < 60; step++)
        {
            _account.Pass(TimeSpan.FromSeconds(10));
            seen.Add((await SeeAsync()).All.Length);
        }

        Assert.Equal((2, 1), (seen.Max(), seen[^1]));
    }

    /// <summary>One page of tasks after the other.</summary>
    [Fact]
    public async Task Tasks_AreListedToTheirEnd()
    {
        const int Many = 250;
        _account.Change(_ => _account.Fleet.SetDesired(Many, "tester"));
        _account.Pass(TimeSpan.FromMinutes(30));
        var calls = _account.Calls("ListTasks");

        Assert.Equal(Many, Assert.Single((await SeeAsync()).All).Tasks);
        Assert.Equal(3, _account.Calls("ListTasks") - calls);
    }

    [Theory]
    [InlineData("ListTasks")]
    [InlineData("DescribeTasks")]
    public async Task Denied_IsSaid(string operation)
    {
        _account.Disturb("ecs", operation, ApiFaultKind.Denied);

        var failed = await Assert.ThrowsAnyAsync<Amazon.Runtime.AmazonServiceException>(SeeAsync);
        Assert.Equal("AccessDeniedException", failed.ErrorCode);
    }

    [Fact]
    public async Task Service_WithoutTasksRunsNone()
    {
        _account.Change(_ => _account.Fleet.SetDesired(0, "tester"));
        _account.Pass(TimeSpan.FromMinutes(10));

        Assert.Empty((await SeeAsync()).All);
    }

    private Task<RunningImages> SeeAsync() => _account.Observer().SeeAsync(ImageLooks.Running, _account.At());
}

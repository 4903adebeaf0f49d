using LambdaOps.Account.World.Balancing;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.World;

public sealed class TargetGroupTests
{
    private static readonly DateTimeOffset s_start = Worlds.Start;

    [Fact]
    public void NewTarget_IsInitialAndHealthyAfterOneGoodCheck()
    {
        var (group, task) = New();
        group.Register(task, s_start);

        Assert.Equal(
            (TargetState.Initial, "Elb.RegistrationInProgress"),
            (group.Targets[0].State, group.Targets[0].Reason)
        );
        Until(group, 5);
        Assert.Equal((TargetState.Healthy, null), (group.Targets[0].State, group.Targets[0].Reason));
    }

    [Theory]
    [InlineData(Illness.Deep, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]")]
    [InlineData(Illness.Frozen, "Target.Timeout", "Request timed out")]
    public void Target_TurnsUnhealthyExactlyAtTheThreshold(Illness illness, string reason, string description)
    {
        var (group, task) = New();
        group.Register(task, s_start);
        Until(group, 5);
        task.Illness = illness;
        Until(group, 34, from: 6);
        Assert.Equal(TargetState.Healthy, group.Targets[0].State);
        Until(group, 35, from: 35);

        Assert.Equal((TargetState.Unhealthy, reason), (group.Targets[0].State, group.Targets[0].Reason));
        Assert.Equal(description, group.Targets[0].Description);
    }

    [Fact]
    public void Target_RecoversAfterTheHealthyThreshold()
    {
        var (group, task) = New();
        group.Register(task, s_start);
        Until(group, 5);
        task.Illness = Illness.Deep;
        Until(group, 35, from: 6);
        task.Illness = Illness.None;
        Until(group, 45, from: 36);
        Assert.Equal(TargetState.Unhealthy, group.Targets[0].State);
        Until(group, 55, from: 46);
        Assert.Equal(TargetState.Healthy, group.Targets[0].State);
    }

    [Fact]
    public void ShallowIllness_PassesTheCheck()
    {
        var (group, task) = New();
        group.Register(task, s_start);
        task.Illness = Illness.Shallow;
        Until(group, 120);

        Assert.Equal(TargetState.Healthy, group.Targets[0].State);
        Assert.Equal(TaskAnswer.Answers503, task.AnswerAt(s_start));
    }

    [Fact]
    public void Deregistration_DrainsForItsDelay()
    {
        var (group, task) = New();
        group.Register(task, s_start, healthy: true);
        group.Deregister(task, s_start);

        Assert.Equal("Target.DeregistrationInProgress", group.Targets[0].Reason);
        Until(group, 29);
        Assert.Single(group.Targets);
        Until(group, 30, from: 30);
        Assert.Empty(group.Targets);
    }

    [Fact]
    public void Routing_GoesToHealthyTargetsAndToAllWhenNoneIs()
    {
        var (group, well) = New();
        var ill = NewTask();
        group.Register(well, s_start, healthy: true);
        group.Register(ill, s_start, healthy: true);
        ill.Illness = Illness.Deep;
        Until(group, 40);
        var routable = new List<Target>();
        group.RouteTo(routable);
        Assert.Same(well, Assert.Single(routable).Task);

        well.Illness = Illness.Deep;
        Until(group, 80, from: 41);
        group.RouteTo(routable);
        Assert.Equal(2, routable.Count);
    }

    private static (TargetGroup Group, FleetTask Task) New() =>
        (
            new(Worlds.TargetGroup, Worlds.LoadBalancer, new() { Interval = TimeSpan.FromSeconds(10) }, _ => { }),
            NewTask()
        );

    private static FleetTask NewTask() =>
        new()
        {
            Id = "0123456789abcdef",
            Arn = "arn",
            ImageDigest = "sha256:0",
            Deployment = new()
            {
                Id = "ecs-svc/1",
                ServiceDeploymentId = "x",
                Group = new(Worlds.TargetGroup, Worlds.LoadBalancer, new(), _ => { }),
                Definition = Worlds.Shop.Revisions[0],
                Kind = DeploymentKind.Initial,
                By = "test",
                CreatedAt = s_start,
            },
            Definition = new TaskDefinitionPlan { Family = "shop", Revision = 1 },
            Ip = "10.0.0.9",
            Zone = "eu-west-1a",
            CreatedAt = s_start,
            Status = TaskStage.Running,
        };

    private static void Until(TargetGroup group, int last, int from = 1)
    {
        for (var second = from; second <= last; second++)
        {
            group.Second(s_start + TimeSpan.FromSeconds(second));
        }
    }
}

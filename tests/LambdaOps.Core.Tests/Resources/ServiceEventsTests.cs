using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Resources;

/// <summary>ECS's own words in a service's events.</summary>
public class ServiceEventsTests
{
    private const string Started = "(service api) has started 2 tasks: (task 1) (task 2).";

    private const string NoPlace =
        "(service api) was unable to place a task because no container instance met all of its requirements.";

    private const string Role =
        "(service api) failed to launch a task with (error ECS was unable to assume the role 'arn:x' provided).";

    private const string Many =
        "(service api) is unable to consistently start tasks successfully. For more information, see the docs.";

    private const string Pull =
        "(service api) failed to launch a task with (error CannotPullContainerError: pull image manifest has been "
        + "retried 7 time(s)).";

    private const string Steady = "(service api) has reached a steady state.";

    [Theory]
    [InlineData(NoPlace)]
    [InlineData(Role)]
    [InlineData(Many)]
    [InlineData(Pull)]
    [InlineData("(service api) was unable to place a task. Reason: Capacity is unavailable at this time.")]
    [InlineData("(service api) was unable to place a task. Reason: You've reached the limit on the number of vCPUs.")]
    [InlineData("(service api) ResourceInitializationError: unable to pull secrets or registry auth")]
    [InlineData("(service api) failed to launch a task with (error ECS is unable to assume role 'arn:x').")]
    [InlineData("(service api) failed to launch a task with (error unable to retrieve secret from asm: 'x').")]
    [InlineData("(service api) failed to launch a task with (error InsufficientFreeAddressesInSubnet).")]
    [InlineData("(service api) failed to launch a task: the subnet does not have enough free addresses.")]
    [InlineData("(service api) (task 1): Timeout waiting for network interface provisioning to complete.")]
    [InlineData("(service api) was unable to place a task. Reason: RESOURCE:ENI.")]
    [InlineData("(service api) failed to register targets in (target-group x) with (error the group is full).")]
    [InlineData("service api was unable to stop or start tasks because of the service deployment configuration.")]
    [InlineData("(service api) failed to launch a task with (error ServiceQuotaExceededException: 300 tasks).")]
    [InlineData("(service api) (error CannotPullContainerError: toomanyrequests: Rate exceeded).")]
    [InlineData("(service api) (error ecr: AccessDeniedException: ecr:GetAuthorizationToken).")]
    public void StartFailure_IsWhatARestartDoesNotCure(string message) =>
        Assert.Equal(message, ServiceEvents.StartFailure([(Some.After(-30), message)], null, Some.Now));

    [Theory]
    [InlineData("(service api) (task 1) failed ELB health checks in (target-group x).")]
    [InlineData("(service api) operations are being throttled on elb. Will try again later.")]
    [InlineData("(service api) has stopped 5 running tasks: (task 1).")]
    [InlineData("(service api) failed to launch a task with (error RequestLimitExceeded: Request limit exceeded.).")]
    [InlineData("(service api) failed to launch a task with (error ThrottlingException: quota of requests).")]
    [InlineData("(service api) (port 80) is unhealthy in (target-group x) due to (reason Request timed out).")]
    [InlineData("(service api) (deployment ecs-svc/1) deployment failed: tasks failed to start.")]
    [InlineData("(service api) rolling back to deployment ecs-svc/0.")]
    [InlineData(Started)]
    [InlineData(Steady)]
    public void StartFailure_IsNothingElse(string message) =>
        Assert.Null(ServiceEvents.StartFailure([(Some.After(-30), message)], null, Some.Now));

    /// <summary>A task that was started since had a place; whether it comes up, only a steady service tells.</summary>
    [Theory]
    [InlineData(NoPlace, Started, false)]
    [InlineData(Role, Started, true)]
    [InlineData(Many, Started, true)]
    [InlineData(Many, Steady, false)]
    [InlineData(NoPlace, Steady, false)]
    public void StartFailure_EndsWithWhatShowsItsEnd(string failure, string since, bool stands) =>
        Assert.Equal(
            stands ? failure : null,
            ServiceEvents.StartFailure([(Some.After(-60), failure), (Some.After(-30), since)], null, Some.Now)
        );

    /// <summary>What ECS said of the deployment before is not about the one that was made against it.</summary>
    [Theory]
    [InlineData(-61, true)]
    [InlineData(-60, true)]
    [InlineData(-59, false)]
    public void StartFailure_IsOfThePrimaryDeployment(int deployed, bool stands) =>
        Assert.Equal(
            stands,
            ServiceEvents.StartFailure([(Some.After(-60), Role)], Some.After(deployed), Some.Now) is not null
        );

    [Theory]
    [InlineData(-599, true)]
    [InlineData(-600, true)]
    [InlineData(-601, false)]
    public void Events_CountForTenMinutes(int after, bool counts)
    {
        Assert.Equal(counts, ServiceEvents.StartFailure([(Some.After(after), Role)], null, Some.Now) is not null);
        Assert.Equal(counts, ServiceEvents.Complaints([(Some.After(after), Role)], Some.Now).Count == 1);
    }

    /// <summary>Whatever says that something is wrong, newest first, each once, and not all of it.</summary>
    [Fact]
    public void Complaints_AreForPeople() =>
        Assert.Equal(
            ["(service api) operations are being throttled on elb.", "(service api) (task 9) failed checks.", NoPlace],
            ServiceEvents.Complaints(
                [
                    (Some.After(-50), NoPlace),
                    (Some.After(-20), "(service api) (task 9) failed checks."),
                    (Some.After(-60), Many),
                    (Some.After(-40), NoPlace),
                    (Some.After(-30), Started),
                    (Some.After(-10), "(service api) operations are being throttled on elb."),
                ],
                Some.Now
            )
        );
}

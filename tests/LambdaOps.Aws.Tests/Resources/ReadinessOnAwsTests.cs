using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What stands by in another region, over the protocols of the services that are asked.</summary>
public sealed class ReadinessOnAwsTests : IAsyncLifetime
{
    private const string Region = "us-west-2";
    private const string Lost = "ap-northeast-1";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Images = [RegionWorld.Image],
                Stacks =
                [
                    .. plan.Stacks.Select(stack =>
                        stack with
                        {
                            DetectionTakes = TimeSpan.FromSeconds(20),
                            WhyDetectionFails = "Api could not be read",
                            Drift = [.. Enumerable.Range(0, 150).Select(number => Drifted(number))],
                        }
                    ),
                ],
                Services =
                [
                    .. plan.Services.Select(service =>
                        service with
                        {
                            Revisions =
                            [
                                .. service.Revisions.Select(revision =>
                                    revision with
                                    {
                                        Image = RegionWorld.Image.NameIn(plan.Region, plan.AccountId),
                                    }
                                ),
                            ],
                        }
                    ),
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    private static RecoverySide Side => RecoverySide.Of(WiredAccount.Estate)!;

    private static DriftPlan Drifted(int number) =>
        new(
            FormattableString.Invariant($"Resource{number}"),
            "AWS::ECS::Service",
            number == 0 ? "DELETED" : "MODIFIED",
            new Dictionary<string, (string, string)> { ["/DesiredCount"] = ("1", "0") }
        );

    /// <summary>All pages; a search that failed of one resource has an answer of the others.</summary>
    [Fact]
    public async Task Drift_IsLookedForAndRead()
    {
        var stack = await SeeAsync(ReadinessLooks.Stack, Side);
        Assert.Equal(("CREATE_COMPLETE", null, null), (stack.Status, stack.LastDrift, stack.WhyNotDetected));
        var search = new DriftDetection(Region, Side.Recovery.Stack!, stack.Detection!);
        Assert.True((await SeeAsync(ReadinessLooks.Drift, search)).IsRunning);

        _account.Change(world => world.Pass(TimeSpan.FromSeconds(21)));
        var drift = await SeeAsync(ReadinessLooks.Drift, search);

        Assert.Equal((false, true, "Api could not be read"), (drift.IsRunning, drift.HasDrifted, drift.WhyFailed));
        Assert.Equal(150, drift.Resources.Length);
        Assert.Equal(("Resource0", "DELETED"), (drift.Resources[0].Id, drift.Resources[0].Status));
        Assert.Equal("/DesiredCount", Assert.Single(drift.Resources[1].Properties));
        var again = await SeeAsync(ReadinessLooks.Stack, Side);
        Assert.Equal("DRIFTED", again.LastDrift);
        Assert.NotNull(again.LastCheckedAt);
    }

    [Fact]
    public async Task Drift_ThatMayNotBeLookedForIsSaid()
    {
        _account.Disturb("cloudformation", "DetectStackDrift", ApiFaultKind.Denied);

        var stack = await SeeAsync(ReadinessLooks.Stack, Side);

        Assert.Null(stack.Detection);
        Assert.StartsWith("AccessDenied", stack.WhyNotDetected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_ThatIsNotThere_HasNoStatus()
    {
        var other = Side with { Recovery = Side.Recovery with { Stack = "other" } };

        Assert.Null((await SeeAsync(ReadinessLooks.Stack, other)).Status);
    }

    [Fact]
    public async Task Services_AreSeenWithTheImagesOfBothRegions()
    {
        var service = Assert.Single((await SeeAsync(ReadinessLooks.Services, Side)).All);

        Assert.Equal((1, 1, null, null), (service.Desired, service.Running, service.WhyMissing, service.WhyNoImages));
        var (there, here) = (Assert.Single(service.Images), Assert.Single(service.InUse));
        Assert.Equal((Region, Lost), (there.Reference.Ecr?.Region, here.Reference.Ecr?.Region));
        Assert.Equal(RegionWorld.Image.Digest, there.Digest);
        Assert.Equal(there.Digest, here.Digest);
    }

    [Fact]
    public async Task Services_OfAnotherCluster_AreNotThere()
    {
        var standby = Side.Recovery.Services[0] with { Cluster = "other" };
        var other = Side with { Recovery = Side.Recovery with { Services = [standby] } };

        var service = Assert.Single((await SeeAsync(ReadinessLooks.Services, other)).All);

        Assert.Equal((null, null), (service.Desired, service.WhyMissing));
    }

    [Fact]
    public async Task Services_ThatAreRefusedAreMissing()
    {
        _account.Disturb("ecs", "DescribeServices", ApiFaultKind.Denied);
        Assert.StartsWith("AccessDenied", (await ServiceAsync()).WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_ThatAreRefusedAreMissing()
    {
        _account.Disturb("ecr", "DescribeImages", ApiFaultKind.Denied);

        Assert.StartsWith("AccessDenied", (await ServiceAsync()).Images[0].WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_AreSeenWithTheirLag()
    {
        var tables = (await SeeAsync(ReadinessLooks.Tables, Side)).All;

        Assert.Equal(Side.Recovery.Tables, tables.Select(table => table.Table));
        Assert.All(tables, table => Assert.Equal("ACTIVE", table.Status));
        Assert.All(tables, table => Assert.InRange(table.Behind!.Value.TotalMilliseconds, 500, 1500));
    }

    [Fact]
    public async Task Replicas_InAnotherRegion_AreNone()
    {
        var other = Side with { Recovery = Side.Recovery with { Region = "us-east-2" } };

        Assert.All((await SeeAsync(ReadinessLooks.Tables, other)).All, table => Assert.Null(table.Status));
    }

    /// <summary>A lag that CloudWatch does not have is not none.</summary>
    [Fact]
    public async Task Lag_ThatCannotBeSeenIsNotZero()
    {
        _account.Disturb("cloudwatch", "GetMetricData", ApiFaultKind.Denied);

        Assert.All(
            (await SeeAsync(ReadinessLooks.Tables, Side)).All,
            table =>
            {
                Assert.Null(table.Behind);
                Assert.StartsWith("AccessDenied", table.WhyNoLag, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Secrets_AreSeenWithTheirReplicas()
    {
        var secret = Assert.Single((await SeeAsync(ReadinessLooks.Secrets, Side)).All);
        Assert.Equal(("lightningtalk-prod-env", "InSync"), (secret.Name, secret.Status));

        var other = Side with { Recovery = Side.Recovery with { Region = "us-east-2" } };
        Assert.Null(Assert.Single((await SeeAsync(ReadinessLooks.Secrets, other)).All).Status);

        _account.Disturb("secretsmanager", "DescribeSecret", ApiFaultKind.Denied);
        var refused = Assert.Single((await SeeAsync(ReadinessLooks.Secrets, Side)).All);
        Assert.StartsWith("AccessDenied", refused.WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_IsReadFromRecordsCheckAndZone()
    {
        var traffic = await SeeAsync(ReadinessLooks.Traffic, Side);

        Assert.Equal(Side.Recovery.Traffic!.HealthCheckId, traffic.Primary?.HealthCheckId);
        Assert.NotNull(traffic.Secondary);
        Assert.True(traffic.Check is { IsInverted: true, IsDisabled: false, Failures: > 0 });
        Assert.EndsWith(Side.Recovery.Traffic.Switch.Key, traffic.Check!.Path, StringComparison.Ordinal);
        Assert.True(traffic.HasAcceleratedRecovery);
    }

    private async Task<StandbyServiceSeen> ServiceAsync() =>
        Assert.Single((await SeeAsync(ReadinessLooks.Services, Side)).All);

    private Task<T> SeeAsync<T>(Look<T> look, Resource about)
        where T : class
    {
        var now = _account.World.Clock.Now;
        return _account
            .Resources()
            .Observer()
            .SeeAsync(look, LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now));
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Route53;

/// <summary>Route 53: failover records by an inverted health check, and resolvers that keep an answer for its TTL.</summary>
public class Route53FaceTests
{
    private const string Zone = "Z0EXAMPLE";
    private const string Check = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";
    private const string Name = "api.example.com";

    private readonly SimulatedWorld _world = Worlds.New(
        plan: new WorldPlan
        {
            HostedZones =
            [
                new HostedZonePlan(Zone, "example.com")
                {
                    HasAcceleratedRecovery = true,
                    Records =
                    [
                        new RecordSetPlan(Name, "one.example.net") { Failover = "PRIMARY", HealthCheckId = Check },
                        new RecordSetPlan(Name, "two.example.net") { Failover = "SECONDARY" },
                        new RecordSetPlan("www.example.com", "cdn.example.net"),
                    ],
                },
            ],
            HealthChecks = [new EndpointCheckPlan(Check, "switch.example.net", "/failover") { IsInverted = true }],
        }
    );

    private bool _isThere;

    public Route53FaceTests()
    {
        _world.Site.Serve("switch.example.net", _ => new SiteAnswer(_isThere ? 200 : 403, "text/plain", "", 5));
        _world.Names.Start();
    }

    [Fact]
    public void Name_TurnsWhenTheObjectIsThereThreeTimesAndItsTtlIsOver()
    {
        Assert.Equal("one.example.net", _world.Names.TargetOf(Name));

        _isThere = true;
        _world.Pass(TimeSpan.FromSeconds(29));
        Assert.True(_world.Names.Check(Check)!.IsHealthy);
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.False(_world.Names.Check(Check)!.IsHealthy);
        _world.Pass(TimeSpan.FromSeconds(59));
        Assert.False(_world.Names.HasTurned(Name));
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("two.example.net", _world.Names.TargetOf(Name));

        _isThere = false;
        _world.Pass(TimeSpan.FromSeconds(90));
        Assert.False(_world.Names.HasTurned(Name));
    }

    [Fact]
    public void Name_DoesNotTurnForOneAnswerAmongOthers()
    {
        _isThere = true;
        _world.Pass(TimeSpan.FromSeconds(20));
        _isThere = false;
        _world.Pass(TimeSpan.FromSeconds(10));
        _isThere = true;
        _world.Pass(TimeSpan.FromSeconds(20));

        Assert.True(_world.Names.Check(Check)!.IsHealthy);
    }

    [Fact]
    public void Records_AreListedFromANameOn()
    {
        var first = Ask("ListResourceRecordSets", $$"""{"HostedZoneId":"{{Zone}}","MaxItems":"1"}""");
        Assert.True((bool)first["IsTruncated"]!);
        Assert.Equal(
            ($"{Name}.", "secondary"),
            ((string)first["NextRecordName"]!, (string)first["NextRecordIdentifier"]!)
        );

        var rest = Ask(
            "ListResourceRecordSets",
            $$"""{"HostedZoneId":"/hostedzone/{{Zone}}","StartRecordName":"{{Name}}","StartRecordType":"CNAME","StartRecordIdentifier":"secondary"}"""
        );
        Assert.Equal(
            ["two.example.net", "cdn.example.net"],
            rest["ResourceRecordSets"]!.AsArray().Select(one => (string)one!["ResourceRecords"]![0]!["Value"]!)
        );
    }

    [Fact]
    public void Status_IsWhatCheckersObserveBeforeItIsInverted()
    {
        var status = Ask("GetHealthCheckStatus", $$"""{"HealthCheckId":"{{Check}}"}""");
        var config = Ask("GetHealthCheck", $$"""{"HealthCheckId":"{{Check}}"}""")["HealthCheck"]!["HealthCheckConfig"]!;

        Assert.All(
            status["HealthCheckObservations"]!.AsArray(),
            one => Assert.Equal("Failure: HTTP Status Code 403", (string)one!["StatusReport"]!["Status"]!)
        );
        Assert.True((bool)config["Inverted"]!);
        Assert.True(_world.Names.Check(Check)!.IsHealthy);
    }

    [Theory]
    [InlineData("GetHealthCheck", """{"HealthCheckId":"nobody"}""", "NoSuchHealthCheck")]
    [InlineData("GetHostedZone", """{"Id":"Z1"}""", "NoSuchHostedZone")]
    public void Unknown_IsAnErrorAsAwsHasIt(string operation, string input, string code)
    {
        Assert.Equal(code, _world.ErrorOf("route53", operation, input));
    }

    private JsonObject Ask(string operation, string input) => _world.Call("route53", operation, input);
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>What a role gets follows from looks and changes, of a check as of a remedy.</summary>
public class GrantTests
{
    private static readonly Estate s_estate = DrillEstate.Read(Repository.Estate).Estate;

    /// <summary>A check is about all that the estate names, whatever remedies stand there.</summary>
    [Fact]
    public void Check_MayLookAtEveryService()
    {
        var estate = s_estate with
        {
            Services = [.. s_estate.Services.Select(service => service with { Settings = Settings.None })],
        };

        var grants = EstateGrants.Of(Sweep([ServiceLooks.State, LoadBalancingLooks.Targets], []), estate);

        Assert.Empty(grants.Change);
        Assert.Equal(["LookAtAlarmsAndTargets", "LookAtServices"], grants.Look.Select(grant => grant.Sid));
        Assert.Equal("*", Assert.Single(grants.Look[0].Resources));
        Assert.Equal(
            estate
                .Services.Select(service =>
                    $"arn:${{AWS::Partition}}:ecs:${{AWS::Region}}:${{AWS::AccountId}}:service/{service.Cluster}/{service.Service}"
                )
                .Order(StringComparer.Ordinal),
            grants.Look[1].Resources
        );
    }

    /// <summary>Which series of an alarm breach is asked only where a rule is about one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Series_MayBeReadWhereARuleIsAboutOne(bool isBySeries)
    {
        var rule = s_estate.Alarms[0] with
        {
            Contributor = isBySeries ? KeyValuePair.Create("ServiceName", "api-service") : null,
        };

        var grants = EstateGrants.Of(Sweep([AlarmLooks.Active], []), s_estate with { Alarms = [rule] });

        Assert.Equal(
            isBySeries,
            grants.Look.SelectMany(grant => grant.Actions).Contains("cloudwatch:DescribeAlarmContributors")
        );
    }

    [Fact]
    public void Check_MayChangeOnlyWhereWritesAreGranted()
    {
        ImmutableArray<Procedure> procedures = [.. AllProcedures.All, Sweep([], [ChangeKind.ForceNewDeployment])];

        var written = EstateTemplate.Write(File.ReadAllText(Repository.Template), s_estate, procedures).Text;

        var policies = JsonNode.Parse(written)!["Resources"]!["WatchRole"]!["Properties"]!["Policies"]!.AsArray();
        var changes = policies.Single(policy => policy!["Fn::If"] is not null)!["Fn::If"]!;
        Assert.Equal("GrantsWrites", (string?)changes[0]);
        Assert.Equal("ecs:UpdateService", (string?)changes[1]!["PolicyDocument"]!["Statement"]![0]!["Action"]);
        Assert.DoesNotContain(
            policies,
            policy =>
                policy!["Fn::If"] is null
                && policy.ToJsonString().Contains("ecs:UpdateService", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void EstateThatNamesNothingForACheck_GrantsItNothing()
    {
        var grants = EstateGrants.Of(
            Sweep([ServiceLooks.State], [ChangeKind.ForceNewDeployment]),
            s_estate with
            {
                Services = [],
            }
        );

        Assert.Empty(grants.Look);
        Assert.Empty(grants.Change);
    }

    /// <summary>What a change reads is in the policy of its looks where a look needs it, too, and else its own.</summary>
    [Fact]
    public void Action_IsGrantedOnce()
    {
        var page = AllProcedures.Remedies.Single(remedy => remedy.Name.Value == "maintenancePage");

        var grants = EstateGrants.Of(page, s_estate);

        Assert.Empty(
            grants.Look.SelectMany(grant => grant.Actions).Intersect(grants.Change.SelectMany(grant => grant.Actions))
        );
        Assert.Contains("s3:GetObject", grants.Look.SelectMany(grant => grant.Actions));
    }

    /// <summary>Who only looks whose page is up reads neither backups nor the maintenance page.</summary>
    [Theory]
    [InlineData("serviceUnavailable")]
    [InlineData("latency")]
    public void Page_IsReadAloneWhereNoneIsSwapped(string name)
    {
        var site = s_estate.Services[0].Site!;

        var grants = EstateGrants.Of(AllProcedures.Find(new ProcedureName(name))!, s_estate);

        Assert.Equal(
            [$"arn:${{AWS::Partition}}:s3:::{site.Bucket}", $"arn:${{AWS::Partition}}:s3:::{site.Bucket}/{site.Key}"],
            grants
                .Look.Where(grant => grant.Actions.Any(action => action.StartsWith("s3:", StringComparison.Ordinal)))
                .SelectMany(grant => grant.Resources)
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("totalOutage")]
    [InlineData("maintenancePage")]
    [InlineData("latency")]
    public void FurtherPages_AreGrantedAsTheMainOne(string name)
    {
        var estate = s_estate with
        {
            Sites = [.. s_estate.Sites.Select(site => site with { MoreKeys = ["talks/index.html"] })],
        };
        var grants = EstateGrants.Of(AllProcedures.Find(new ProcedureName(name))!, estate);
        var (bucket, key) = (estate.Sites[0].Bucket, estate.Sites[0].Key);

        Assert.All(
            grants
                .Look.Concat(grants.Change)
                .Where(grant => grant.Resources.Any(one => one.EndsWith($"/{key}", StringComparison.Ordinal))),
            grant => Assert.Contains($"arn:${{AWS::Partition}}:s3:::{bucket}/talks/index.html", grant.Resources)
        );
        Assert.Contains(
            grants.Look,
            grant => grant.Resources.Contains($"arn:${{AWS::Partition}}:s3:::{bucket}/talks/index.html")
        );
    }

    /// <summary>Lines of several resources that share an action do not widen each other, and say nothing twice.</summary>
    [Fact]
    public void ActionOnAResource_StandsInOneStatement() =>
        Assert.All(
            AllProcedures.All,
            procedure =>
            {
                var grants = EstateGrants.Of(procedure, s_estate);
                Assert.All(
                    grants
                        .Look.Concat(grants.Change)
                        .SelectMany(grant =>
                            from action in grant.Actions
                            from resource in grant.Resources
                            select (action, resource)
                        )
                        .CountBy(allowed => allowed),
                    counted =>
                        Assert.Equal((procedure.Name, counted.Key, 1), (procedure.Name, counted.Key, counted.Value))
                );
            }
        );

    [Fact]
    public void UnknownAction_IsNamed()
    {
        var look = new Look<string>("a test", "dynamodb:Invent");

        var wrong = Assert.Throws<InvalidOperationException>(() => EstateGrants.Of(Sweep([look], []), s_estate));

        Assert.Equal("say in GrantTable on what dynamodb:Invent may be allowed", wrong.Message);
    }

    /// <summary>Where IAM takes no longer policy, what the names begin with is said.</summary>
    [Fact]
    public void LogGroups_AreSummedWhereThereAreMany()
    {
        OperatedService[] services =
        [
            s_estate.Services[0] with
            {
                LogGroup = "/aws/ecs/shop",
            },
            s_estate.Services[0] with
            {
                LogGroup = "/aws/ecs/shipping",
            },
        ];
        var all = new GrantScope(s_estate, [.. services], [.. services], [], GrantDetail.Summed);

        Assert.EndsWith(":log-group:/aws/ecs/sh*:*", Assert.Single(all.RequestLogs), StringComparison.Ordinal);
        Assert.EndsWith(
            ":log-group:/aws/ecs/shop:*",
            Assert.Single((all with { Services = [services[0]] }).RequestLogs),
            StringComparison.Ordinal
        );
        Assert.Equal(2, (all with { Detail = GrantDetail.Clusters }).RequestLogs.Length);
    }

    private static SweepCheck Sweep(ImmutableArray<Look> looks, ImmutableArray<ChangeKind> changes) =>
        new("Watch", new Schedule.Every(TimeSpan.FromHours(1))) { LooksAt = looks, MayChange = changes };
}

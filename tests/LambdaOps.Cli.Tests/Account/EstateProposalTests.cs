using LambdaOps.Cli.Account;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests.Account;

public class EstateProposalTests
{
    [Fact]
    public void Of_GivesAnEstateThatOnlyObserves()
    {
        var (estate, proposal) = Propose(SomeAccount.Account);

        Assert.Equal(("shop", "123456789012"), (estate.Name, estate.Account));
        Assert.Equal(("eu-west-1", "Europe/Paris"), (estate.Region, estate.TimeZone));
        Assert.Equal(["web", "api"], estate.Services.Select(service => service.Id.Value));
        Assert.Equal(new Capacity(2, 3, 9), estate.Services[0].Capacity);
        Assert.Equal(new Capacity(4, 4, 4), estate.Services[1].Capacity);
        Assert.Equal("app/shop/cc33", estate.Services[1].LoadBalancer);
        Assert.Equal(["sessions"], estate.Services[0].Tables.AsEnumerable());
        Assert.Equal("/shop/web", estate.Services[0].LogGroup);
        Assert.Equal(
            ["http://shop-1.eu-west-1.elb.amazonaws.com:8080/healthz", "https://api.example.com/api/health"],
            estate.Services.Select(service => service.Health.Url.ToString())
        );
        var site = Assert.Single(estate.Sites);
        Assert.Equal(("shop-site", "www/index.html", "E1"), (site.Bucket, site.Key, site.DistributionId));
        Assert.Equal(new ObjectPlace("shop-maintenance", "maintenance.html"), site.Maintenance);
        Assert.DoesNotContain("\"act\"", proposal.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ask\"", proposal.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ProposesARemedyForEachAlarmAndSaysWhy()
    {
        var (estate, proposal) = Propose(SomeAccount.Account);

        Assert.Equal(
            [
                "web-5xx: serviceUnavailable of web, P1",
                "web-hosts: serviceUnavailable of web, P2",
                "api-slow: latency of api, P2",
                "api-cpu: latency of api, P2",
                "web-down: totalOutage of web, P1",
            ],
            estate.Alarms.Select(rule => $"{rule.Match.Text}: {rule.Remedy} of {rule.Target}, {rule.Severity}")
        );
        Assert.Contains(
            "alarm web-5xx: serviceUnavailable of web, P1: HTTPCode_Target_5XX_Count, requests fail",
            proposal.Reasons
        );
        Assert.Contains(
            proposal.Reasons,
            reason => reason.EndsWith("AlarmHigh-1: left out, an autoscaler's own", StringComparison.Ordinal)
        );
        Assert.Contains(
            "what do these alarms ask for, and of which service? They are left out (2): shop-errors, billing",
            proposal.Questions
        );
        Assert.All(
            EstateWarnings.Of(estate),
            warning => Assert.EndsWith("contains", warning.Path, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("which URL tells that it serves")]
    [InlineData(
        "how many tasks are normal? The file says 3, as it is set to 3 now, and its autoscaler's limits, 2 to 9"
    )]
    [InlineData("Nothing scales it: the file says 4")]
    [InlineData("in which time zone do people read times? The file says Europe/Paris")]
    [InlineData("is shop-maintenance/maintenance.html its maintenance page?")]
    public void Of_AsksWhatTheAccountDoesNotTell(string question) =>
        Assert.Contains(
            Propose(SomeAccount.Account).Proposal.Questions,
            asked => asked.Contains(question, StringComparison.Ordinal)
        );

    [Fact]
    public void Service_WithoutATargetGroupIsLeftOutAndAskedFor()
    {
        var (estate, proposal) = Propose(
            SomeAccount.Account with
            {
                Services = SomeAccount.Account.Services.Add(new("shop", "worker", 1, [], null, [])),
            }
        );

        Assert.Equal(2, estate.Services.Length);
        Assert.Contains(
            "how is the health of shop/worker seen? It has no target group, and is left out",
            proposal.Questions
        );
    }

    [Fact]
    public void Services_OfOneNameGetIdsOfTheirOwn()
    {
        var (estate, _) = Propose(
            SomeAccount.Account with
            {
                Services = SomeAccount.Account.Services.Add(
                    new("stage", "web", 0, [new(SomeAccount.WebGroup, null)], null, [])
                ),
            }
        );

        Assert.Equal(["web", "api", "stage-web"], estate.Services.Select(service => service.Id.Value));
        Assert.Equal(new Capacity(1, 1, 1), estate.Services[2].Capacity);
    }

    /// <summary>An alarm on the group that serves now is the service's, whichever of the two the file names first.</summary>
    [Fact]
    public void Service_ThatShiftsTrafficIsProposedWithBothTargetGroups()
    {
        const string Other = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-two/aa12";
        var web = SomeAccount.Account.Services[0] with { TargetGroups = [new(Other, SomeAccount.WebGroup)] };

        var (estate, _) = Propose(
            SomeAccount.Account with
            {
                Services = [web, SomeAccount.Account.Services[1]],
                TargetGroups = SomeAccount.Account.TargetGroups.Add(
                    SomeAccount.Account.TargetGroups[0] with
                    {
                        Arn = Other,
                    }
                ),
            }
        );

        Assert.Equal(Other, estate.Services[0].TargetGroupArn);
        Assert.Equal(SomeAccount.WebGroup, estate.Services[0].AlternateTargetGroupArn);
        Assert.Contains(estate.AlarmsOf(estate.Services[0].Id), rule => rule.Names("web-5xx"));
    }

    [Fact]
    public void Site_WithoutAMaintenancePageGetsAProposalAndAQuestion()
    {
        var (estate, proposal) = Propose(SomeAccount.Account with { MaintenancePages = [] });

        Assert.Equal(new ObjectPlace("shop-site-maintenance", "maintenance.html"), estate.Sites[0].Maintenance);
        Assert.Contains(
            "shop-site: where is its maintenance page? None was found: the file says "
                + "shop-site-maintenance/maintenance.html, which does not exist",
            proposal.Questions
        );
    }

    /// <summary>Two ids for one page would be two leases, and backups in a served bucket could be read.</summary>
    [Fact]
    public void Sites_ThatContradictEachOtherAreAskedFor()
    {
        var site = SomeAccount.Account.Sites[0];
        var (estate, proposal) = Propose(
            SomeAccount.Account with
            {
                Sites = [site with { Folder = "" }, site with { Folder = "", DistributionId = "E2" }],
                MaintenancePages = [("shop-site", "maintenance.html")],
            }
        );

        Assert.Equal("E1", Assert.Single(estate.Sites).DistributionId);
        Assert.Equal("shop-site-maintenance", estate.Sites[0].Maintenance.Bucket);
        Assert.Contains(
            proposal.Questions,
            asked => asked.StartsWith("which distribution shows", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Empty_IsAnEstateWithQuestions()
    {
        var (estate, proposal) = Propose(
            new AccountSnapshot(null, "eu-west-1")
            {
                Gaps =
                [
                    new(ReadCall.ListClusters, "ecs:ListClusters: AccessDeniedException: no"),
                    new(ReadCall.MetricAlarms, "cloudwatch:DescribeAlarms: AccessDenied: no"),
                ],
            }
        );

        Assert.Equal((0, 0, 0), (estate.Services.Length, estate.Sites.Length, estate.Alarms.Length));
        Assert.Contains(
            "which ECS services are there, and what do their tasks need? A call was refused: ecs:ListClusters: "
                + "AccessDeniedException: no",
            proposal.Questions
        );
        Assert.Contains(
            "which alarms are there? A call was refused: cloudwatch:DescribeAlarms: AccessDenied: no",
            proposal.Questions
        );
    }

    private static (Estate Estate, EstateProposal Proposal) Propose(AccountSnapshot account)
    {
        var proposal = EstateProposal.Of(account, "Europe/Paris");
        return EstateReader.Read(proposal.Json) switch
        {
            EstateReading.Valid valid => (valid.Estate, proposal),
            EstateReading.Invalid invalid => throw new InvalidOperationException(string.Join('\n', invalid.Errors)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

using LambdaOps.Cli.Account;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Tests.Account;

public class EstateComparisonTests
{
    private static readonly Estate s_estate = (
        (EstateReading.Valid)EstateReader.Read(EstateProposal.Of(SomeAccount.Account, "Europe/Paris").Json)
    ).Estate;

    /// <summary>How an account can differ, and the one line about it.</summary>
    public static TheoryData<string, AccountSnapshot> Changes
    {
        get
        {
            var all = SomeAccount.Account;
            return new()
            {
                {
                    "missing: $.account: these are credentials of account 210987654321; the estate is in 123456789012",
                    all with
                    {
                        Id = "210987654321",
                    }
                },
                {
                    "missing: $.services[1].service: eu-west-1 has no ECS service shop/api",
                    all with
                    {
                        Services = [all.Services[0]],
                    }
                },
                {
                    "differs: $.services[0].capacity.normal: it says 3, and 5 are set now",
                    all with
                    {
                        Services = [all.Services[0] with { Desired = 5 }, all.Services[1]],
                    }
                },
                {
                    "differs: $.services[0].targetGroupArn: the service has no target group",
                    all with
                    {
                        Services = [all.Services[0] with { TargetGroups = [] }, all.Services[1]],
                    }
                },
                {
                    "differs: $.services[0].alternateTargetGroupArn: its deployments shift traffic between two target "
                        + "groups, and the other one is arn:two: alarms and reports see the traffic of one of them",
                    all with
                    {
                        Services =
                        [
                            all.Services[0] with
                            {
                                TargetGroups = [new(SomeAccount.WebGroup, "arn:two")],
                            },
                            all.Services[1],
                        ],
                    }
                },
                {
                    "differs: $.services[0].capacity: floor and ceiling are 2 and 9, and its autoscaler's limits 1 and 9",
                    all with
                    {
                        Scaling = [all.Scaling[0] with { Minimum = 1 }],
                    }
                },
                {
                    "not checked: $.services[0].tables[0]: dynamodb:ListTables: AccessDenied",
                    all with
                    {
                        Tables = [],
                        Gaps = [new(ReadCall.ListTables, "dynamodb:ListTables: AccessDenied")],
                    }
                },
                {
                    "missing: $.services[1].targetGroupArn: eu-west-1 has no target group targetgroup/api/bb22",
                    all with
                    {
                        TargetGroups = [all.TargetGroups[0]],
                    }
                },
                {
                    "differs: $.services[0].health.url: it asks for /healthz, and the load balancer for /other",
                    all with
                    {
                        TargetGroups = [all.TargetGroups[0] with { HealthPath = "/other" }, all.TargetGroups[1]],
                    }
                },
                {
                    "missing: $.services[0].loadBalancer: no load balancer app/shop/cc33 leads to its target group",
                    all with
                    {
                        TargetGroups = [all.TargetGroups[0] with { BalancerArns = [] }, all.TargetGroups[1]],
                    }
                },
                {
                    "missing: $.services[0].tables[0]: eu-west-1 has no table sessions",
                    all with
                    {
                        Tables = ["orders"],
                    }
                },
                {
                    "missing: $.sites[0].distributionId: there is no distribution E1 with an S3 origin",
                    all with
                    {
                        Sites = [],
                    }
                },
                {
                    "differs: $.sites[0].bucket: the distribution shows bucket other",
                    all with
                    {
                        Sites = [all.Sites[0] with { Bucket = "other" }],
                    }
                },
                {
                    "missing: $.alarms[2].name: eu-west-1 has no alarm \"api-slow\"",
                    all with
                    {
                        Alarms = all.Alarms.RemoveAt(2),
                    }
                },
                {
                    "differs: $.alarms[2].name: the actions of \"api-slow\" are disabled: it counts as silenced",
                    all with
                    {
                        Alarms = all.Alarms.SetItem(2, all.Alarms[2] with { ActionsEnabled = false }),
                    }
                },
                {
                    "differs: $.alarms[2].name: \"api-slow\" watches web, and the rule is for api",
                    all with
                    {
                        Alarms = all.Alarms.SetItem(2, all.Alarms[2] with { Metrics = all.Alarms[0].Metrics }),
                    }
                },
            };
        }
    }

    [Fact]
    public void Compare_FindsNothingInTheAccountThatItWasMadeFrom() => Assert.Empty(Compare(SomeAccount.Account));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Compare_NamesEachDifferenceInOneLine(string line, AccountSnapshot account) =>
        Assert.Equal([line], Compare(account));

    [Theory]
    [InlineData(false, "missing: $.sites[0].key: there is no object shop-site/www/index.html")]
    [InlineData(null, "not checked: $.sites[0].key: shop-site/www/index.html cannot be seen with these credentials")]
    public void Compare_NamesAPageThatIsNotThere(bool? seen, string line) =>
        Assert.Equal([line], Compare(SomeAccount.Account, seen));

    private static IEnumerable<string> Compare(AccountSnapshot account, bool? page = true)
    {
        var objects = EstateComparison.ObjectsOf(s_estate).ToDictionary(place => place, _ => (bool?)true);
        objects[("shop-site", "www/index.html")] = page;
        return new EstateComparison(s_estate, account, objects).Compare().Select(one => one.ToString());
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Services.Ecs;

public sealed class EcsFaceTests
{
    private readonly SimulatedWorld _world = Worlds.New();

    [Fact]
    public void DescribeServices_ShowsTheServiceAndWhatIsMissing()
    {
        var answer = Call("DescribeServices", """{"cluster":"main","services":["shop","nosuch"]}""");

        var shop = Assert.Single(answer["services"]!.AsArray())!;
        Assert.Equal("arn:aws:ecs:eu-west-1:111122223333:service/main/shop", shop.Text("serviceArn"));
        Assert.Equal((4, 4, 0), (shop.Int("desiredCount"), shop.Int("runningCount"), shop.Int("pendingCount")));
        Assert.Equal("arn:aws:ecs:eu-west-1:111122223333:task-definition/shop:7", shop.Text("taskDefinition"));
        Assert.Equal("COMPLETED", shop["deployments"]![0]!.Text("rolloutState"));
        Assert.Equal(
            """[{"arn":"arn:aws:ecs:eu-west-1:111122223333:service/main/nosuch","reason":"MISSING"}]""",
            answer["failures"]!.ToJsonString()
        );
    }

    [Fact]
    public void DescribeServices_FindsByArns()
    {
        var answer = Call(
            "DescribeServices",
            """
            {"cluster":"arn:aws:ecs:eu-west-1:111122223333:cluster/main",
            "services":["arn:aws:ecs:eu-west-1:111122223333:service/main/shop"]}
            """
        );

        Assert.Single(answer["services"]!.AsArray());
    }

    [Theory]
    [InlineData("DescribeServices", """{"services":["shop"]}""", "ClusterNotFoundException")]
    [InlineData("DescribeServices", """{"cluster":"main","services":[]}""", "InvalidParameterException")]
    [InlineData(
        "DescribeServices",
        """{"cluster":"main","services":["1","2","3","4","5","6","7","8","9","10","11"]}""",
        "InvalidParameterException"
    )]
    [InlineData("UpdateService", """{"cluster":"main","service":"nosuch"}""", "ServiceNotFoundException")]
    [InlineData("UpdateService", """{"cluster":"other","service":"shop"}""", "ClusterNotFoundException")]
    [InlineData(
        "UpdateService",
        """{"cluster":"main","service":"shop","desiredCount":-1}""",
        "InvalidParameterException"
    )]
    [InlineData(
        "UpdateService",
        """{"cluster":"main","service":"shop","taskDefinition":"shop:99"}""",
        "ClientException"
    )]
    [InlineData("ListTasks", """{"cluster":"main","serviceName":"nosuch"}""", "ServiceNotFoundException")]
    [InlineData("DescribeTaskDefinition", """{"taskDefinition":"nosuch"}""", "ClientException")]
    [InlineData("StopServiceDeployment", """{"serviceDeploymentArn":"nosuch"}""", "ServiceDeploymentNotFoundException")]
    [InlineData("DeleteCluster", "{}", "UnknownOperationException")]
    public void Errors_AreTheModels(string operation, string input, string code) =>
        Assert.Equal(code, _world.ErrorOf("ecs", operation, input));

    [Fact]
    public void UpdateService_ForcesANewDeploymentAndTellsWhoDid()
    {
        var log = _world.Log();
        var answer = Call("UpdateService", """{"cluster":"main","service":"shop","forceNewDeployment":true}""");

        var deployments = answer["service"]!["deployments"]!.AsArray();
        Assert.Equal(["PRIMARY", "ACTIVE"], deployments.Select(d => d!.Text("status")));
        Assert.Equal("IN_PROGRESS", deployments[0]!.Text("rolloutState"));
        Assert.Equal("tester", Worlds.ShopOf(_world).Primary.By);
        Assert.Contains(
            log,
            l => l.EndsWith("call shop: UpdateService by tester forceNewDeployment", StringComparison.Ordinal)
        );
        _world.Minutes(1);
        Call("DescribeServices", """{"cluster":"main","services":["shop"]}""");
    }

    [Fact]
    public void UpdateService_ChangesCountAndRulesWithoutADeployment()
    {
        var answer = Call(
            "UpdateService",
            """
            {"cluster":"main","service":"shop","desiredCount":6,"healthCheckGracePeriodSeconds":90,
            "deploymentConfiguration":{"maximumPercent":150,"minimumHealthyPercent":50,
            "deploymentCircuitBreaker":{"enable":true,"rollback":true}}}
            """
        );

        Assert.Single(answer["service"]!["deployments"]!.AsArray());
        Assert.Equal(6, answer["service"]!.Int("desiredCount"));
        Assert.Equal(90, answer["service"]!.Int("healthCheckGracePeriodSeconds"));
        Assert.Equal(
            """
            {"deploymentCircuitBreaker":{"enable":true,"rollback":true},"maximumPercent":150,
            "minimumHealthyPercent":50,"strategy":"ROLLING","bakeTimeInMinutes":0}
            """.ReplaceLineEndings(""),
            answer["service"]!["deploymentConfiguration"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData(FleetController.CodeDeploy, "CODE_DEPLOY")]
    [InlineData(FleetController.External, "EXTERNAL")]
    public void AnotherController_HasTaskSetsAndItsDeploymentsAreNoneOfEcs(FleetController controller, string type)
    {
        var service = _world.Fleet["shop"];
        service.Rules = service.Rules with { Controller = controller };

        var shown = Call("DescribeServices", """{"cluster":"main","services":["shop"]}""")["services"]![0]!;
        Assert.Equal(type, shown["deploymentController"]!.Text("type"));
        Assert.Empty(shown["deployments"]!.AsArray());
        Assert.Equal("PRIMARY", Assert.Single(shown["taskSets"]!.AsArray())!.Text("status"));
        Assert.Empty(
            Call("ListServiceDeployments", """{"cluster":"main","service":"shop"}""")["serviceDeployments"]!.AsArray()
        );
        const string Refused = "InvalidParameterException";
        Assert.Equal(Refused, Error("""{"cluster":"main","service":"shop","forceNewDeployment":true}"""));
        Assert.Equal(Refused, Error("""{"cluster":"main","service":"shop","taskDefinition":"shop:7"}"""));
        Assert.Equal(
            6,
            Call("UpdateService", """{"cluster":"main","service":"shop","desiredCount":6}""")["service"]!.Int(
                "desiredCount"
            )
        );
    }

    [Fact]
    public void Daemon_HasNoCountToSet()
    {
        var service = _world.Fleet["shop"];
        service.Rules = service.Rules with { IsDaemon = true, TellsRollout = false };

        var shown = Call("DescribeServices", """{"cluster":"main","services":["shop"]}""")["services"]![0]!;
        Assert.Equal("DAEMON", shown.Text("schedulingStrategy"));
        Assert.Null(shown["deployments"]![0]!["rolloutState"]);
        Assert.Equal(
            "InvalidParameterException",
            Error("""{"cluster":"main","service":"shop","desiredCount":6,"forceNewDeployment":true}""")
        );
        Assert.Single(service.Deployments);
    }

    private string Error(string input) => _world.ErrorOf("ecs", "UpdateService", input);

    [Fact]
    public void UpdateService_DeploysAnotherRevisionOnce()
    {
        Call(
            "RegisterTaskDefinition",
            """{"family":"shop","containerDefinitions":[{"name":"app","image":"shop:8"}]}"""
        );
        Call("UpdateService", """{"cluster":"main","service":"shop","taskDefinition":"shop:8"}""");
        var again = Call("UpdateService", """{"cluster":"main","service":"shop","taskDefinition":"shop:8"}""");

        Assert.Equal(2, again["service"]!["deployments"]!.AsArray().Count);
        Assert.Equal(
            "shop:8",
            Call("DescribeTaskDefinition", """{"taskDefinition":"shop"}""")["taskDefinition"]!["containerDefinitions"]![
                0
            ]!.Text("image")
        );
    }

    /// <summary>A deregistered revision runs on where it runs, and no service is updated to it.</summary>
    [Fact]
    public void DeregisteredDefinition_IsInactiveAndTakenByNoService()
    {
        var shop = _world.Fleet.Services[0];
        shop.Deploy(TaskBehaviour.Healthy);

        _world.Fleet.Definitions.Deregister(_world.Fleet.Definitions.Find("shop:7")!);

        Assert.Equal(
            "INACTIVE",
            Call("DescribeTaskDefinition", """{"taskDefinition":"shop:7"}""")["taskDefinition"]!.Text("status")
        );
        Assert.Equal(
            "ACTIVE",
            Call("DescribeTaskDefinition", """{"taskDefinition":"shop"}""")["taskDefinition"]!.Text("status")
        );
        Assert.Equal(
            "ClientException",
            _world.ErrorOf("ecs", "UpdateService", """{"cluster":"main","service":"shop","taskDefinition":"shop:7"}""")
        );
        Assert.NotEqual(7, shop.Primary.Definition.Revision);
        Assert.Contains(shop.Tasks, task => task.Definition.Revision == 7);
        Assert.DoesNotContain(
            "shop:7",
            Call("ListTaskDefinitions", """{"familyPrefix":"shop"}""").ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Definition_KeepsItsTagsAndShowsThemWhereTheyAreAskedFor()
    {
        const string Tag = """[{"key":"team","value":"web"}]""";
        var made = Call(
            "RegisterTaskDefinition",
            $$"""{"family":"shop","containerDefinitions":[{"name":"app","image":"shop:8"}],"tags":{{Tag}}}"""
        );

        Assert.Equal(Tag, made["tags"]!.ToJsonString());
        Assert.Equal("[]", Call("DescribeTaskDefinition", """{"taskDefinition":"shop"}""")["tags"]!.ToJsonString());
        var asked = Call("DescribeTaskDefinition", """{"taskDefinition":"shop","include":["TAGS"]}""");
        Assert.Equal(Tag, asked["tags"]!.ToJsonString());
    }

    [Fact]
    public void Tasks_AreListedByStatusAndDescribed()
    {
        Worlds.ShopOf(_world).Crash(1);
        _world.Seconds(5);
        var running = Call("ListTasks", """{"cluster":"main","serviceName":"shop"}""")["taskArns"]!.AsArray();
        var stopped = Call("ListTasks", """{"cluster":"main","desiredStatus":"STOPPED"}""")["taskArns"]!.AsArray();

        Assert.Equal((4, 1), (running.Count, stopped.Count));
        var task = Call("DescribeTasks", $$"""{"cluster":"main","tasks":[{{stopped[0]!.ToJsonString()}},"gone"]}""");
        Assert.Equal("Essential container in task exited", task["tasks"]![0]!.Text("stoppedReason"));
        Assert.Equal(1, task["tasks"]![0]!["containers"]![0]!.Int("exitCode"));
        Assert.Equal("MISSING", task["failures"]![0]!.Text("reason"));
    }

    [Fact]
    public void Lists_ArePaged()
    {
        var first = Call("ListTasks", """{"cluster":"main","maxResults":3}""");
        var second = Call(
            "ListTasks",
            $$"""{"cluster":"main","maxResults":3,"nextToken":"{{first.Text("nextToken")}}"}"""
        );

        Assert.Equal((3, 1), (first["taskArns"]!.AsArray().Count, second["taskArns"]!.AsArray().Count));
        Assert.Null(second["nextToken"]);
    }

    [Fact]
    public void Clusters_AreCounted()
    {
        var answer = Call("DescribeClusters", """{"clusters":["main","nosuch"]}""");

        Assert.Equal(4, answer["clusters"]![0]!.Int("runningTasksCount"));
        Assert.Single(answer["failures"]!.AsArray());
        Assert.Single(Call("ListServices", """{"cluster":"main"}""")["serviceArns"]!.AsArray());
    }

    [Fact]
    public void ServiceDeployments_ShowTheirStatesAndCanBeRolledBack()
    {
        Worlds.ShopOf(_world).Deploy(TaskBehaviour.NeverGetsHealthy);
        _world.Minutes(2);
        var going = List()[0]!;
        Assert.Equal("IN_PROGRESS", going.Text("status"));
        Call("StopServiceDeployment", $$"""{"serviceDeploymentArn":"{{going.Text("serviceDeploymentArn")}}"}""");
        _world.Minutes(5);

        Assert.Equal(["ROLLBACK_SUCCESSFUL", "SUCCESSFUL"], List().Select(d => d!.Text("status")));
        Assert.Equal(7, Worlds.ShopOf(_world).Primary.Definition.Revision);
        Assert.All(
            List(),
            over =>
                Assert.Equal(
                    "ConflictException",
                    _world.ErrorOf(
                        "ecs",
                        "StopServiceDeployment",
                        $$"""{"serviceDeploymentArn":"{{over!.Text("serviceDeploymentArn")}}"}"""
                    )
                )
        );
        var one = Call(
            "DescribeServiceDeployments",
            $$"""{"serviceDeploymentArns":["{{going.Text("serviceDeploymentArn")}}"]}"""
        );
        Assert.Equal("DISABLED", one["serviceDeployments"]![0]!["deploymentCircuitBreaker"]!.Text("status"));
    }

    private JsonArray List() =>
        Call("ListServiceDeployments", """{"cluster":"main","service":"shop"}""")["serviceDeployments"]!.AsArray();

    private JsonObject Call(string operation, string input) => _world.Call("ecs", operation, input);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public class TaskDefinitionsOnAwsTests
{
    private const string Family = "lightningtalk-prod-api-service";

    private const string Serving = $"arn:aws:ecs:ap-northeast-1:123456789012:task-definition/{Family}:41";

    /// <summary>With members that the client has no types for.</summary>
    private const string Rich = """
        {
          "family": "lightningtalk-prod-api-service",
          "taskRoleArn": "arn:aws:iam::123456789012:role/task",
          "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
          "networkMode": "awsvpc",
          "containerDefinitions": [
            {
              "name": "app", "image": "app:7", "cpu": 256, "essential": true, "memoryReservation": 512,
              "environment": [{ "name": "LEVEL", "value": "info" }], "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data", "readOnly": true }],
              "volumesFrom": [], "linuxParameters": { "initProcessEnabled": true, "capabilities": { "drop": ["ALL"] } },
              "ulimits": [{ "name": "nofile", "softLimit": 1024, "hardLimit": 4096 }], "systemControls": [], "stopTimeout": 30,
              "restartPolicy": { "enabled": true, "ignoredExitCodes": [0], "restartAttemptPeriod": 60 },
              "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:registry-AbCdEf" },
              "secrets": [
                { "name": "PASSWORD", "valueFrom": "SECRET:password::" },
                { "name": "OTHER", "valueFrom": "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:other-AbCdEf" },
                { "name": "PARAMETER", "valueFrom": "/prod/parameter" }
              ],
              "logConfiguration": { "logDriver": "splunk", "options": { "splunk-url": "https://logs" }, "secretOptions": [{ "name": "splunk-token", "valueFrom": "SECRET:token:AWSCURRENT:" }] },
              "versionConsistency": "enabled", "credentialSpecs": ["credentialspec:file://spec"], "dockerLabels": { "team": "web" }
            }
          ],
          "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "transitEncryption": "ENABLED" } }],
          "placementConstraints": [], "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024",
          "ephemeralStorage": { "sizeInGiB": 30 }, "runtimePlatform": { "cpuArchitecture": "ARM64" }, "pidMode": "task", "enableFaultInjection": false,
          "proxyConfiguration": { "type": "APPMESH", "containerName": "envoy", "properties": [{ "name": "AppPorts", "value": "80" }] },
          "tags": [{ "key": "team", "value": "web" }]
        }
        """;

    /// <summary>The next revision is the former one, byte for byte of JSON, but for the versions of that one secret.</summary>
    [Fact]
    public async Task Register_LosesNothing()
    {
        await using var account = await WiredAccount.StartAsync();
        var secret = account.World.Secrets.All[0].Arn;
        var rich = JsonNode.Parse(Rich.Replace("SECRET", secret, StringComparison.Ordinal))!.AsObject();
        account.Change(world => Call(world, "RegisterTaskDefinition", rich));

        var done = await account.ActAsync(
            new Change.RegisterDefinition(
                WiredAccount.Service.Id,
                Serving.Replace(":41", ":42", StringComparison.Ordinal),
                secret,
                "v2"
            )
        );

        Assert.Equal(new ActionOutcome.Done($"{Family}:43"), done);
        var sent = JsonNode.Parse(account.World.Calls.Last(call => call.Operation == "RegisterTaskDefinition").Input)!;
        var expected = JsonNode.Parse(
            Rich.Replace("SECRET:password::", $"{secret}:password::v2", StringComparison.Ordinal)
                .Replace("SECRET:token:AWSCURRENT:", $"{secret}:token::v2", StringComparison.Ordinal)
        )!;
        Assert.True(JsonNode.DeepEquals(expected, sent), sent.ToJsonString());
    }

    /// <summary>What ECS adds one day and the next revision would lack: nothing is registered.</summary>
    [Fact]
    public void Unknown_IsTheMemberThatWouldGetLost()
    {
        var known = new WholeDefinition(Described(_ => { }));
        var unknown = new WholeDefinition(Described(definition => definition["quantumMode"] = "entangled"));

        Assert.Null(known.State.Unknown);
        Assert.Equal("quantumMode", unknown.State.Unknown);
    }

    /// <summary>Equal for two that differ in their secrets alone, in whichever order ECS writes them.</summary>
    [Fact]
    public void Rest_IsAllButTheVersions()
    {
        var one = new WholeDefinition(Described(_ => { })).State;
        var turned = new WholeDefinition(
            Described(definition =>
            {
                var cpu = definition["cpu"]!.DeepClone();
                definition.Remove("cpu");
                definition["cpu"] = cpu;
                definition["revision"] = 99;
                definition["containerDefinitions"]![0]!["secrets"]![0]!["valueFrom"] = "SECRET:password::v9";
            })
        ).State;
        var other = new WholeDefinition(Described(definition => definition["cpu"] = "1024")).State;

        Assert.Equal(one.Rest, turned.Rest);
        Assert.NotEqual(one.Rest, other.Rest);
    }

    /// <summary>Its members are those of AWS's model.</summary>
    [Fact]
    public void Members_AreTheModels()
    {
        using var model = JsonDocument.Parse(WiredAccount.Text(Path.Combine("Models", "ecs.json")));
        var taken = Members("RegisterTaskDefinitionRequest");

        Assert.Equal(taken.Where(name => name != "tags").Order(), WholeDefinition.Registered.Order());
        Assert.Equal(Members("TaskDefinition").Except(taken).Order(), WholeDefinition.ReadOnly.Order());

        List<string> Members(string shape) =>
            [
                .. model
                    .RootElement.GetProperty("shapes")
                    .GetProperty(shape)
                    .GetProperty("members")
                    .EnumerateObject()
                    .Select(member => member.Name),
            ];
    }

    /// <summary>The look says what serves and what is newest, and the change of it is known as done.</summary>
    [Fact]
    public async Task Look_FindsWhatWasRegistered()
    {
        await using var account = await WiredAccount.StartAsync();
        var secret = account.World.Secrets.All[0].Arn;
        var before = await LookAsync(account);
        Assert.True(before.Serving.Takes(secret));
        Assert.False(before.NewestIs(secret, "v2"));

        await account.ActAsync(new Change.RegisterDefinition(WiredAccount.Service.Id, Serving, secret, "v2"));

        var after = await LookAsync(account);
        Assert.Equal((Serving, $"{Serving[..^1]}2"), (after.Serving.Arn, after.Newest.Arn));
        Assert.True(after.NewestIs(secret, "v2"));
        Assert.False(after.NewestIs(secret, "v3"));
        Assert.Equal(
            [$"{Family}-execution", $"{Family}-task"],
            after.Serving.Roles.Select(role => role[(role.LastIndexOf('/') + 1)..]).Order()
        );
    }

    [Theory]
    [InlineData(false, "ACTIVE")]
    [InlineData(true, "INACTIVE")]
    public async Task Look_SaysWhetherTheWayBackIsDeregistered(bool isDeregistered, string expected)
    {
        await using var account = await WiredAccount.StartAsync();
        if (isDeregistered)
        {
            account.Change(world => world.Fleet.Definitions.Deregister(world.Fleet.Definitions.Find(Serving)!));
        }

        var status = await account
            .Resources()
            .Observer()
            .SeeAsync(TaskDefinitionLooks.WayBack, account.At() with { LastGood = Serving });

        Assert.Equal(new RevisionStatus(Serving, expected), status);
    }

    private static JsonObject Described(Action<JsonObject> change)
    {
        var definition = JsonNode.Parse(Rich)!.AsObject();
        var tags = definition["tags"]!.DeepClone();
        definition.Remove("tags");
        definition["taskDefinitionArn"] = Serving;
        definition["revision"] = 41;
        definition["status"] = "ACTIVE";
        definition["registeredAt"] = 1_768_446_900.123;
        change(definition);
        return new JsonObject { ["taskDefinition"] = definition, ["tags"] = tags };
    }

    private static void Call(SimulatedWorld world, string operation, JsonObject input) =>
        world.Services.Dispatch(
            new LambdaOps.Account.Services.ServiceCall("ecs", operation, input, world.Clock.Now, "person")
        );

    private static async Task<DefinitionStates> LookAsync(WiredAccount account)
    {
        var now = account.World.Clock.Now;
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                TaskDefinitionLooks.InUse,
                new LookAt(WiredAccount.Estate, WiredAccount.Service, new IncidentId("one"), null, now, now),
                CancellationToken.None
            );
        return Assert.IsType<Fact<DefinitionStates>.Known>(fact).Value;
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Account.Tests.World;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;

namespace LambdaOps.Account.Tests.Services.SecretsManager;

public sealed class SecretsManagerFaceTests
{
    private const string Token = "11111111-2222-3333-4444-555555555555";
    private const string Other = "66666666-2222-3333-4444-555555555555";

    private static readonly SecretPlan s_secret = new("shop-env");

    private static readonly string s_arn = s_secret.ArnIn("eu-west-1", "111122223333");

    private readonly SimulatedWorld _world = Worlds.New(
        plan: Worlds.Plan with
        {
            Secrets = [s_secret],
            Services =
            [
                Worlds.Shop with
                {
                    Revisions = [Worlds.Shop.Revisions[0] with { Secrets = [new SecretReference("ENV", s_arn)] }],
                },
            ],
        }
    );

    private StoredSecret Secret => _world.Secrets.Find("shop-env")!;

    [Fact]
    public void Put_MovesCurrentAndPreviousFollows()
    {
        var first = Secret.Labelled(StoredSecret.Current)!.Id;
        Call("PutSecretValue", $$"""{"SecretId":"shop-env","SecretString":"two","ClientRequestToken":"{{Token}}"}""");

        var stages = Call("DescribeSecret", $$"""{"SecretId":"{{s_arn}}"}""")["VersionIdsToStages"]!;
        Assert.Equal("""["AWSCURRENT"]""", stages[Token]!.ToJsonString());
        Assert.Equal("""["AWSPREVIOUS"]""", stages[first]!.ToJsonString());
        Assert.Equal("two", Call("GetSecretValue", """{"SecretId":"shop-env"}""").Text("SecretString"));
        Assert.DoesNotContain(_world.Calls, call => call.Input.Contains("two", StringComparison.Ordinal));
    }

    [Fact]
    public void Put_IsIdempotentByItsTokenAndUpdateIsNot()
    {
        var put = $$"""{"SecretId":"shop-env","SecretString":"two","ClientRequestToken":"{{Token}}"}""";
        Call("PutSecretValue", put);
        Call("PutSecretValue", put);
        Assert.Equal(2, Secret.Versions.Count);
        var another = put.Replace("two", "three", StringComparison.Ordinal);
        Assert.Equal("ResourceExistsException", Error("PutSecretValue", another));
        Assert.Equal("ResourceExistsException", Error("UpdateSecret", put));
    }

    [Fact]
    public void Move_IsACompareAndSwap()
    {
        var first = Secret.Labelled(StoredSecret.Current)!.Id;
        Stage(Token);
        Stage(Other, "NEXT");
        Assert.Equal(
            "InvalidParameterException",
            Error("UpdateSecretVersionStage", Move(StoredSecret.Current, to: Token))
        );
        var wrong = Move(StoredSecret.Current, from: Other, to: Token);
        Assert.Equal("InvalidParameterException", Error("UpdateSecretVersionStage", wrong));
        Assert.Equal(first, Secret.Labelled(StoredSecret.Current)!.Id);

        Call("UpdateSecretVersionStage", Move(StoredSecret.Current, from: first, to: Token));
        Assert.Equal([StoredSecret.Current, "PENDING"], Secret.Version(Token)!.Labels);
        Assert.Equal([StoredSecret.Previous], Secret.Version(first)!.Labels);
        var away = Move(StoredSecret.Current, from: Token);
        Assert.Equal("InvalidParameterException", Error("UpdateSecretVersionStage", away));
        var missing = Move("PENDING", from: Token, to: "99999999-2222-3333-4444-555555555555");
        Assert.Equal("ResourceNotFoundException", Error("UpdateSecretVersionStage", missing));
        Call("UpdateSecretVersionStage", Move("kept", to: Other));
        Assert.Equal(["NEXT", "kept"], Secret.Version(Other)!.Labels);
    }

    /// <summary>AWS counts the labels of all versions of a secret together.</summary>
    [Fact]
    public void Labels_AreTwentyASecretAtMost()
    {
        var first = Secret.Labelled(StoredSecret.Current)!.Id;
        Stage(Token);
        for (var number = 1; number <= 18; number++)
        {
            Call("UpdateSecretVersionStage", Move($"KEPT-{number}", to: number % 2 == 0 ? Token : first));
        }

        Assert.Equal("LimitExceededException", Error("UpdateSecretVersionStage", Move("ONE-MORE", to: Token)));
        Call("UpdateSecretVersionStage", Move("KEPT-1", from: first, to: Token));
        Call("UpdateSecretVersionStage", Move("KEPT-1", from: Token));
        Call("UpdateSecretVersionStage", Move("ONE-MORE", to: Token));
    }

    [Fact]
    public void Secret_MarkedForDeletionIsDescribedAndNothingElse()
    {
        Secret.Delete();
        Assert.NotNull(Call("DescribeSecret", """{"SecretId":"shop-env"}""")["DeletedDate"]);
        Assert.Equal("InvalidRequestException", Error("GetSecretValue", """{"SecretId":"shop-env"}"""));
        var label = Move("KEPT", to: Secret.Versions[0].Id);
        Assert.Equal("InvalidRequestException", Error("UpdateSecretVersionStage", label));
    }

    [Fact]
    public void Version_WithoutALabelIsGoneAfterADay()
    {
        Stage(Token);
        Call("UpdateSecretVersionStage", Move("PENDING", from: Token));
        Assert.Equal((1, 2), (Listed("false"), Listed("true")));
        _world.Minutes(60 * 23);
        Assert.Equal(2, Listed("true"));
        _world.Minutes(61);
        Assert.Equal(1, Listed("true"));
        Assert.Equal("ResourceNotFoundException", Error("UpdateSecretVersionStage", Move("PENDING", to: Token)));
    }

    [Fact]
    public void Tasks_TakeTheCurrentVersionWhenTheyStartAndKeepIt()
    {
        var shop = Worlds.ShopOf(_world);
        var first = Secret.Labelled(StoredSecret.Current)!;
        Secret.Stage("broken", StoredSecret.Current, TaskBehaviour.ServesErrors(1));
        _world.Minutes(1);
        Assert.All(shop.Tasks, task => Assert.Same(first, Assert.Single(task.Secrets)));
        Assert.InRange(shop.Traffic.ErrorShare, 0, 0.05);

        shop.Crash();
        _world.Minutes(3);
        Assert.Equal(4, shop.Running);
        Assert.All(shop.Tasks, task => Assert.NotSame(first, Assert.Single(task.Secrets)));
        Assert.InRange(shop.Traffic.ErrorShare, 0.9, 1);
    }

    [Theory]
    [InlineData("{0}::AWSCURRENT:", true)]
    [InlineData("{0}:::{1}", true)]
    [InlineData("{0}:level:AWSCURRENT:{1}", true)]
    [InlineData("{0}::AWSPREVIOUS:{1}", false)]
    [InlineData("{0}::NOSUCH:", false)]
    [InlineData("{0}:::99999999-2222-3333-4444-555555555555", false)]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:nosuch-AbCdEf", false)]
    [InlineData("nosuch", false)]
    public void Tasks_StartWithAPinnedVersionOrNotAtAll(string form, bool starts)
    {
        var valueFrom = string.Format(null, form, s_arn, Secret.Labelled(StoredSecret.Current)!.Id);
        var containers =
            $$"""[{"name":"app","image":"shop:8","secrets":[{"name":"ENV","valueFrom":"{{valueFrom}}"}]}]""";
        var registered = $$"""{"family":"shop","containerDefinitions":{{containers}} }""";
        _world.Call("ecs", "RegisterTaskDefinition", registered);
        _world.Call("ecs", "UpdateService", """{"cluster":"main","service":"shop","taskDefinition":"shop:8"}""");
        _world.Minutes(3);

        var shop = Worlds.ShopOf(_world);
        var isNew = shop.Tasks.Any(task => task.Definition.Revision == 8 && task.Status == TaskStage.Running);
        Assert.Equal(starts, isNew);
        Assert.Equal(
            !starts,
            shop.StoppedTasks.Any(task =>
                task.StoppedReason!.Contains("unable to retrieve secret", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("DescribeSecret", """{"SecretId":"nosuch"}""", "ResourceNotFoundException")]
    [InlineData("GetSecretValue", """{"SecretId":"shop-env","VersionStage":"NOSUCH"}""", "ResourceNotFoundException")]
    [InlineData("PutSecretValue", """{"SecretId":"shop-env"}""", "InvalidRequestException")]
    [InlineData(
        "UpdateSecretVersionStage",
        """{"SecretId":"shop-env","VersionStage":"AWSCURRENT"}""",
        "InvalidParameterException"
    )]
    [InlineData(
        "ListSecretVersionIds",
        """{"SecretId":"shop-env","NextToken":"made up"}""",
        "InvalidNextTokenException"
    )]
    public void Errors_AreTheModels(string operation, string input, string code) =>
        Assert.Equal(code, Error(operation, input));

    private void Stage(string token, string label = "PENDING") =>
        Call(
            "PutSecretValue",
            $$"""
            {"SecretId":"shop-env","SecretString":"{{token}}","ClientRequestToken":"{{token}}","VersionStages":["{{label}}"]}
            """
        );

    private int Listed(string deprecated) =>
        Call("ListSecretVersionIds", $$"""{"SecretId":"shop-env","IncludeDeprecated":{{deprecated}} }""")["Versions"]!
            .AsArray()
            .Count;

    private static string Move(string label, string? from = null, string? to = null)
    {
        var input = new JsonObject { ["SecretId"] = "shop-env", ["VersionStage"] = label };
        input.PutUnlessNull("RemoveFromVersionId", from);
        input.PutUnlessNull("MoveToVersionId", to);
        return input.ToJsonString();
    }

    private JsonObject Call(string operation, string input) => _world.Call("secretsmanager", operation, input);

    private string Error(string operation, string input) => _world.ErrorOf("secretsmanager", operation, input);
}

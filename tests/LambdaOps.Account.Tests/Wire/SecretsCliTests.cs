using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of Secrets Manager: a version is staged, and its label moved.</summary>
[Trait("Category", "AwsCli")]
public sealed class SecretsCliTests
{
    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        Secrets = [new SecretPlan("shop-env") { Value = "one" }],
    };

    [AwsCliFact]
    public async Task Version_IsStagedAndBecomesCurrent()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        var url = aws.Server.Url;
        string[] secret = ["--secret-id", "shop-env"];
        var staged = await AwsCli.RunAsync(
            url,
            ["secretsmanager", "put-secret-value", .. secret, "--secret-string", "two", "--version-stages", "PENDING"]
        );
        var next = (string)staged["VersionId"]!;
        var versions = await AwsCli.RunAsync(url, ["secretsmanager", "list-secret-version-ids", .. secret]);
        var first = (string)versions["Versions"]![0]!["VersionId"]!;
        string[] move =
        [
            "secretsmanager",
            "update-secret-version-stage",
            .. secret,
            "--version-stage",
            "AWSCURRENT",
            "--move-to-version-id",
            next,
        ];
        var (_, _, errors) = await AwsCli.TryAsync(url, move);
        Assert.Contains("(InvalidParameterException)", errors, StringComparison.Ordinal);
        await AwsCli.RunAsync(url, [.. move, "--remove-from-version-id", first]);

        var described = await AwsCli.RunAsync(url, ["secretsmanager", "describe-secret", .. secret]);
        Assert.Equal("AWSPREVIOUS", (string)described["VersionIdsToStages"]![first]![0]!);
        var value = await AwsCli.RunAsync(url, ["secretsmanager", "get-secret-value", .. secret]);
        Assert.Equal(("two", next), ((string)value["SecretString"]!, (string)value["VersionId"]!));
    }
}

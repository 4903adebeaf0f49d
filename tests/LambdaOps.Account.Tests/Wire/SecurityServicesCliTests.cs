using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI as the client of AWS's security services.</summary>
[Trait("Category", "AwsCli")]
public sealed class SecurityServicesCliTests
{
    private static readonly SecurityFindingPlan[] s_found =
    [
        new("HIGH", "Something is open", "arn:aws:s3:::pictures", TimeSpan.FromDays(1)),
        new("LOW", "Something is old", "arn:aws:s3:::pictures", TimeSpan.FromDays(2)),
    ];

    private static readonly WorldPlan s_plan = new()
    {
        Region = Endpoint.Region,
        SecurityServices =
        [
            new(SecurityServicePlan.AccessAnalyzer, Endpoint.Region)
            {
                Findings = [s_found[0] with { Title = "ExternalAccess" }],
            },
            new(SecurityServicePlan.GuardDuty, Endpoint.Region) { Findings = s_found },
            new(SecurityServicePlan.SecurityHub, Endpoint.Region) { Findings = s_found },
            new(SecurityServicePlan.Inspector, Endpoint.Region) { Findings = s_found },
        ],
    };

    [AwsCliFact]
    public async Task Findings_AreRead()
    {
        await using var aws = await Endpoint.StartAsync(s_plan);
        var url = aws.Server.Url;

        var analyzers = await AwsCli.RunAsync(url, "accessanalyzer", "list-analyzers");
        var analyzer = (string)analyzers["analyzers"]![0]!["arn"]!;
        var access = await AwsCli.RunAsync(url, "accessanalyzer", "list-findings-v2", "--analyzer-arn", analyzer);
        Assert.Equal("ExternalAccess", (string)access["findings"]![0]!["findingType"]!);

        var detectors = await AwsCli.RunAsync(url, "guardduty", "list-detectors");
        var detector = (string)detectors["DetectorIds"]![0]!;
        string[] ofIt = ["--detector-id", detector];
        const string High =
            """{"Criterion":{"severity":{"GreaterThanOrEqual":7},"service.archived":{"Equals":["false"]}}}""";
        var ids = await AwsCli.RunAsync(url, ["guardduty", "list-findings", .. ofIt, "--finding-criteria", High]);
        var id = (string)Assert.Single(ids["FindingIds"]!.AsArray())!;
        var found = await AwsCli.RunAsync(url, ["guardduty", "get-findings", .. ofIt, "--finding-ids", id]);
        Assert.Equal("Something is open", (string)found["Findings"]![0]!["Title"]!);

        const string Hub =
            """{"SeverityLabel":[{"Value":"HIGH","Comparison":"EQUALS"}],"ProductName":[{"Value":"GuardDuty","Comparison":"NOT_EQUALS"}]}""";
        var hub = await AwsCli.RunAsync(url, "securityhub", "get-findings", "--filters", Hub);
        Assert.Equal(
            ["IAM Access Analyzer", "Inspector", "Security Hub"],
            hub["Findings"]!.AsArray().Select(one => (string)one!["ProductName"]!).Order(StringComparer.Ordinal)
        );

        var inspected = await AwsCli.RunAsync(url, "inspector2", "list-findings");
        Assert.Equal(2, inspected["findings"]!.AsArray().Count);
        var status = await AwsCli.RunAsync(url, "inspector2", "batch-get-account-status");
        Assert.Equal("ENABLED", (string)status["accounts"]![0]!["state"]!["status"]!);
    }

    [AwsCliFact]
    public async Task Services_ThatAreOffSayIt()
    {
        await using var aws = await Endpoint.StartAsync(s_plan with { SecurityServices = [] });
        var url = aws.Server.Url;

        Assert.Empty((await AwsCli.RunAsync(url, "guardduty", "list-detectors"))["DetectorIds"]!.AsArray());
        Assert.Empty((await AwsCli.RunAsync(url, "accessanalyzer", "list-analyzers"))["analyzers"]!.AsArray());
        var (code, _, errors) = await AwsCli.TryAsync(url, "securityhub", "get-findings");
        Assert.NotEqual(0, code);
        Assert.Contains("InvalidAccessException", errors, StringComparison.Ordinal);
        Assert.Contains("is not subscribed to AWS Security Hub", errors, StringComparison.Ordinal);
        (code, _, errors) = await AwsCli.TryAsync(url, "inspector2", "list-findings");
        Assert.NotEqual(0, code);
        Assert.Contains("AccessDeniedException", errors, StringComparison.Ordinal);
    }
}

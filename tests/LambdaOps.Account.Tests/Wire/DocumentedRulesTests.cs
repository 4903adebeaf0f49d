using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Tests.Wire;

public sealed class DocumentedRulesTests
{
    private const string Stat = """{"Metric":{"Namespace":"N","MetricName":"M"},"Period":60,"Stat":"Sum"}""";

    [Theory]
    [InlineData("s3", "ListObjectsV2", """{"Bucket":"b","MaxKeys":-1}""", "InvalidArgument")]
    [InlineData("dynamodb", "CreateTable", """{"TableName":"t","KeySchema":[]}""", "ValidationException")]
    [InlineData("dynamodb", "Scan", """{"TableName":"t","Segment":0}""", "ValidationException")]
    [InlineData("dynamodb", "Scan", """{"TableName":"t","TotalSegments":2}""", "ValidationException")]
    [InlineData("cloudwatch", "DescribeAlarms", """{"AlarmNames":["a"],"AlarmNamePrefix":"a"}""", "ValidationError")]
    [InlineData("logs", "StartQuery", """{"startTime":1,"endTime":2,"queryString":"x"}""", "InvalidParameterException")]
    [InlineData("elbv2", "DescribeTargetGroups", """{"Names":["a"],"LoadBalancerArn":"b"}""", "ValidationError")]
    [InlineData("ecs", "ListServices", """{"maxResults":101}""", "InvalidParameterException")]
    [InlineData("ecs", "ListServices", """{"maxResults":0}""", "InvalidParameterException")]
    public void Input_ThatAwsRefuses(string service, string operation, string input, string code) =>
        Assert.Equal(code, Assert.Throws<ServiceFault>(() => Check(service, operation, input)).Code);

    [Theory]
    [InlineData("s3", "ListObjectsV2", """{"Bucket":"b","MaxKeys":0}""")]
    [InlineData("dynamodb", "Scan", """{"TableName":"t","Segment":0,"TotalSegments":2}""")]
    [InlineData("cloudwatch", "DescribeAlarms", """{"AlarmNames":[],"AlarmNamePrefix":"a"}""")]
    [InlineData("elbv2", "DescribeTargetGroups", """{"Names":["a"]}""")]
    [InlineData("elbv2", "DescribeTargetGroups", "{}")]
    [InlineData("ecs", "ListServices", """{"maxResults":100}""")]
    public void Input_ThatAwsTakes(string service, string operation, string input) => Check(service, operation, input);

    [Theory]
    [InlineData("m1", null)]
    [InlineData("aB_9", null)]
    [InlineData("M1", "The value M1 for parameter MetricDataQueries.member.1.Id is not matching the expected pattern")]
    [InlineData("1m", "The value 1m for parameter")]
    [InlineData("_m", "The value _m for parameter")]
    [InlineData("m-1", "The value m-1 for parameter")]
    public void MetricId_BeginsWithALowerCaseLetter(string id, string? refusal) =>
        Holds(refusal, $$"""{"MetricDataQueries":[{"Id":"{{id}}","MetricStat":{{Stat}}}]}""");

    [Fact]
    public void MetricQueries_AreUniqueAndEitherStatOrExpression()
    {
        Holds(
            "The values for parameter id",
            $$"""{"MetricDataQueries":[{"Id":"a","MetricStat":{{Stat}}},{"Id":"a","Expression":"1"}]}"""
        );
        Holds(
            "MetricDataQueries.member.1 must have either",
            $$"""{"MetricDataQueries":[{"Id":"a","MetricStat":{{Stat}},"Expression":"1"}]}"""
        );
        Holds(
            "MetricDataQueries.member.2 must have either",
            $$"""{"MetricDataQueries":[{"Id":"a","MetricStat":{{Stat}}},{"Id":"b"}]}"""
        );
        var many = string.Join(',', Enumerable.Range(0, 501).Select(n => $$"""{"Id":"m{{n}}","Expression":"1"}"""));
        Holds("The collection MetricDataQueries", $$"""{"MetricDataQueries":[{{many}}]}""");
    }

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "KeyTooLongError")]
    public void Key_HasAtMost1024Bytes(int bytes, string? code)
    {
        var key = "\u00fc" + new string('x', bytes - 2);
        foreach (var operation in (string[])["PutObject", "GetObject", "DeleteObject", "CopyObject"])
        {
            var thrown = Record.Exception(() =>
                Check("s3", operation, new JsonObject { ["Key"] = key }.ToJsonString())
            );
            Assert.Equal(code, (thrown as ServiceFault)?.Code);
        }
    }

    private static void Holds(string? refusal, string input)
    {
        var thrown = Record.Exception(() => Check("cloudwatch", "GetMetricData", input)) as ServiceFault;
        Assert.StartsWith(refusal ?? "", thrown?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(refusal is null ? null : "ValidationError", thrown?.Code);
    }

    private static void Check(string service, string operation, string input) =>
        DocumentedRules.Check(
            ServiceModels.Embedded.Named(service)!.OperationNamed(operation)!,
            JsonNode.Parse(input)!.AsObject()
        );
}

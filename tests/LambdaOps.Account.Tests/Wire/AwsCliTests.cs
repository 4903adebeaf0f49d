using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>The AWS CLI (botocore) as a client that others wrote: it signs, encodes and decodes by itself.</summary>
[Trait("Category", "AwsCli")]
public sealed class AwsCliTests
{
    [AwsCliFact]
    public async Task DynamoDb_PutsQueriesAndFailsConditions()
    {
        await using var aws = await Endpoint.StartAsync();
        var url = aws.Server.Url;
        await AwsCli.RunAsync(
            url,
            "dynamodb",
            "create-table",
            "--table-name",
            "journal",
            "--billing-mode",
            "PAY_PER_REQUEST",
            "--key-schema",
            "AttributeName=pk,KeyType=HASH",
            "--attribute-definitions",
            "AttributeName=pk,AttributeType=S"
        );
        string[] put =
        [
            "dynamodb",
            "put-item",
            "--table-name",
            "journal",
            "--item",
            """{"pk":{"S":"a"},"n":{"N":"1.50"}}""",
            "--condition-expression",
            "attribute_not_exists(pk)",
        ];
        await AwsCli.RunAsync(url, put);
        var (code, _, errors) = await AwsCli.TryAsync(url, put);
        Assert.NotEqual(0, code);
        Assert.Contains(
            "(ConditionalCheckFailedException) when calling the PutItem operation: The conditional " + "request failed",
            errors,
            StringComparison.Ordinal
        );
        var got = await AwsCli.RunAsync(
            url,
            "dynamodb",
            "query",
            "--table-name",
            "journal",
            "--key-condition-expression",
            "pk = :a",
            "--expression-attribute-values",
            """{":a":{"S":"a"}}"""
        );
        Assert.Equal("1.5", (string)got["Items"]![0]!["n"]!["N"]!);
    }

    [AwsCliFact]
    public async Task Sqs_SendsAndReceives()
    {
        await using var aws = await Endpoint.StartAsync();
        aws.Sqs.CreateQueue("ticks");
        var here = aws.Server.Url;
        var found = await AwsCli.RunAsync(here, "sqs", "get-queue-url", "--queue-name", "ticks");
        var url = (string)found["QueueUrl"]!;
        await AwsCli.RunAsync(
            here,
            "sqs",
            "send-message",
            "--queue-url",
            url,
            "--message-body",
            "hello",
            "--message-attributes",
            """{"kind":{"DataType":"String","StringValue":"tick"}}"""
        );
        var received = await AwsCli.RunAsync(
            here,
            "sqs",
            "receive-message",
            "--queue-url",
            url,
            "--message-attribute-names",
            "All",
            "--attribute-names",
            "All",
            "--wait-time-seconds",
            "20"
        );
        Assert.Equal("hello", (string)received["Messages"]![0]!["Body"]!);
    }

    [AwsCliFact]
    public async Task Sns_Publishes()
    {
        await using var aws = await Endpoint.StartAsync();
        var topic = aws.Sns.CreateTopic("alerts");
        await AwsCli.RunAsync(
            aws.Server.Url,
            "sns",
            "publish",
            "--topic-arn",
            topic.Arn,
            "--subject",
            "P1",
            "--message",
            "a+b c&d",
            "--message-attributes",
            """{"severity":{"DataType":"String","StringValue":"P1"}}"""
        );
        Assert.Equal("a+b c&d", Assert.Single(topic.Notices).Message);
        Assert.Equal("P1", topic.Notices[0].Attributes["severity"].Value);
        var (_, _, errors) = await AwsCli.TryAsync(
            aws.Server.Url,
            "sns",
            "publish",
            "--topic-arn",
            topic.Arn + "x",
            "--message",
            "m"
        );
        Assert.Contains(
            "An error occurred (NotFound) when calling the Publish operation: Topic does not exist",
            errors,
            StringComparison.Ordinal
        );
    }

    [AwsCliFact]
    public async Task S3_TellsRulesAndVersionsAndDeletesMany()
    {
        await using var aws = await Endpoint.StartAsync();
        aws.S3.CreateBucket("app", isVersioned: true);
        var etag = aws.S3.Put("app", "temp/a", "1"u8.ToArray()).ETag;
        aws.S3.Put("app", "temp/b", "2"u8.ToArray());
        Task<JsonNode> Run(string operation, params string[] more) =>
            AwsCli.RunAsync(aws.Server.Url, ["s3api", operation, "--bucket", "app", .. more]);

        await Run(
            "put-bucket-lifecycle-configuration",
            "--lifecycle-configuration",
            """{"Rules":[{"ID":"t","Status":"Enabled","Filter":{"And":{"Prefix":"temp/","ObjectSizeGreaterThan":9}},"Expiration":{"Days":1}}]}"""
        );
        var rule = (await Run("get-bucket-lifecycle-configuration"))["Rules"]![0]!;
        Assert.Equal(("temp/", 1), ((string)rule["Filter"]!["And"]!["Prefix"]!, (int)rule["Expiration"]!["Days"]!));

        var deleted = await Run(
            "delete-objects",
            "--delete",
            $$"""{"Objects":[{"Key":"temp/a","ETag":{{JsonValue.Create(etag).ToJsonString()}}},{"Key":"temp/b","ETag":"\"no\""}]}"""
        );
        Assert.Equal(
            ("temp/a", "PreconditionFailed"),
            ((string)deleted["Deleted"]![0]!["Key"]!, (string)deleted["Errors"]![0]!["Code"]!)
        );
        var versions = await Run("list-object-versions", "--prefix", "temp/");
        Assert.Equal((2, 1), (versions["Versions"]!.AsArray().Count, versions["DeleteMarkers"]!.AsArray().Count));
        await Run("put-bucket-versioning", "--versioning-configuration", "Status=Suspended");
        Assert.Equal("Suspended", (string)(await Run("get-bucket-versioning"))["Status"]!);
    }

    [AwsCliFact]
    public async Task S3_CopiesFilesUpAndDown()
    {
        await using var aws = await Endpoint.StartAsync();
        aws.S3.CreateBucket("site", isVersioned: true);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "<p>page</p>");
            var (code, _, errors) = await AwsCli.TryAsync(aws.Server.Url, "s3", "cp", file, "s3://site/dir/index.html");
            Assert.True(code == 0, errors);
            (code, _, errors) = await AwsCli.TryAsync(
                aws.Server.Url,
                "s3",
                "cp",
                "s3://site/dir/index.html",
                file + ".back"
            );
            Assert.True(code == 0, errors);
            Assert.Equal("<p>page</p>", await File.ReadAllTextAsync(file + ".back"));
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".back");
        }

        var head = await AwsCli.RunAsync(
            aws.Server.Url,
            "s3api",
            "head-object",
            "--bucket",
            "site",
            "--key",
            "dir/index.html"
        );
        Assert.Equal(11, (int)head["ContentLength"]!);
        var deleted = await AwsCli.RunAsync(
            aws.Server.Url,
            "s3api",
            "delete-objects",
            "--bucket",
            "site",
            "--delete",
            """{"Objects":[{"Key":"dir/index.html"}]}"""
        );
        Assert.True((bool)deleted["Deleted"]![0]!["DeleteMarker"]!);
        var listed = await AwsCli.RunAsync(aws.Server.Url, "s3api", "list-objects-v2", "--bucket", "site");
        Assert.Null(listed["Contents"]);
    }

    [AwsCliFact]
    public async Task CloudWatch_IsSpokenInCbor()
    {
        JsonObject? seen = null;
        var face = new AnyFace(
            "cloudwatch",
            call =>
            {
                seen = call.Input;
                return call.Operation == "PutMetricData"
                    ? []
                    : JsonNode
                        .Parse(
                            """
                            {"MetricDataResults":[{"Id":"m1","StatusCode":"Complete",
                             "Timestamps":["2031-02-03T04:05:00Z"],"Values":[1.5]}]}
                            """
                        )!
                        .AsObject();
            }
        );
        await using var aws = await Endpoint.StartAsync(null, face);
        var answer = await AwsCli.RunAsync(
            aws.Server.Url,
            "cloudwatch",
            "get-metric-data",
            "--start-time",
            "2031-02-03T04:00:00Z",
            "--end-time",
            "2031-02-03T05:00:00Z",
            "--metric-data-queries",
            """
            [{"Id":"m1","MetricStat":{"Metric":{"Namespace":"AWS/ECS","MetricName":"CPUUtilization"},
              "Period":60,"Stat":"Average"}}]
            """
        );
        Assert.Equal("2031-02-03T04:00:00Z", (string)seen!["StartTime"]!);
        Assert.Equal(60, (int)seen["MetricDataQueries"]![0]!["MetricStat"]!["Period"]!);
        Assert.Equal(1.5, (double)answer["MetricDataResults"]![0]!["Values"]![0]!);
        // Version 1 of the CLI shows CBOR's timestamps as numbers, version 2 as ISO 8601.
        var at = Timestamps.TryParse(answer["MetricDataResults"]![0]!["Timestamps"]![0]!.ToString());
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 4, 5, 0, TimeSpan.Zero), at);
        await AwsCli.RunAsync(
            aws.Server.Url,
            "cloudwatch",
            "put-metric-data",
            "--namespace",
            "n",
            "--metric-name",
            "m",
            "--value",
            "2"
        );
        Assert.Equal(2, (double)seen["MetricData"]![0]!["Value"]!);
    }

    [AwsCliFact]
    public async Task Cbor_ErrorsAreUnderstood()
    {
        var face = new AnyFace("cloudwatch", _ => throw new ServiceFault("ResourceNotFound", "Unknown alarm"));
        await using var aws = await Endpoint.StartAsync(null, face);
        var (_, _, errors) = await AwsCli.TryAsync(
            aws.Server.Url,
            "cloudwatch",
            "set-alarm-state",
            "--alarm-name",
            "a",
            "--state-value",
            "OK",
            "--state-reason",
            "r"
        );
        Assert.Contains(
            "(ResourceNotFound) when calling the SetAlarmState operation: Unknown alarm",
            errors,
            StringComparison.Ordinal
        );
    }

    [AwsCliFact]
    public async Task ElasticLoadBalancing_IsSpokenInQueryAndXml()
    {
        JsonObject? seen = null;
        var face = new AnyFace(
            "elbv2",
            call =>
            {
                seen = call.Input;
                return JsonNode
                    .Parse(
                        """
                        {"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1","Port":80},
                         "TargetHealth":{"State":"unhealthy","Reason":"Target.Timeout"}}]}
                        """
                    )!
                    .AsObject();
            }
        );
        await using var aws = await Endpoint.StartAsync(null, face);
        var answer = await AwsCli.RunAsync(
            aws.Server.Url,
            "elbv2",
            "describe-target-health",
            "--target-group-arn",
            "arn:x",
            "--targets",
            "Id=10.0.0.1,Port=80",
            "Id=10.0.0.2"
        );
        Assert.Equal(
            """{"TargetGroupArn":"arn:x","Targets":[{"Id":"10.0.0.1","Port":80},{"Id":"10.0.0.2"}]}""",
            Sorted(seen!)
        );
        Assert.Equal("Target.Timeout", (string)answer["TargetHealthDescriptions"]![0]!["TargetHealth"]!["Reason"]!);
    }

    [AwsCliFact]
    public async Task Ecs_IsSpokenInJson()
    {
        var face = new AnyFace(
            "ecs",
            call =>
                (string)call.Input["service"]! == "api"
                    ? JsonNode
                        .Parse(
                            """{"service":{"serviceName":"api","desiredCount":4,"createdAt":"2031-02-03T04:05:06Z"}}"""
                        )!
                        .AsObject()
                    : throw new ServiceFault("ServiceNotFoundException", "Service not found.")
        );
        await using var aws = await Endpoint.StartAsync(null, face);
        var answer = await AwsCli.RunAsync(
            aws.Server.Url,
            "ecs",
            "update-service",
            "--service",
            "api",
            "--desired-count",
            "4",
            "--force-new-deployment"
        );
        Assert.Equal(4, (int)answer["service"]!["desiredCount"]!);
        var (_, _, errors) = await AwsCli.TryAsync(aws.Server.Url, "ecs", "update-service", "--service", "other");
        Assert.Contains(
            "(ServiceNotFoundException) when calling the UpdateService operation: Service not found.",
            errors,
            StringComparison.Ordinal
        );
    }

    [AwsCliFact]
    public async Task Lambda_IsInvoked()
    {
        InvokeCall? seen = null;
        await using var aws = await Endpoint.StartAsync(o =>
            o with
            {
                Invoke = call =>
                {
                    seen = call;
                    return Task.FromResult(
                        new InvokeAnswer(200, """{"errorMessage":"no"}"""u8.ToArray(), "Unhandled", "the log\n")
                    );
                },
            }
        );
        var file = Path.GetTempFileName();
        var payload = Path.GetTempFileName();
        await File.WriteAllTextAsync(payload, """{"ask":1}""");
        try
        {
            var answer = await AwsCli.RunAsync(
                aws.Server.Url,
                "lambda",
                "invoke",
                "--function-name",
                "arn:aws:lambda:ap-northeast-1:123456789012:function:remedy:live",
                "--log-type",
                "Tail",
                "--payload",
                "fileb://" + payload,
                file
            );
            Assert.Equal(("Unhandled", 200), ((string)answer["FunctionError"]!, (int)answer["StatusCode"]!));
            Assert.Equal("the log\n", Encoding.UTF8.GetString(Convert.FromBase64String((string)answer["LogResult"]!)));
            Assert.Equal("""{"errorMessage":"no"}""", await File.ReadAllTextAsync(file));
        }
        finally
        {
            File.Delete(file);
            File.Delete(payload);
        }

        Assert.Equal(
            ("remedy", "live", InvocationType.RequestResponse, true, "tester"),
            (seen!.Function, seen.Qualifier, seen.Type, seen.WantsLogTail, seen.Caller)
        );
        Assert.Equal("""{"ask":1}""", Encoding.UTF8.GetString(seen.Payload));
    }

    private static string Sorted(JsonObject node) =>
        new JsonObject(
            node.OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => KeyValuePair.Create(x.Key, x.Value?.DeepClone()))
        ).ToJsonString();
}

using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Amazon.SQS.Model;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>AWS's own .NET SDK against the running server; every request's signature is verified by it.</summary>
public sealed class AwsSdkTests : IAsyncLifetime
{
    private Endpoint _aws = null!;

    public async Task InitializeAsync() => _aws = await Endpoint.StartAsync();

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    [Fact]
    public async Task Sts_KnowsTheCaller()
    {
        using var sts = _aws.StsClient();
        var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
        Assert.Equal(Endpoint.Account, identity.Account);
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/tester/simulator", identity.Arn);
        Assert.Equal("tester", _aws.Calls.Single().Caller);
    }

    [Fact]
    public async Task Sts_AssumesARoleUntilAVirtualMoment()
    {
        using var sts = _aws.StsClient();
        var answer = await sts.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = "arn:aws:iam::123456789012:role/remedy",
                RoleSessionName = "drill",
                DurationSeconds = 900,
            }
        );
        Assert.Equal(Endpoint.Start.AddSeconds(900), answer.Credentials.Expiration!.Value.ToUniversalTime());
    }

    [Fact]
    public async Task Answers_CarryTheWorldsDate()
    {
        _aws.Pass(TimeSpan.FromHours(1));
        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri(_aws.Server.Url));
        Assert.Equal(Endpoint.Start.AddHours(1), answer.Headers.Date);
    }

    [Fact]
    public async Task WrongSecret_IsRefused()
    {
        _aws.Server.Callers.Register(Endpoint.AccessKey, "tester", "another secret");
        using var sts = _aws.StsClient();
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(() =>
            sts.GetCallerIdentityAsync(new GetCallerIdentityRequest())
        );
        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
        using var dynamo = _aws.DynamoDbClient();
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => dynamo.ListTablesAsync());
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task DynamoDb_GivesTheItemOfAFailedCondition()
    {
        _aws.DynamoDb.CreateTable("journal", "pk", "sk");
        using var dynamo = _aws.DynamoDbClient();
        var item = new Dictionary<string, AttributeValue>
        {
            ["pk"] = new("incident"),
            ["sk"] = new("1"),
            ["version"] = new() { N = "1.50" },
            ["tags"] = new() { SS = ["b", "a"] },
            ["raw"] = new() { B = new MemoryStream([1, 2, 255]) },
            ["nested"] = new()
            {
                M = new() { ["list"] = new() { L = [new() { BOOL = true }, new() { NULL = true }] } },
            },
        };
        var put = new PutItemRequest("journal", item)
        {
            ConditionExpression = "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        await dynamo.PutItemAsync(put);
        var failed = await Assert.ThrowsAsync<ConditionalCheckFailedException>(() => dynamo.PutItemAsync(put));
        Assert.Equal("The conditional request failed", failed.Message);
        Assert.Equal("1.5", failed.Item["version"].N);
        Assert.Equal(["a", "b"], failed.Item["tags"].SS);
        Assert.Equal([1, 2, 255], failed.Item["raw"].B.ToArray());
        Assert.True(failed.Item["nested"].M["list"].L[0].BOOL);
    }

    [Fact]
    public async Task DynamoDb_TellsWhyATransactionFailed()
    {
        _aws.DynamoDb.CreateTable("journal", "pk");
        using var dynamo = _aws.DynamoDbClient();
        var failed = await Assert.ThrowsAsync<TransactionCanceledException>(() =>
            dynamo.TransactWriteItemsAsync(
                new()
                {
                    TransactItems =
                    [
                        new()
                        {
                            Put = new()
                            {
                                TableName = "journal",
                                Item = new() { ["pk"] = new("a") },
                            },
                        },
                        new()
                        {
                            ConditionCheck = new()
                            {
                                TableName = "journal",
                                Key = new() { ["pk"] = new("b") },
                                ConditionExpression = "attribute_exists(pk)",
                            },
                        },
                    ],
                }
            )
        );
        Assert.Equal(["None", "ConditionalCheckFailed"], failed.CancellationReasons.Select(r => r.Code));
        Assert.Empty(_aws.DynamoDb.ItemsOf("journal"));
    }

    [Fact]
    public async Task DynamoDb_CreatesAndDescribesTables()
    {
        using var dynamo = _aws.DynamoDbClient();
        await dynamo.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "orders",
                BillingMode = BillingMode.PAY_PER_REQUEST,
                KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
                AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N)],
            }
        );
        var table = (await dynamo.DescribeTableAsync("orders")).Table;
        Assert.Equal(TableStatus.ACTIVE, table.TableStatus);
        Assert.Equal(Endpoint.Start, table.CreationDateTime!.Value.ToUniversalTime());
        Assert.Equal("orders", Assert.Single((await dynamo.ListTablesAsync()).TableNames));
        var missing = await Assert.ThrowsAsync<Amazon.DynamoDBv2.Model.ResourceNotFoundException>(() =>
            dynamo.DescribeTableAsync("other")
        );
        Assert.Equal("Requested resource not found: Table: other not found", missing.Message);
    }

    [Fact]
    public async Task Sqs_CarriesMessagesWhoseDigestsTheSdkChecks()
    {
        using var sqs = _aws.SqsClient();
        var url = (await sqs.CreateQueueAsync("ticks")).QueueUrl;
        await sqs.SendMessageAsync(
            new SendMessageRequest(url, "grüße ☃")
            {
                DelaySeconds = 60,
                MessageAttributes = new()
                {
                    ["kind"] = new() { DataType = "String", StringValue = "tick" },
                    ["raw"] = new() { DataType = "Binary", BinaryValue = new MemoryStream([1, 2]) },
                },
            }
        );
        Assert.Null((await sqs.ReceiveMessageAsync(url)).Messages);
        _aws.Pass(TimeSpan.FromSeconds(60));
        var message = Assert.Single(
            (
                await sqs.ReceiveMessageAsync(
                    new ReceiveMessageRequest(url)
                    {
                        WaitTimeSeconds = 20,
                        MessageAttributeNames = ["All"],
                        MessageSystemAttributeNames = ["All"],
                    }
                )
            ).Messages
        );
        Assert.Equal("grüße ☃", message.Body);
        Assert.Equal("tick", message.MessageAttributes["kind"].StringValue);
        Assert.Equal("1", message.Attributes["ApproximateReceiveCount"]);
        await sqs.ChangeMessageVisibilityAsync(url, message.ReceiptHandle, 10);
        await sqs.DeleteMessageAsync(url, message.ReceiptHandle);
        Assert.Empty(_aws.Sqs.Queue("ticks").Messages);
    }

    [Fact]
    public async Task Sqs_MissingQueueIsTheSdksOwnException()
    {
        using var sqs = _aws.SqsClient();
        var missing = await Assert.ThrowsAsync<QueueDoesNotExistException>(() => sqs.GetQueueUrlAsync("none"));
        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", missing.ErrorCode);
        _aws.Sqs.CreateQueue("ticks");
        var tooLong = await Assert.ThrowsAnyAsync<AmazonServiceException>(() =>
            sqs.SendMessageAsync(new SendMessageRequest("ticks", "x") { DelaySeconds = 901 })
        );
        Assert.Equal(
            "Value 901 for parameter DelaySeconds is invalid. Reason: Must be >= 0 and <= 900, if provided.",
            tooLong.Message
        );
    }

    [Fact]
    public async Task S3_KeepsBytesHeadersAndCheckSums()
    {
        _aws.S3.CreateBucket("site", isVersioned: true);
        using var s3 = _aws.S3Client();
        var put = await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "site",
                Key = "a dir/ümlaut+plus.html",
                ContentBody = "<p>hello</p>",
                ContentType = "text/html",
                Headers = { CacheControl = "no-store" },
                Metadata = { ["x-amz-meta-by"] = "lambdaops" },
            }
        );
        Assert.NotNull(put.ChecksumCRC32 ?? put.ChecksumCRC64NVME);
        using var got = await s3.GetObjectAsync("site", "a dir/ümlaut+plus.html");
        using var text = new StreamReader(got.ResponseStream);
        Assert.Equal("<p>hello</p>", await text.ReadToEndAsync());
        Assert.Equal(
            ("text/html", "no-store", "lambdaops"),
            (got.Headers.ContentType, got.Headers.CacheControl, got.Metadata["x-amz-meta-by"])
        );
        Assert.Equal(put.ETag, got.ETag);
        Assert.Equal(put.VersionId, got.VersionId);
        var listed = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "site", Prefix = "a dir/" });
        Assert.Equal("a dir/ümlaut+plus.html", Assert.Single(listed.S3Objects).Key);
    }

    [Fact]
    public async Task S3_ConditionalWritesAreRefusedAsInAws()
    {
        var bucket = _aws.S3.CreateBucket("site");
        using var s3 = _aws.S3Client();
        var first = await s3.PutObjectAsync(Page("one", ifNoneMatch: "*"));
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            await StatusOf(() => s3.PutObjectAsync(Page("two", ifNoneMatch: "*")))
        );
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            await StatusOf(() => s3.PutObjectAsync(Page("two", ifMatch: "\"no\"")))
        );
        await s3.PutObjectAsync(Page("two", ifMatch: first.ETag));
        bucket.ConflictsOnce = "index.html";
        Assert.Equal(HttpStatusCode.Conflict, await StatusOf(() => s3.PutObjectAsync(Page("three", ifMatch: "*"))));
        Assert.Equal("two", Encoding.UTF8.GetString(bucket.Find("index.html")!.Body!));
    }

    [Fact]
    public async Task S3_CopiesHeadsAndDeletes()
    {
        _aws.S3.CreateBucket("site");
        using var s3 = _aws.S3Client();
        await s3.PutObjectAsync(Page("one"));
        await s3.CopyObjectAsync("site", "index.html", "site", "saved/index.html");
        var head = await s3.GetObjectMetadataAsync("site", "saved/index.html");
        Assert.Equal(3, head.ContentLength);
        await s3.DeleteObjectAsync("site", "index.html");
        var gone = await Assert.ThrowsAsync<NoSuchKeyException>(() => s3.GetObjectAsync("site", "index.html"));
        Assert.Equal("NoSuchKey", gone.ErrorCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusOf(() => s3.GetObjectMetadataAsync("site", "index.html")));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await StatusOf(() => s3.ListObjectsV2Async(new() { BucketName = "none" }))
        );
    }

    [Fact]
    public async Task S3_AnswersARangeAndNotModified()
    {
        _aws.S3.CreateBucket("site");
        var stored = _aws.S3.Put("site", "k", "0123456789"u8.ToArray());
        using var s3 = _aws.S3Client();
        using var part = await s3.GetObjectAsync(
            new()
            {
                BucketName = "site",
                Key = "k",
                ByteRange = new ByteRange(2, 4),
            }
        );
        Assert.Equal(HttpStatusCode.PartialContent, part.HttpStatusCode);
        Assert.Equal("bytes 2-4/10", part.ContentRange);
        Assert.Equal(
            HttpStatusCode.NotModified,
            await StatusOf(() =>
                s3.GetObjectAsync(
                    new()
                    {
                        BucketName = "site",
                        Key = "k",
                        EtagToNotMatch = stored.ETag,
                    }
                )
            )
        );
    }

    private static PutObjectRequest Page(string text, string? ifMatch = null, string? ifNoneMatch = null) =>
        new()
        {
            BucketName = "site",
            Key = "index.html",
            ContentBody = text,
            IfMatch = ifMatch,
            IfNoneMatch = ifNoneMatch,
        };

    private static async Task<HttpStatusCode> StatusOf(Func<Task> call) =>
        (await Assert.ThrowsAnyAsync<AmazonServiceException>(call)).StatusCode;
}

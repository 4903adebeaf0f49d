using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Amazon;
using Amazon.CloudFront;
using Amazon.CloudFront.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.DynamoDBv2;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Amazon.SQS;
using LambdaOps.Aws.Resources;
using LambdaOps.Engine.Ports;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Tests;

/// <summary>What stands between the functions and AWS answers in its own words; records must show them.</summary>
public sealed class ForeignAnswerTests
{
    private const string Page = """
        <html>
        <head><title>502 Bad Gateway</title></head>
        <body>nginx</body>
        </html>
        """;

    public static TheoryData<string> Services =>
        ["s3", "dynamodb", "sqs", "ecs", "elbv2", "cloudfront", "cloudwatch", "sns"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Page_OfAProxyIsTold(string service)
    {
        var failed = await FailureAsync(service, HttpStatusCode.BadGateway, Page, "text/html");
        Assert.Equal(
            "HTTP 502, not in AWS's form: <html> <head><title>502 Bad Gateway</title></head> <body>nginx</body> </html>",
            failed.Message
        );
        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task NoBody_IsToldAsSuch(string service) =>
        Assert.Equal(
            "HTTP 504 without a body",
            (await FailureAsync(service, HttpStatusCode.GatewayTimeout, "", null)).Message
        );

    [Fact]
    public async Task Error_OfAwsStaysItsOwn()
    {
        var json = """{"__type":"ServerException","message":"Service Unavailable. Please try again later."}""";
        var ecs = await FailureAsync("ecs", HttpStatusCode.InternalServerError, json, "application/x-amz-json-1.1");
        Assert.Equal("ServerException", Assert.IsType<ServerException>(ecs).ErrorCode);
        var xml = "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>";
        var s3 = await FailureAsync("s3", HttpStatusCode.ServiceUnavailable, xml, "application/xml");
        Assert.Equal(
            ("SlowDown", "Reduce your request rate."),
            (Assert.IsType<AmazonS3Exception>(s3).ErrorCode, s3.Message)
        );
        var missing = await FailureAsync("s3", HttpStatusCode.NotFound, "", null);
        Assert.Equal(HttpStatusCode.NotFound, Assert.IsType<AmazonS3Exception>(missing).StatusCode);
    }

    [Fact]
    public async Task Change_ThatAProxyAnsweredIsUnconfirmedInItsWords()
    {
        var outcome = await Outcomes.OfAsync(async () =>
        {
            throw await FailureAsync("ecs", HttpStatusCode.ServiceUnavailable, "upstream connect error", "text/plain");
        });
        Assert.Equal(
            "AmazonServiceException: HTTP 503, not in AWS's form: upstream connect error",
            Assert.IsType<ActionOutcome.Unknown>(outcome).Detail
        );
    }

    [Theory]
    [InlineData("a\r\n\tb\0c\u001b[31md\u202ee\u200bf", "a b c [31md e f")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/x\nnext", "Authorization: *** next")]
    [InlineData("X-Amz-Security-Token=abc\nx", "X-Amz-Security-Token=*** x")]
    [InlineData("key ASIAIOSFODNN7EXAMPLE was refused", "key *** was refused")]
    [InlineData("{\"password\": \"hunter2\"}", "{\"password\": ***")]
    public void Excerpt_IsOneLineWithoutSecrets(string text, string shown) => Assert.Equal(shown, Excerpt.Of(text));

    [Fact]
    public void Excerpt_IsBounded()
    {
        Assert.Equal(200, Excerpt.Of(new string('x', 200)).Length);
        Assert.Equal(new string('x', 200) + "…", Excerpt.Of(new string('x', 201)));
        Assert.Equal(new string('x', 199) + "…", Excerpt.Of(new string('x', 199) + "\U0001F525 more"));
    }

    private static async Task<AmazonServiceException> FailureAsync(
        string service,
        HttpStatusCode status,
        string body,
        string? contentType
    )
    {
        var answer = new FixedAnswer(status, body, contentType);
        return await Assert.ThrowsAnyAsync<AmazonServiceException>(() => CallAsync(service, answer));
    }

    private static async Task CallAsync(string service, FixedAnswer answer)
    {
        using var client = Client(service, answer);
        await (
            client switch
            {
                AmazonS3Client s3 => s3.GetObjectAsync("bucket", "key"),
                AmazonDynamoDBClient dynamo => dynamo.ListTablesAsync(),
                AmazonSQSClient sqs => sqs.SendMessageAsync("https://sqs.example.com/1/q", "x"),
                AmazonECSClient ecs => ecs.DescribeServicesAsync(new DescribeServicesRequest { Services = ["a"] }),
                AmazonElasticLoadBalancingV2Client elb => elb.DescribeTargetHealthAsync(
                    new DescribeTargetHealthRequest { TargetGroupArn = "a" }
                ),
                AmazonCloudFrontClient cdn => cdn.CreateInvalidationAsync(
                    new CreateInvalidationRequest
                    {
                        DistributionId = "D",
                        InvalidationBatch = new InvalidationBatch
                        {
                            Paths = new Paths { Quantity = 1, Items = ["/*"] },
                            CallerReference = "c",
                        },
                    }
                ),
                AmazonCloudWatchClient metrics => metrics.DescribeAlarmsAsync(new DescribeAlarmsRequest()),
                AmazonSimpleNotificationServiceClient sns => sns.PublishAsync(
                    new PublishRequest { TopicArn = "t", Message = "m" }
                ),
                _ => Task.CompletedTask,
            }
        );
    }

    private static AmazonServiceClient Client(string service, FixedAnswer answer)
    {
        var keys = new BasicAWSCredentials("key", "secret");
        return service switch
        {
            "s3" => new AmazonS3Client(keys, answer.Config(new AmazonS3Config())),
            "dynamodb" => new AmazonDynamoDBClient(keys, answer.Config(new AmazonDynamoDBConfig())),
            "sqs" => new AmazonSQSClient(keys, answer.Config(new AmazonSQSConfig())),
            "ecs" => new AmazonECSClient(keys, answer.Config(new AmazonECSConfig())),
            "elbv2" => new AmazonElasticLoadBalancingV2Client(
                keys,
                answer.Config(new AmazonElasticLoadBalancingV2Config())
            ),
            "cloudfront" => new AmazonCloudFrontClient(keys, answer.Config(new AmazonCloudFrontConfig())),
            "cloudwatch" => new AmazonCloudWatchClient(keys, answer.Config(new AmazonCloudWatchConfig())),
            _ => new AmazonSimpleNotificationServiceClient(
                keys,
                answer.Config(new AmazonSimpleNotificationServiceConfig())
            ),
        };
    }

    /// <summary>Takes the network's place and always answers the same.</summary>
    private sealed class FixedAnswer(HttpStatusCode status, string body, string? contentType) : HttpClientFactory
    {
        public T Config<T>(T config)
            where T : ClientConfig
        {
            config.RegionEndpoint = RegionEndpoint.APNortheast1;
            config.HttpClientFactory = this;
            config.MaxErrorRetry = 0;
            return config;
        }

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        private sealed class Handler(FixedAnswer answer) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(
                HttpRequestMessage request,
                CancellationToken cancellationToken
            ) => Task.FromResult(answer.To(request));
        }

        private HttpResponseMessage To(HttpRequestMessage request)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
            return new HttpResponseMessage(status) { Content = content, RequestMessage = request };
        }
    }
}

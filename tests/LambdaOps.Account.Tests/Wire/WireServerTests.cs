using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>Raw requests: what the SDKs would never send, and the answers byte by byte.</summary>
public sealed class WireServerTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private Endpoint _aws = null!;

    public async Task InitializeAsync() =>
        _aws = await Endpoint.StartAsync(o =>
            o with
            {
                BreaksConnection = e => e is TimeoutException,
                Site = (host, path) =>
                    host == "www.example.com"
                        ? new WebAnswer(
                            path == "/down?x=1" ? 503 : 200,
                            "text/html",
                            Encoding.UTF8.GetBytes(path),
                            path == "/hang"
                        )
                        : null,
            }
        );

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    public void Dispose() => _http.Dispose();

    /// <summary>31 maps around a value, the most that DynamoDB takes, are 68 levels of JSON.</summary>
    [Theory]
    [InlineData(31, HttpStatusCode.OK, "bottom")]
    [InlineData(32, HttpStatusCode.BadRequest, "Nesting Levels have exceeded supported limits")]
    public async Task DeepItem_IsStoredAndReadUpToTheLimit(int maps, HttpStatusCode expected, string contains)
    {
        _aws.DynamoDb.CreateTable("deep", "pk");
        var value =
            string.Concat(Enumerable.Repeat("{\"M\":{\"k\":", maps)) + "{\"S\":\"bottom\"}" + new string('}', maps * 2);
        var (status, answer) = await DynamoAsync(
            "DynamoDB_20120810.PutItem",
            "{\"TableName\":\"deep\",\"Item\":{\"pk\":{\"S\":\"a\"},\"v\":" + value + "}}"
        );
        Assert.Equal(expected, status);
        if (expected == HttpStatusCode.OK)
        {
            (_, answer) = await DynamoAsync(
                "DynamoDB_20120810.GetItem",
                """{"TableName":"deep","Key":{"pk":{"S":"a"}}}"""
            );
        }

        Assert.Contains(contains, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"TableName":"tab","Typo":1}""",
        "SerializationException",
        "DescribeTableInput has no member 'Typo'"
    )]
    [InlineData("""{"TableName":5}""", "SerializationException", "NUMBER_VALUE cannot be converted to String")]
    [InlineData(
        """{}""",
        "ValidationException",
        "1 validation error detected: Value null at 'tableName' failed to satisfy "
            + "constraint: Member must not be null"
    )]
    [InlineData(
        """{"TableName":""}""",
        "ValidationException",
        "1 validation error detected: Value '' at 'tableName' failed to "
            + "satisfy constraint: Member must have length greater than or equal to 1"
    )]
    [InlineData("""{"TableName":""", "SerializationException", "The body is not JSON")]
    public async Task WrongInput_IsRefused(string body, string type, string message)
    {
        var (status, answer) = await DynamoAsync("DynamoDB_20120810.DescribeTable", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("#" + type, (string)answer["__type"]!, StringComparison.Ordinal);
        Assert.StartsWith(message, (string)answer["message"]!, StringComparison.Ordinal);
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task UnknownOperation_IsRefused()
    {
        var (_, answer) = await DynamoAsync("DynamoDB_20120810.Nothing", "{}");
        Assert.Equal("com.amazon.coral.service#UnknownOperationException", (string)answer["__type"]!);
    }

    [Fact]
    public async Task UnsignedCall_IsRefusedInItsServicesForm()
    {
        using var json = Request("DynamoDB_20120810.ListTables", "{}", isSigned: false);
        var answer = await _http.SendAsync(json);
        Assert.Contains(
            "MissingAuthenticationToken",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        using var form = new FormUrlEncodedContent([new("Action", "Publish"), new("Version", "2010-03-31")]);
        answer = await _http.PostAsync(new Uri(_aws.Server.Url), form);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><ErrorResponse "
                + "xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>MissingAuthenticationToken</Code>",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task UnknownKey_IsItsOwnCaller()
    {
        await DynamoAsync("DynamoDB_20120810.ListTables", "{}");
        Assert.Equal("AKIDSOMEONE", _aws.Calls.Single().Caller);
        Assert.Equal(Endpoint.Start, _aws.Calls.Single().At);
    }

    [Fact]
    public async Task BrokenConnection_GivesNoAnswer()
    {
        var face = new AnyFace("dynamodb", _ => throw new TimeoutException());
        await using var aws = await Endpoint.StartAsync(
            o => o with { BreaksConnection = e => e is TimeoutException },
            face
        );
        using var request = Request("DynamoDB_20120810.ListTables", "{}", url: aws.Server.Url);
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.SendAsync(request));
    }

    [Fact]
    public async Task BugInAService_IsA500AndTold()
    {
        var told = new List<Exception>();
        var face = new AnyFace("dynamodb", _ => new JsonObject { ["NotInTheModel"] = 1 });
        await using var aws = await Endpoint.StartAsync(o => o with { OnBug = told.Add }, face);
        using var request = Request("DynamoDB_20120810.ListTables", "{}", url: aws.Server.Url);
        var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(
            "The simulated service answered 'NotInTheModel', which AWS's shape ListTablesOutput does not " + "have.",
            Assert.Single(told).Message
        );
    }

    [Fact]
    public async Task Sites_AnswerLikeWebSites()
    {
        var fine = await _http.GetAsync(new Uri(_aws.Server.Url + "/_sites/www.example.com/a/b"));
        Assert.Equal(
            ("/a/b", "text/html"),
            (await fine.Content.ReadAsStringAsync(), fine.Content.Headers.ContentType!.MediaType)
        );
        var down = await _http.GetAsync(new Uri(_aws.Server.Url + "/_sites/www.example.com/down?x=1"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        var none = await _http.GetAsync(new Uri(_aws.Server.Url + "/_sites/other/"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            _http.GetAsync(new Uri(_aws.Server.Url + "/_sites/www.example.com/hang"))
        );
    }

    [Fact]
    public async Task S3_TakesTheBucketFromTheHost()
    {
        _aws.S3.CreateBucket("site");
        _aws.S3.Put("site", "index.html", "hi"u8.ToArray(), "text/html");
        using var request = new HttpRequestMessage(HttpMethod.Get, _aws.Server.Url + "/index.html");
        request.Headers.Host = "site.s3.ap-northeast-1.amazonaws.com";
        request.Headers.TryAddWithoutValidation("Authorization", RawRequest.Authorization("s3"));
        var answer = await _http.SendAsync(request);
        Assert.Equal("hi", await answer.Content.ReadAsStringAsync());
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero), answer.Content.Headers.LastModified);
    }

    [Fact]
    public async Task S3_RefusesWhatItDoesNotKnow()
    {
        _aws.S3.CreateBucket("site");
        using var request = new HttpRequestMessage(HttpMethod.Get, _aws.Server.Url + "/site/key?tagging");
        request.Headers.TryAddWithoutValidation("Authorization", RawRequest.Authorization("s3"));
        var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
    }

    private HttpRequestMessage Request(string target, string body, bool isSigned = true, string? url = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url ?? _aws.Server.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"),
        };
        request.Headers.Add("X-Amz-Target", target);
        if (isSigned)
        {
            request.Headers.TryAddWithoutValidation("Authorization", RawRequest.Authorization("dynamodb"));
        }

        return request;
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> DynamoAsync(string target, string body)
    {
        using var request = Request(target, body);
        var answer = await _http.SendAsync(request);
        var deep = new System.Text.Json.JsonDocumentOptions { MaxDepth = 100 };
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(), documentOptions: deep)!);
    }
}

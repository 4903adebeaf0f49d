using System.Net;
using System.Text;
using Amazon.Runtime;
using LambdaOps.Cli.Account;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests.Account;

public class AccountReaderTests
{
    private const string Denied =
        """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized\nat all"}""";

    [Fact]
    public void Calls_OnlyRead() =>
        Assert.All(ReadCall.All, call => Assert.Matches("^(Get|List|Describe|Head)[A-Z]", call.Operation));

    [Fact]
    public async Task Refused_LeavesAGapAndReadsTheRest()
    {
        var account = await ReadAsync(request =>
            TargetOf(request) == "AmazonEC2ContainerServiceV20141113.ListClusters" ? (400, Denied)
            : TargetOf(request) == "DynamoDB_20120810.ListTables" ? (200, """{"TableNames":["orders"]}""")
            : (200, "{}")
        );

        Assert.Equal(["orders"], account.Tables.AsEnumerable());
        Assert.Equal(
            [new Gap(ReadCall.ListClusters, "ecs:ListClusters: AccessDeniedException: User is not authorized")],
            account.Gaps.AsEnumerable()
        );
    }

    [Fact]
    public async Task Pages_AreReadToTheEnd()
    {
        var account = await ReadAsync(request =>
            TargetOf(request) != "DynamoDB_20120810.ListTables" ? (200, "{}")
            : BodyOf(request).Contains("\"ExclusiveStartTableName\":\"b\"", StringComparison.Ordinal)
                ? (200, """{"TableNames":["c"]}""")
            : (200, """{"TableNames":["a","b"],"LastEvaluatedTableName":"b"}""")
        );

        Assert.Equal(["a", "b", "c"], account.Tables.AsEnumerable());
    }

    [Theory]
    [InlineData(
        403,
        "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The token is invalid.</Message></Error></ErrorResponse>",
        "AWS does not accept the credentials: sts:GetCallerIdentity: InvalidClientTokenId: The token is invalid."
    )]
    [InlineData(
        403,
        "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>It is over.</Message></Error></ErrorResponse>",
        "AWS does not accept the credentials: sts:GetCallerIdentity: ExpiredToken: It is over."
    )]
    [InlineData(200, "a sign-in page", "the answer to sts:GetCallerIdentity is not AWS's: ")]
    public async Task Caller_ThatAwsDoesNotKnowIsOneSentence(int status, string body, string expected)
    {
        var wrong = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(_ => (status, body)));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public async Task Requests_AreSignedForTheirServiceAndRegion()
    {
        var scopes = new HashSet<string>();
        await ReadAsync(request =>
        {
            var authorization = request.Headers.GetValues("Authorization").Single();
            scopes.Add($"{request.RequestUri!.Host} {authorization.Split('/')[2]} {authorization.Split('/')[3]}");
            return (200, "{}");
        });

        Assert.Superset(
            new HashSet<string>
            {
                "sts.eu-west-1.amazonaws.com eu-west-1 sts",
                "ecs.eu-west-1.amazonaws.com eu-west-1 ecs",
                "elasticloadbalancing.eu-west-1.amazonaws.com eu-west-1 elasticloadbalancing",
                "monitoring.eu-west-1.amazonaws.com eu-west-1 monitoring",
                "cloudfront.amazonaws.com us-east-1 cloudfront",
                "s3.eu-west-1.amazonaws.com eu-west-1 s3",
            },
            scopes
        );
    }

    private static string TargetOf(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var values) ? values.Single() : "";

    private static string BodyOf(HttpRequestMessage request) =>
        request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();

    /// <summary>An answer of {} is an empty one for services that speak JSON, and stands for an empty XML elsewhere.</summary>
    private static async Task<AccountSnapshot> ReadAsync(Func<HttpRequestMessage, (int Status, string Body)> answer)
    {
        using var http = new HttpClient(
            new Answering(request =>
                answer(request) is var (status, body) && body == "{}" && TargetOf(request).Length == 0
                    ? (status, "<Empty/>")
                    : answer(request)
            )
        );
        var access = new AwsAccess(null, "eu-west-1", new ImmutableCredentials("key", "secret", null));
        return await new AccountReader(new AwsCalls(access, http), access.Region).ReadAsync(default);
    }

    private sealed class Answering(Func<HttpRequestMessage, (int Status, string Body)> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var (status, body) = answer(request);
            return Task.FromResult(
                new HttpResponseMessage((HttpStatusCode)status)
                {
                    Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
                }
            );
        }
    }
}

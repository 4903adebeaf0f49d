using System.Net;
using System.Text;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>A service that the account does not have says so in its own protocol, and is not asked twice.</summary>
public sealed class AbsentServicesTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private Endpoint _aws = null!;

    public async Task InitializeAsync() => _aws = await Endpoint.StartAsync();

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(
        "rds",
        "POST",
        "/",
        "Action=DescribeDBInstances&Version=2014-10-31",
        "<Code>NotImplemented</Code><Message>The simulated account does not have RDS yet.</Message>"
    )]
    [InlineData("kms", "POST", "/", "{}", "\"message\":\"The simulated account does not have KMS yet.\"")]
    [InlineData(
        "batch",
        "POST",
        "/v1/describejobqueues",
        "",
        "\"message\":\"The simulated account does not have Batch yet.\""
    )]
    public async Task Answer_IsOneSentence(string service, string method, string path, string body, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _aws.Server.Url + path);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIA/20310203/ap-northeast-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        if (method == "POST")
        {
            var isJson = body.StartsWith('{');
            request.Content = new StringContent(
                body,
                Encoding.UTF8,
                isJson ? "application/x-amz-json-1.1" : "application/x-www-form-urlencoded"
            );
            if (isJson)
            {
                request.Headers.Add("X-Amz-Target", $"{service}.ListSecrets");
            }
        }

        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Services_AreAbsentOrThereButNotBoth()
    {
        foreach (var there in ServiceModels.Embedded.All)
        {
            Assert.Null(AbsentServices.SignedAs(there.SigningName));
        }

        Assert.Null(AbsentServices.SignedAs("nobody"));
        Assert.Equal("Batch", AbsentServices.SignedAs("batch")!.Title);
    }
}

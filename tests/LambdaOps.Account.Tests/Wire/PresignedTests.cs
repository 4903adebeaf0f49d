using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Account.Services;
using LambdaOps.Account.Tests.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Drills;
using Microsoft.AspNetCore.Http;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>Presigned URLs, opened by whoever has them. The account's clock is behind the machine's.</summary>
public sealed class PresignedTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private Simulation _account = null!;

    public async Task InitializeAsync()
    {
        _account = await DrillAccount.StartAsync(port: 0);
        _account.Wire!.Callers.Register(Endpoint.AccessKey, "tester", Endpoint.Secret);
    }

    public async Task DisposeAsync() => await _account.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Url_OfAwssOwnClientGetsAndPuts()
    {
        var (status, body) = await OpenAsync(Signed(HttpVerb.GET, "index.html"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            _account.S3.Bucket("lightningtalk-static").Find("index.html")!.Body!,
            Encoding.UTF8.GetBytes(body)
        );

        using var content = new ByteArrayContent("hello"u8.ToArray());
        using var answer = await _http.PutAsync(new Uri(Signed(HttpVerb.PUT, "a b/new.txt")), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("hello"u8.ToArray(), _account.S3.Bucket("lightningtalk-static").Find("a b/new.txt")!.Body!);
    }

    [Fact]
    public async Task Url_ThatWasChangedIsRefused()
    {
        var url = Signed(HttpVerb.GET, "index.html");
        foreach (
            var (changed, method) in new[]
            {
                (url.Replace("index.html", "other.html", StringComparison.Ordinal), HttpMethod.Get),
                (url.Replace("X-Amz-Expires=", "X-Amz-Expires=1", StringComparison.Ordinal), HttpMethod.Get),
                (url, HttpMethod.Delete),
            }
        )
        {
            var (status, body) = await OpenAsync(changed, method);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Contains("<Code>SignatureDoesNotMatch</Code>", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 60, 60, HttpStatusCode.OK)]
    [InlineData(0, 60, 61, HttpStatusCode.Forbidden)]
    [InlineData(-3600, 3600, 0, HttpStatusCode.OK)]
    [InlineData(-3601, 3600, 0, HttpStatusCode.Forbidden)]
    [InlineData(86400, 1, 0, HttpStatusCode.OK)]
    public async Task Url_ExpiresByTheAccountsClock(int signedAt, int seconds, int later, HttpStatusCode expected)
    {
        var url = Unverified(_account.World.Clock.Now.AddSeconds(signedAt), $"{seconds}");
        _account.World.Pass(TimeSpan.FromSeconds(later));
        var (status, body) = await OpenAsync(url);

        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.OK)
        {
            Assert.Contains(
                "<Code>AccessDenied</Code><Message>Request has expired</Message>",
                body,
                StringComparison.Ordinal
            );
            Assert.Contains($"<X-Amz-Expires>{seconds}</X-Amz-Expires>", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("X-Amz-Signature=0", "", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=soon", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=-1", "AuthorizationQueryParametersError")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=604801", "AuthorizationQueryParametersError")]
    [InlineData("HMAC-SHA256", "HMAC-SHA512", "AuthorizationQueryParametersError")]
    [InlineData("%2Faws4_request", "", "AuthorizationQueryParametersError")]
    [InlineData(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "AWSAccessKeyId=AKIASIMULATOR0000001&Expires=9&Signature=b",
        "InvalidRequest"
    )]
    public async Task Url_ThatIsNotWellFormedIsRefused(string part, string other, string code)
    {
        var url = Unverified(_account.World.Clock.Now, "60");
        Assert.Contains(part, url, StringComparison.Ordinal);
        var (status, body) = await OpenAsync(url.Replace(part, other, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"<Error><Code>{code}</Code>", body, StringComparison.Ordinal);
    }

    /// <summary>As version 1 of the AWS CLI signs.</summary>
    [Theory]
    [InlineData(1, HttpStatusCode.OK)]
    [InlineData(-1, HttpStatusCode.Forbidden)]
    public async Task Url_OfVersion2IsOpenedUntilItExpires(int inSeconds, HttpStatusCode expected)
    {
        var expires = _account.World.Clock.Now.AddSeconds(inSeconds).ToUnixTimeSeconds();
        var (status, _) = await OpenAsync(
            $"{_account.Wire!.Url}/lightningtalk-static/index.html?AWSAccessKeyId=anybody&Signature=b&Expires={expires}"
        );
        Assert.Equal(expected, status);
    }

    /// <summary>The example of AWS's documentation.</summary>
    [Fact]
    public void Signature_IsAwss()
    {
        const string Query =
            "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        var headers = new HeaderDictionary { ["Host"] = "examplebucket.s3.amazonaws.com" };
        var request = new WireRequest("GET", "/test.txt", Query, headers, []);
        var signature = SigV4.Of(request)!;

        signature.Verify(request, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        Assert.Throws<ServiceFault>(() => signature.Verify(request, "another"));
    }

    private string Signed(HttpVerb verb, string key)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = _account.Wire!.Url,
            AuthenticationRegion = _account.Stack.Region,
            ForcePathStyle = true,
        };
        using var s3 = new AmazonS3Client(Endpoint.AccessKey, Endpoint.Secret, config);
        var url = s3.GetPreSignedURL(
            new GetPreSignedUrlRequest
            {
                BucketName = "lightningtalk-static",
                Key = key,
                Verb = verb,
                Expires = DateTime.UtcNow.AddMinutes(10),
                Protocol = Protocol.HTTP,
            }
        );
        return url.Replace("https://", "http://", StringComparison.Ordinal);
    }

    /// <summary>Of a key whose secret the account does not know.</summary>
    private string Unverified(DateTimeOffset at, string seconds)
    {
        var moment = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return $"{_account.Wire!.Url}/lightningtalk-static/index.html?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + $"&X-Amz-Credential=anybody%2F{moment[..8]}%2Fap-northeast-1%2Fs3%2Faws4_request&X-Amz-Date={moment}"
            + $"&X-Amz-Expires={seconds}&X-Amz-SignedHeaders=host&X-Amz-Signature=0";
    }

    private async Task<(HttpStatusCode Status, string Body)> OpenAsync(string url, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

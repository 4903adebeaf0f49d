using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using LambdaOps.Cli.Account;

namespace LambdaOps.Cli.Tests.Account;

/// <summary>Signatures are those of AWS's definition (Signature Version 4), made here step by step.</summary>
public class AwsRequestTests
{
    [Theory]
    [InlineData("s3", "/bucket/index.html", "/bucket/index.html", "/bucket/index.html")]
    [InlineData("s3", "/", "/", "/")]
    [InlineData(
        "s3",
        "/bucket/a dir/\u00fc+i.html",
        "/bucket/a%20dir/%C3%BC%2Bi.html",
        "/bucket/a%20dir/%C3%BC%2Bi.html"
    )]
    [InlineData(
        "lambda",
        "/functions/arn:aws/invocations",
        "/functions/arn%3Aaws/invocations",
        "/functions/arn%253Aaws/invocations"
    )]
    public void Sign_TakesThePathAsTheServiceDoes(string service, string path, string sent, string canonical)
    {
        var request = new AwsRequest(service, new Uri("http://127.0.0.1:1/"), "eu-west-1", HttpMethod.Head, path)
        {
            Query = [new("Marker", "a b/=")],
        };
        using var signed = request.Sign(new ImmutableCredentials("key", "secret", null));

        Assert.Equal($"{sent}?Marker=a%20b%2F%3D", signed.RequestUri!.PathAndQuery);
        var at = signed.Headers.GetValues("X-Amz-Date").Single();
        var text = string.Join(
            '\n',
            "HEAD",
            canonical,
            "Marker=a%20b%2F%3D",
            "host:127.0.0.1:1",
            $"x-amz-content-sha256:{Hash("")}",
            $"x-amz-date:{at}",
            "",
            "host;x-amz-content-sha256;x-amz-date",
            Hash("")
        );
        var scope = $"{at[..8]}/eu-west-1/{service}/aws4_request";
        var key = new[] { at[..8], "eu-west-1", service, "aws4_request" }.Aggregate(
            Encoding.UTF8.GetBytes("AWS4secret"),
            (made, part) => Mac(made, part)
        );
        var signature = Convert.ToHexStringLower(Mac(key, $"AWS4-HMAC-SHA256\n{at}\n{scope}\n{Hash(text)}"));
        Assert.EndsWith(
            $"Signature={signature}",
            signed.Headers.GetValues("Authorization").Single(),
            StringComparison.Ordinal
        );
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}

using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>What is wrong with a request is its sender's fault: 4xx in the service's form, and never 500.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private Endpoint _aws = null!;

    public static TheoryData<string> Services => [.. ServiceModels.Embedded.All.Select(model => model.Name)];

    /// <summary>In no protocol a good body.</summary>
    private static readonly string[] s_jsonBodies =
    [
        "{",
        "[]",
        "null",
        "5",
        "\"text\"",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\ud800\":1}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"\\u0000\":null}",
        "\ufeff{}",
        "{}{}",
        "{\"a\":1e999}",
        "{'a':1}",
        "NaN",
        new string('[', 20_000),
        "{\"a\":" + new string('[', 500),
    ];

    public async Task InitializeAsync() =>
        _aws = await Endpoint.StartAsync(o => o with { Invoke = _ => Task.FromResult(new InvokeAnswer(200, [])) });

    public async Task DisposeAsync() => await _aws.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Bodies_ThatNobodyCanReadAreRefused(string service)
    {
        var model = ServiceModels.Embedded.Named(service)!;
        byte[][] bodies =
        [
            .. s_jsonBodies.Select(text => Encoding.UTF8.GetBytes(text)),
            [.. "{\"a\":\""u8, 0xff, .. "\"}"u8],
            [0xff, 0xfe, 0x00],
            [0xbf, 0x61, 0x61, 0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0, 0xff],
            [0x9f, 0x9f, 0x9f],
            .. "a=%FF|a=%zz|a=%|%61=1&a=2|a.b=1&a.b=2|.=1|Entries.member.x=1|=|a.member.99999999999=1"
                .Split('|')
                .Select(text => Encoding.UTF8.GetBytes(text)),
            .. "<|<a/>|<a><b></a>|<?xml version='1.0' encoding='nosuch'?><a/>|<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>|"
                .Split('|')
                .Select(text => Encoding.UTF8.GetBytes(text)),
        ];
        foreach (var operation in model.Operations)
        {
            foreach (var body in bodies)
            {
                foreach (var protocol in model.Protocols)
                {
                    using var request = Request(model, operation, protocol, body);
                    await RefusesAsync(request, mayBeFine: IsPlainBody(operation) || body.Length == 0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Members_OfTheWrongKindAreRefused(string service)
    {
        var model = ServiceModels.Embedded.Named(service)!;
        string[] values =
        [
            "null",
            "-1",
            "1e999",
            "99999999999999999999",
            "1.5",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "[]",
            "[null]",
            "{}",
            "{\"\":null}",
            "true",
            "\"" + new string('x', 5000) + "\"",
            "[[[]]]",
            "{\"a\":{\"b\":[1]}}",
        ];
        foreach (var operation in model.Operations.Where(one => one.Input is not null))
        {
            foreach (var member in operation.Input!.Members)
            {
                foreach (var value in values)
                {
                    if (model.Protocols.Contains("json") || model.Protocol == "rest-json")
                    {
                        using var json = Request(
                            model,
                            operation,
                            "json",
                            Encoding.UTF8.GetBytes($$"""{"{{member.Name}}":{{value}}}""")
                        );
                        await RefusesAsync(json, mayBeFine: true);
                    }

                    if (model.Protocols.Contains("query"))
                    {
                        var text = Uri.EscapeDataString(value.Trim('"'));
                        using var form = Request(
                            model,
                            operation,
                            "query",
                            Encoding.UTF8.GetBytes(
                                $"{member.XmlName}={text}&{member.XmlName}.member.1={text}&{member.XmlName}.1={text}&{member.XmlName}.1.Name={text}"
                            )
                        );
                        await RefusesAsync(form, mayBeFine: true);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Gzip_ThatIsBrokenIsRefused(string service)
    {
        var model = ServiceModels.Embedded.Named(service)!;
        if (Posting(model) is not { } operation)
        {
            return;
        }

        var whole = Packed(1000);
        foreach (
            var body in (byte[][])
                [
                    [1, 2, 3],
                    whole[..^9],
                    whole[..12],
                    [.. whole[..^1], 7],
                    [],
                ]
        )
        {
            using var request = Request(model, operation, model.Protocol, body);
            request.Content!.Headers.ContentEncoding.Add("gzip");
            await RefusesAsync(request, mayBeFine: service == "s3");
        }
    }

    [Fact]
    public async Task Gzip_ThatUnpacksToTooMuchIsRefused()
    {
        var model = ServiceModels.Embedded.Named("cloudwatch")!;
        using var bomb = Request(
            model,
            model.OperationNamed("PutMetricData") ?? model.Operations.First(),
            "json",
            Packed(65 * 1024 * 1024)
        );
        bomb.Content!.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _http.SendAsync(bomb)).StatusCode);
    }

    [Theory]
    [InlineData("s3", 400, "EntityTooLarge")]
    [InlineData("dynamodb", 413, "RequestEntityTooLarge")]
    public async Task ContentLength_ThatIsTooLargeIsRefusedUnread(string service, int status, string code)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _aws.Server.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"PUT /site/key HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {RawRequest.Authorization(service)}\r\n"
                    + "Content-Length: 4294967295\r\n\r\n"
            )
        );
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains(code, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 ")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, Credential=a, SignedHeaders=")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;, Signature=")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=a/1/r/nosuch/aws4_request, SignedHeaders=a, Signature=b")]
    [InlineData("X-Amz-Target", "")]
    [InlineData("X-Amz-Target", "....")]
    [InlineData("smithy-protocol", "rpc-v2-cbor")]
    [InlineData("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    public async Task Headers_ThatNobodyCanReadAreRefused(string name, string value)
    {
        foreach (var model in ServiceModels.Embedded.All)
        {
            var operation = model.Operations.First();
            using var request = Request(model, operation, model.Protocol, "7fffffff;x\r\na\r\n"u8.ToArray());
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);

            // The address alone says what is asked: such headers mean nothing to it.
            var isAnAddress = model.Protocol == "rest-json" && operation.HttpMethod == "GET";
            await RefusesAsync(request, mayBeFine: isAnAddress && name != "Authorization");
        }
    }

    [Theory]
    [InlineData("GET", "/%ff")]
    [InlineData("GET", "/site/%zz")]
    [InlineData("GET", "/site?list-type=2&prefix=%C3%28")]
    [InlineData("GET", "/site?list-type=2&max-keys=many")]
    [InlineData("GET", "/site?list-type=2&continuation-token=garbage")]
    [InlineData("GET", "/site?list-type=2&continuation-token=Z2FyYmFnZQ==")]
    [InlineData("GET", "/site/key?versionId=%00")]
    [InlineData("PUT", "/site/key?partNumber=x&uploadId=")]
    [InlineData("DELETE", "/site/?delete")]
    [InlineData("POST", "/site?delete")]
    [InlineData("TRACK", "/")]
    [InlineData("POST", "//////")]
    public async Task Paths_ThatNobodyCanReadAreRefused(string method, string path)
    {
        _aws.S3.CreateBucket("site");
        _aws.S3.Put("site", "key", "x"u8.ToArray(), "text/plain");
        using var request = RawRequest.To(new Uri(_aws.Server.Url + path), "s3", new HttpMethod(method), []);
        await RefusesAsync(request, mayBeFine: false);
    }

    [Fact]
    public async Task Keys_WithControlCharactersAreListed()
    {
        _aws.S3.CreateBucket("site");
        _aws.S3.Put("site", "a\u0001b", "x"u8.ToArray(), "text/plain");
        using var request = RawRequest.To(new Uri(_aws.Server.Url + "/site?list-type=2"), "s3", HttpMethod.Get);
        var answer = await _http.SendAsync(request);
        Assert.Contains("a&#x1;b", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task RefusesAsync(HttpRequestMessage request, bool mayBeFine)
    {
        var sent = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        var answer = await _http.SendAsync(request);
        var status = (int)answer.StatusCode;
        var isRefusal = status is >= 400 and < 500 || answer.StatusCode == HttpStatusCode.NotImplemented;
        Assert.True(
            isRefusal || (mayBeFine && status < 300),
            $"{status} for {request}\n{Encoding.Latin1.GetString(sent.AsSpan(0, Math.Min(sent.Length, 300)))}\n"
                + await answer.Content.ReadAsStringAsync()
        );
    }

    private HttpRequestMessage Request(ServiceModel model, OperationModel operation, string protocol, byte[] body)
    {
        var url = new Uri(_aws.Server.Url);
        if (
            protocol.StartsWith("rest", StringComparison.Ordinal)
            || model.Protocol.StartsWith("rest", StringComparison.Ordinal)
        )
        {
            var path = string.Join(
                '/',
                operation
                    .RequestUri.Split('/')
                    .Select(part =>
                        part.Replace("{", "", StringComparison.Ordinal)
                            .Replace("+}", "", StringComparison.Ordinal)
                            .Replace("}", "", StringComparison.Ordinal)
                    )
            );
            var method = new HttpMethod(operation.HttpMethod);
            return RawRequest.To(
                new Uri(url, path),
                model.SigningName,
                method,
                method.Method is "GET" or "HEAD" ? null : body
            );
        }

        var request = RawRequest.To(url, model.SigningName, body: body);
        return protocol switch
        {
            "json" => request
                .Typed("application/x-amz-json-1.0")
                .With("X-Amz-Target", $"{model.TargetPrefix}.{operation.Name}"),
            "query" => Form(request, model, operation, body),
            _ => Cbor(request, url, operation),
        };
    }

    private static HttpRequestMessage Form(
        HttpRequestMessage request,
        ServiceModel model,
        OperationModel operation,
        byte[] body
    )
    {
        byte[] form = [.. Encoding.ASCII.GetBytes($"Action={operation.Name}&Version={model.ApiVersion}&"), .. body];
        request.Content = new ByteArrayContent(form);
        return request.Typed(RawRequest.FormType);
    }

    private static HttpRequestMessage Cbor(HttpRequestMessage request, Uri url, OperationModel operation)
    {
        request.RequestUri = new Uri(url, $"/service/Any/operation/{operation.Name}");
        return request.Typed("application/cbor").With("smithy-protocol", "rpc-v2-cbor");
    }

    private static OperationModel? Posting(ServiceModel model) =>
        model.Operations.FirstOrDefault(operation => operation.HttpMethod is "POST" or "PUT");

    /// <summary>A body of any bytes is good: an object's, an event's.</summary>
    private static bool IsPlainBody(OperationModel operation) =>
        operation.HttpMethod is "GET" or "HEAD" or "DELETE"
        || operation.Input?.Payload is { } payload
            && operation.Input.MemberNamed(payload)!.Shape.Kind == ShapeKind.Blob;

    private static byte[] Packed(int zeros)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[zeros]);
        }

        return packed.ToArray();
    }
}

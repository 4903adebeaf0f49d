using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LambdaOps.Compat.AwsSdk.Tests;

public sealed partial class RequestTests
{
    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Request_CarriesEveryMemberAsTheModelSays(string stem, string operation)
    {
        var service = CompatService.Of(stem);
        var request = Filled.Of(service.ModelType(operation + "Request"));

        var sent = await Send(service, operation, request);

        var shape = service.Model.Input(operation);
        if (service.IsJson)
        {
            Assert.Equal(Normal(ModelEncoding.Json(shape, request)), Normal(JsonNode.Parse(sent.Body)!));
        }
        else if (service.Protocol == WireProtocol.Query)
        {
            Assert.Equal(Expected(service, operation, request), Form(sent.Body));
        }
        else if (service.Protocol == WireProtocol.RestJson)
        {
            var body = (JsonObject)ModelEncoding.Json(shape, request);
            Assert.All(
                ModelEncoding.InTheAddress(shape).Where(name => service.IsTaken(shape, name)),
                name => Assert.True(body.Remove(name), name)
            );
            Assert.Equal(
                service.HasBody(operation) ? Normal(body) : "",
                sent.Body.Length == 0 ? "" : Normal(JsonNode.Parse(sent.Body)!)
            );
        }
        else
        {
            Assert.Equal(Normal(Payload(service, shape, request)), Normal(Xml(sent.Body)));
        }

        Assert.Equal(service.Path(operation, request), sent.Uri.AbsolutePath);
        Assert.Equal(ModelEncoding.QueryString(shape, request), Form(sent.Uri.Query.TrimStart('?')));
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Request_WritesNothingThatIsNotSet(string stem, string operation)
    {
        var service = CompatService.Of(stem);
        var request = service.NewRequest(operation);

        var sent = await Send(service, operation, request);

        if (service.IsJson || (service.Protocol == WireProtocol.RestJson && service.HasBody(operation)))
        {
            Assert.Equal("{}", sent.Body);
        }
        else if (service.Protocol == WireProtocol.Query)
        {
            Assert.Equal(["Action", "Version"], Form(sent.Body).Keys);
        }
        else
        {
            Assert.Equal("", sent.Body);
        }
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Request_IsAddressedAsItsProtocolSays(string stem, string operation)
    {
        var service = CompatService.Of(stem);

        var request = service.NewRequest(operation);

        var sent = await Send(service, operation, request);

        Assert.Equal(service.Model.Method(operation), sent.Method);
        Assert.Equal(service.Path(operation, request), sent.Uri.AbsolutePath);
        Assert.Equal("", sent.Uri.Query);
        if (service.IsJson)
        {
            var target = $"{service.Model.Metadata("targetPrefix")}.{operation}";
            Assert.Equal(target, sent.Headers["X-Amz-Target"]);
            var version = service.Model.Metadata("jsonVersion");
            Assert.Equal($"application/x-amz-json-{version}", sent.Headers["Content-Type"]);
        }
        else
        {
            Assert.False(sent.Headers.ContainsKey("X-Amz-Target"));
            Assert.Equal(ContentType(service, operation), sent.Headers.GetValueOrDefault("Content-Type"));
        }
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Request_IsSignedForItsServiceAndRegion(string stem, string operation)
    {
        var service = CompatService.Of(stem);

        var sent = await Send(service, operation, service.NewRequest(operation));

        var signature = Signature().Match(sent.Headers["Authorization"]);
        Assert.True(signature.Success, sent.Headers["Authorization"]);
        Assert.Equal("AKIDEXAMPLE", signature.Groups["key"].Value);
        Assert.Equal(service.SignedFor, signature.Groups["region"].Value);
        var signingName = service.Model.SigningName ?? service.Model.Metadata("endpointPrefix");
        Assert.Equal(signingName, signature.Groups["service"].Value);
        var headers = signature.Groups["headers"].Value.Split(';');
        Assert.Contains("host", headers);
        Assert.Contains("x-amz-date", headers);
        Assert.Equal(service.IsJson, headers.Contains("x-amz-target"));
    }

    [Fact]
    public async Task Request_TellsOnlyCloudWatchThatQueryErrorCodesAreUnderstood()
    {
        var cloudWatch = CompatService.Of("CloudWatch");
        var ecs = CompatService.Of("ECS");

        var alarms = await Send(cloudWatch, "DescribeAlarms", cloudWatch.NewRequest("DescribeAlarms"));
        var services = await Send(ecs, "DescribeServices", ecs.NewRequest("DescribeServices"));

        Assert.Equal("true", alarms.Headers["x-amzn-query-mode"]);
        Assert.False(services.Headers.ContainsKey("x-amzn-query-mode"));
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public async Task Request_WritesNumbersThatJsonLacksAsStrings(double percent, string written)
    {
        var ecs = CompatService.Of("ECS");
        var request = new Amazon.ECS.Model.UpdateServiceRequest
        {
            DeploymentConfiguration = new() { CanaryConfiguration = new() { CanaryPercent = percent } },
        };

        var sent = await Send(ecs, "UpdateService", request);

        Assert.EndsWith("\"canaryPercent\":" + written + "}}}", sent.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_KeepsAnEmptyListApartFromNone()
    {
        var ecs = CompatService.Of("ECS");
        var elb = CompatService.Of("ElasticLoadBalancingV2");

        var update = await Send(ecs, "UpdateService", new Amazon.ECS.Model.UpdateServiceRequest { LoadBalancers = [] });
        var health = await Send(
            elb,
            "DescribeTargetHealth",
            new Amazon.ElasticLoadBalancingV2.Model.DescribeTargetHealthRequest { Targets = [] }
        );

        Assert.Equal("""{"loadBalancers":[]}""", update.Body);
        Assert.Equal("", Form(health.Body)["Targets"]);
    }

    [Fact]
    public async Task Request_WritesLocalTimesAsTheInstantTheyAre()
    {
        var cloudWatch = CompatService.Of("CloudWatch");
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

        var sent = await Send(
            cloudWatch,
            "GetMetricData",
            new Amazon.CloudWatch.Model.GetMetricDataRequest
            {
                StartTime = instant.UtcDateTime,
                EndTime = instant.LocalDateTime,
            }
        );

        Assert.Equal("""{"StartTime":1700000000.123,"EndTime":1700000000.123}""", sent.Body);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Request_WithoutWhatItsAddressNeedsIsNotSent(string? distribution)
    {
        var wire = new FakeWire(EmptyAnswer.To(CompatService.Of("CloudFront"), "GetInvalidation"));
        using var client = (Amazon.CloudFront.AmazonCloudFrontClient)CompatService.Of("CloudFront").Client(wire);

        var refused = await Assert.ThrowsAsync<Amazon.CloudFront.AmazonCloudFrontException>(() =>
            client.GetInvalidationAsync(new() { DistributionId = distribution, Id = "I1" })
        );

        Assert.Contains("DistributionId", refused.Message, StringComparison.Ordinal);
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public async Task Request_TellsCloudFrontWhichPathsToForget()
    {
        var sent = await Send(
            CompatService.Of("CloudFront"),
            "CreateInvalidation",
            new Amazon.CloudFront.Model.CreateInvalidationRequest
            {
                DistributionId = "EDFDVBD6EXAMPLE",
                InvalidationBatch = new()
                {
                    CallerReference = "incident-1",
                    Paths = new() { Quantity = 2, Items = ["/index.html", "/a&b/*"] },
                },
            }
        );

        Assert.Equal(
            "https://cloudfront.amazonaws.com/2020-05-31/distribution/EDFDVBD6EXAMPLE/invalidation",
            sent.Uri.AbsoluteUri
        );
        Assert.Equal(
            """<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">"""
                + "<Paths><Quantity>2</Quantity><Items><Path>/index.html</Path><Path>/a&amp;b/*</Path></Items></Paths>"
                + "<CallerReference>incident-1</CallerReference></InvalidationBatch>",
            sent.Body
        );
    }

    [Fact]
    public async Task Request_AsksCloudWatchForTheAlarmsInOneStateAPageAtATime()
    {
        var sent = await Send(
            CompatService.Of("CloudWatch"),
            "DescribeAlarms",
            new Amazon.CloudWatch.Model.DescribeAlarmsRequest
            {
                StateValue = Amazon.CloudWatch.StateValue.ALARM,
                MaxRecords = 100,
                NextToken = "page-2",
            }
        );

        Assert.Equal("""{"StateValue":"ALARM","MaxRecords":100,"NextToken":"page-2"}""", sent.Body);
    }

    private static async Task<Sent> Send(CompatService service, string operation, object request)
    {
        var wire = new FakeWire(EmptyAnswer.To(service, operation));
        using var client = service.Client(wire);
        await service.Send(client, operation, request);
        return Assert.Single(wire.Sent);
    }

    private static SortedDictionary<string, string> Expected(CompatService service, string operation, object request)
    {
        var expected = new SortedDictionary<string, string>(
            ModelEncoding.Query(service.Model.Input(operation), request).ToDictionary(),
            StringComparer.Ordinal
        )
        {
            ["Action"] = operation,
            ["Version"] = service.Model.Metadata("apiVersion"),
        };
        return expected;
    }

    private static string? ContentType(CompatService service, string operation)
    {
        if (service.Protocol == WireProtocol.Query)
        {
            return "application/x-www-form-urlencoded; charset=utf-8";
        }

        return service.Protocol == WireProtocol.RestJson
            ? service.HasBody(operation)
                ? "application/json"
                : null
            : service.Model.Input(operation).Payload == null
                ? null
                : "application/xml";
    }

    private static XElement? Payload(CompatService service, PublishedShape shape, object request) =>
        shape.Payload is { } payload
            ? ModelEncoding.Xml(
                service.Model.XmlNamespace,
                payload,
                shape.Member(payload),
                ModelEncoding.Member(request, payload)
            )
            : null;

    private static XElement? Xml(string body) => body == "" ? null : XElement.Parse(body);

    /// <summary>The same text for the same XML: members sorted by name, items of a list left in their order.</summary>
    private static string Normal(XElement? xml) =>
        xml == null ? "" : Sorted(xml).ToString(SaveOptions.DisableFormatting);

    private static XElement Sorted(XElement xml) =>
        new(
            xml.Name,
            xml.Elements().OrderBy(child => child.Name.LocalName, StringComparer.Ordinal).Select(Sorted),
            xml.HasElements ? null : xml.Value
        );

    private static SortedDictionary<string, string> Form(string body) =>
        new(
            body.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .ToDictionary(
                    pair => Uri.UnescapeDataString(pair[0]),
                    pair => Uri.UnescapeDataString(pair[1].Replace('+', ' '))
                ),
            StringComparer.Ordinal
        );

    /// <summary>The same text for the same JSON: members sorted, numbers as the parser sees them.</summary>
    private static string Normal(JsonNode json) =>
        json switch
        {
            JsonObject members => "{"
                + string.Join(
                    ",",
                    members
                        .OrderBy(member => member.Key, StringComparer.Ordinal)
                        .Select(member => $"\"{member.Key}\":{Normal(member.Value!)}")
                )
                + "}",
            JsonArray items => "[" + string.Join(",", items.Select(item => Normal(item!))) + "]",
            _ when json.GetValueKind() == System.Text.Json.JsonValueKind.Number => decimal.Parse(
                    json.ToJsonString(),
                    System.Globalization.CultureInfo.InvariantCulture
                )
                .ToString("G29"),
            _ => json.ToJsonString(),
        };

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 "
            + "Credential=(?<key>[^/]+)/[0-9]{8}/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, "
            + "SignedHeaders=(?<headers>[^,]+), Signature=[0-9a-f]{64}$"
    )]
    private static partial Regex Signature();
}

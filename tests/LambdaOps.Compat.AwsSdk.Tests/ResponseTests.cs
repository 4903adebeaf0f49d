using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Compat.AwsSdk.Tests;

public sealed class ResponseTests
{
    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Response_HasEveryMemberAndIgnoresWhatIsNew(string stem, string operation)
    {
        var service = CompatService.Of(stem);
        var answered = ModelAnswer.Full(service.Model.Output(operation));

        var response = await Receive(service, operation, Success(service, operation, answered));

        Assert.Empty(ModelAnswer.Differences(operation, response, answered));
        Assert.Equal("request-1", response.ResponseMetadata.RequestId);
        Assert.Equal(service.Model.Success(operation), response.HttpStatusCode);
    }

    [Theory]
    [MemberData(nameof(CompatService.ServiceOperations), MemberType = typeof(CompatService))]
    public async Task Response_HasNullForWhatIsAbsent(string stem, string operation)
    {
        var service = CompatService.Of(stem);

        var response = await Receive(service, operation, EmptyAnswer.To(service, operation));

        var payload = service.Model.Output(operation).Payload;
        Assert.All(
            Filled.OwnMembers(response.GetType()),
            member =>
            {
                var value = member.GetValue(response);
                if (member.Name != payload)
                {
                    Assert.Null(value);
                }
                else
                {
                    Assert.All(Filled.OwnMembers(value!.GetType()), inner => Assert.Null(inner.GetValue(value)));
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(CompatService.OperationsAnsweredInJson), MemberType = typeof(CompatService))]
    public async Task Response_HasNullForJsonNull(string stem, string operation)
    {
        var service = CompatService.Of(stem);
        var members = service.Model.Output(operation).Members;
        var nulls = new JsonObject(members.ToDictionary(member => member.Key, JsonNode? (_) => null));

        var response = await Receive(service, operation, new Answer(HttpStatusCode.OK, nulls.ToJsonString()));

        Assert.All(Filled.OwnMembers(response.GetType()), member => Assert.Null(member.GetValue(response)));
    }

    [Fact]
    public async Task Response_KeepsAnEmptyListApartFromNone()
    {
        var elb = CompatService.Of("ElasticLoadBalancingV2");

        var services = await Ecs("""{"services":[],"failures":null}""");
        var health = (DescribeTargetHealthResponse)
            await Receive(
                elb,
                "DescribeTargetHealth",
                new Answer(
                    HttpStatusCode.OK,
                    "<R><DescribeTargetHealthResult><TargetHealthDescriptions/></DescribeTargetHealthResult></R>"
                )
            );

        Assert.Empty(services.Services);
        Assert.Null(services.Failures);
        Assert.Empty(health.TargetHealthDescriptions);
    }

    [Fact]
    public async Task Response_KnowsItsConstantsAndKeepsUnknownOnes()
    {
        var services = await Ecs(
            """
            {"services":[{"deployments":[{"rolloutState":"COMPLETED"},{"rolloutState":"PAUSED_BY_2031"},{}]}]}
            """
        );

        var deployments = services.Services[0].Deployments;
        Assert.Same(DeploymentRolloutState.COMPLETED, deployments[0].RolloutState);
        Assert.Equal("PAUSED_BY_2031", deployments[1].RolloutState.Value);
        Assert.Null(deployments[2].RolloutState);
    }

    [Fact]
    public async Task Response_ReadsWhatElbCallsAnUnhealthyTarget()
    {
        const string Described = """
            <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
              <DescribeTargetHealthResult>
                <TargetHealthDescriptions>
                  <member>
                    <HealthCheckPort>8080</HealthCheckPort>
                    <TargetHealth>
                      <State>unhealthy</State>
                      <Reason>Target.ResponseCodeMismatch</Reason>
                      <Description>Health checks failed with these codes: [503]</Description>
                    </TargetHealth>
                    <Target>
                      <Port>8080</Port>
                      <Id>10.0.1.7</Id>
                      <AvailabilityZone>ap-northeast-1a</AvailabilityZone>
                    </Target>
                  </member>
                </TargetHealthDescriptions>
              </DescribeTargetHealthResult>
              <ResponseMetadata><RequestId>c534f810-f389-11e5-9192-3fff33344cfa</RequestId></ResponseMetadata>
            </DescribeTargetHealthResponse>
            """;
        var elb = CompatService.Of("ElasticLoadBalancingV2");

        var health = (DescribeTargetHealthResponse)
            await Receive(elb, "DescribeTargetHealth", new Answer(HttpStatusCode.OK, Described));

        var target = Assert.Single(health.TargetHealthDescriptions);
        Assert.Same(TargetHealthStateEnum.Unhealthy, target.TargetHealth.State);
        Assert.Same(TargetHealthReasonEnum.TargetResponseCodeMismatch, target.TargetHealth.Reason);
        Assert.Equal(("10.0.1.7", 8080), (target.Target.Id, target.Target.Port!.Value));
        Assert.Equal("c534f810-f389-11e5-9192-3fff33344cfa", health.ResponseMetadata.RequestId);
    }

    [Fact]
    public async Task Response_ReadsNumbersThatJsonLacks()
    {
        var cloudWatch = CompatService.Of("CloudWatch");

        var data = (GetMetricDataResponse)
            await Receive(
                cloudWatch,
                "GetMetricData",
                new Answer(
                    HttpStatusCode.OK,
                    """{"MetricDataResults":[{"Values":["NaN","Infinity","-Infinity",1e3]}]}"""
                )
            );

        Assert.Equal(
            [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1000],
            data.MetricDataResults[0].Values
        );
    }

    [Fact]
    public async Task Response_ReadsTimesInUtcInEitherForm()
    {
        var services = await Ecs(
            """
            {"services":[{"createdAt":1.700000000123E9},{"createdAt":"2023-11-14T23:13:20.123+01:00"}]}
            """
        );

        var expected = new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc);
        Assert.All(services.Services, service => Assert.Equal(expected, service.CreatedAt));
        Assert.All(services.Services, service => Assert.Equal(DateTimeKind.Utc, service.CreatedAt!.Value.Kind));
    }

    [Theory]
    [InlineData("ECS", "DescribeServices", "<html>proxy</html>")]
    [InlineData("ECS", "DescribeServices", "")]
    [InlineData("ECS", "DescribeServices", """{"services":"none"}""")]
    [InlineData("Backup", "ListBackupVaults", "<html>proxy</html>")]
    [InlineData("Backup", "ListBackupVaults", "")]
    [InlineData("Backup", "ListRecoveryPointsByBackupVault", """{"RecoveryPoints":[{"CreationDate":"soon"}]}""")]
    [InlineData("CloudFront", "CreateInvalidation", "")]
    [InlineData("CloudFront", "CreateInvalidation", "<html>proxy</html>")]
    [InlineData("CloudFront", "GetInvalidation", "<Invalidation><CreateTime>soon</CreateTime></Invalidation>")]
    [InlineData("ElasticLoadBalancingV2", "DescribeTargetHealth", "{}")]
    [InlineData("ElasticLoadBalancingV2", "DescribeTargetHealth", "<html>proxy</html>")]
    [InlineData(
        "ElasticLoadBalancingV2",
        "DescribeTargetGroups",
        """
            <R><DescribeTargetGroupsResult><TargetGroups><member><Port>http</Port></member></TargetGroups>
            </DescribeTargetGroupsResult></R>
            """
    )]
    public async Task Response_ThatIsNoAnswerIsAFailureAndNoEmptyResult(string stem, string operation, string body) =>
        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() =>
            Receive(CompatService.Of(stem), operation, new Answer(HttpStatusCode.OK, body))
        );

    [Fact]
    public async Task AfterResponseEvent_TellsTheDateOfTheAnswer()
    {
        var date = "";
        var wire = new FakeWire(new Answer(HttpStatusCode.OK, "{}", ("Date", "Tue, 14 Nov 2023 22:13:20 GMT")));
        using var client = CompatService.Of("ECS").Client(wire);
        client.AfterResponseEvent += (_, e) => date = ((WebServiceResponseEventArgs)e).ResponseHeaders["Date"];

        await ((IAmazonECS)client).DescribeServicesAsync(new DescribeServicesRequest());

        Assert.Equal("Tue, 14 Nov 2023 22:13:20 GMT", date);
    }

    private static Answer Success(CompatService service, string operation, object answered)
    {
        if (service.AnswersInJson)
        {
            return new(
                service.Model.Success(operation),
                ModelAnswer.Json(answered).ToJsonString(),
                ("x-amzn-RequestId", "request-1")
            );
        }

        XNamespace ns = service.Model.XmlNamespace;
        var shape = service.Model.Output(operation);
        if (service.Protocol == WireProtocol.RestXml)
        {
            var members = (Dictionary<string, object>)answered;
            var payload = shape.Payload is { } whole
                ? ModelAnswer.Xml(ns, whole, shape.Member(whole), members[whole])
                : ModelAnswer.Xml(ns, $"{operation}Response", shape, answered);
            var headers = shape.Located("header").Select(one => (one.WireName, (string)members[one.Member]));
            return new(
                service.Model.Success(operation),
                payload.ToString(SaveOptions.DisableFormatting),
                [("x-amzn-RequestId", "request-1"), .. headers]
            );
        }

        var answer = new XElement(
            ns + $"{operation}Response",
            new XElement(ns + "NotYetModelled", 1),
            ModelAnswer.Xml(ns, $"{operation}Result", shape, answered),
            new XElement(ns + "ResponseMetadata", new XElement(ns + "RequestId", "request-1"))
        );
        return new(HttpStatusCode.OK, answer.ToString(SaveOptions.DisableFormatting));
    }

    private static async Task<DescribeServicesResponse> Ecs(string body) =>
        (DescribeServicesResponse)
            await Receive(CompatService.Of("ECS"), "DescribeServices", new Answer(HttpStatusCode.OK, body));

    private static async Task<AmazonWebServiceResponse> Receive(CompatService service, string operation, Answer answer)
    {
        using var client = service.Client(new FakeWire(answer));
        return await service.Send(client, operation, service.NewRequest(operation));
    }
}

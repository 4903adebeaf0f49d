using System.Net;
using System.Text;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>AWS's answers of a case: ECS and ELB as they are on the wire, DescribeAlarms as the client gives it.</summary>
internal sealed class FieldClients(FieldCase field)
{
    private static readonly string[] s_states = ["healthy", "unhealthy", "initial", "draining"];

    public AmazonECSClient Ecs() =>
        new(
            new AnonymousAWSCredentials(),
            new AmazonECSConfig
            {
                AuthenticationRegion = "ap-northeast-1",
                ServiceURL = "http://ecs.test",
                HttpClientFactory = new Wire("application/x-amz-json-1.1", _ => field.DescribeServices),
            }
        );

    public AmazonElasticLoadBalancingV2Client Elb() =>
        new(
            new AnonymousAWSCredentials(),
            new AmazonElasticLoadBalancingV2Config
            {
                AuthenticationRegion = "ap-northeast-1",
                ServiceURL = "http://elb.test",
                HttpClientFactory = new Wire("text/xml", Balancing),
            }
        );

    public AmazonCloudWatchClient CloudWatch() => new Alarms(field);

    /// <summary>The health URL, with nothing between it and the adapter.</summary>
    public HttpClient Health() =>
        new(
            new Handler(_ =>
                field.NextHealth() switch
                {
                    var status when status.GetValueKind() == System.Text.Json.JsonValueKind.Number => Answer(
                        (HttpStatusCode)(int)status,
                        "text/plain",
                        (int)status == 200 ? "ok" : "sorry"
                    ),
                    var error => throw new HttpRequestException(Enum.Parse<HttpRequestError>((string)error!)),
                }
            )
        );

    private string Balancing(string form)
    {
        var asked = System.Web.HttpUtility.ParseQueryString(form);
        return asked["Action"] switch
        {
            "DescribeRules" => Leads("DescribeRules", "Rules", "Actions"),
            "DescribeListeners" => Leads("DescribeListeners", "Listeners", "DefaultActions"),
            _ => Targets(asked["TargetGroupArn"]!),
        };
    }

    private string Leads(string call, string all, string actions) =>
        $"<{call}Response xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
        + $"<{call}Result><{all}><member><{actions}><member><Type>forward</Type>"
        + $"<TargetGroupArn>{field.LiveGroup ?? field.Estate.Services[0].TargetGroupArn}</TargetGroupArn>"
        + $"</member></{actions}></member></{all}></{call}Result></{call}Response>";

    private string Targets(string group) =>
        "<DescribeTargetHealthResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
        + "<DescribeTargetHealthResult><TargetHealthDescriptions>"
        + string.Concat(
            field
                .NextTargets(group)
                .SelectMany(
                    (count, state) =>
                        Enumerable
                            .Range(0, count)
                            .Select(target =>
                                $"<member><Target><Id>10.0.{state}.{target}</Id><Port>80</Port></Target>"
                                + $"<TargetHealth><State>{s_states[state]}</State></TargetHealth></member>"
                            )
                )
        )
        + "</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>";

    private static HttpResponseMessage Answer(HttpStatusCode status, string type, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    private sealed class Wire(string type, Func<string, string> body) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new Handler(form => Answer(HttpStatusCode.OK, type, body(form))));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class Handler(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            var answered = answer(body);
            answered.RequestMessage = request;
            return answered;
        }
    }

    private sealed class Alarms(FieldCase field)
        : AmazonCloudWatchClient(new AnonymousAWSCredentials(), Amazon.RegionEndpoint.APNortheast1)
    {
        public override Task<DescribeAlarmsResponse> DescribeAlarmsAsync(
            DescribeAlarmsRequest request,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                request.AlarmNames is [var name, ..]
                    ? Of(name)
                    : new DescribeAlarmsResponse
                    {
                        MetricAlarms = [.. field.ActiveAlarms.Select(active => Metric(active, "ALARM", 0, 0))],
                    }
            );

        /// <summary>What is muted in a case says so itself.</summary>
        public override Task<ListAlarmMuteRulesResponse> ListAlarmMuteRulesAsync(
            ListAlarmMuteRulesRequest request,
            CancellationToken cancellationToken = default
        ) => Task.FromResult(new ListAlarmMuteRulesResponse());

        private DescribeAlarmsResponse Of(string name)
        {
            var (state, evaluated, breaching) = field.Alarm;
            var value = state switch
            {
                AlarmState.Alarm => "ALARM",
                AlarmState.Ok => "OK",
                _ => "INSUFFICIENT_DATA",
            };
            return evaluated == 0
                ? new DescribeAlarmsResponse
                {
                    CompositeAlarms = [new CompositeAlarm { AlarmName = name, StateValue = new StateValue(value) }],
                }
                : new DescribeAlarmsResponse { MetricAlarms = [Metric(name, value, evaluated, breaching)] };
        }

        private MetricAlarm Metric(string name, string state, int evaluated, int breaching) =>
            new()
            {
                AlarmName = name,
                ActionsEnabled = field.ActionsEnabled,
                StateValue = new StateValue(state),
                ComparisonOperator = ComparisonOperator.GreaterThanThreshold,
                Threshold = 10,
                StateReasonData =
                    "{\"recentDatapoints\":["
                    + string.Join(
                        ',',
                        Enumerable.Range(0, evaluated).Select(point => point < breaching ? "87.0" : "0.0")
                    )
                    + "],\"threshold\":10.0}",
            };
    }
}

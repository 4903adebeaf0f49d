using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.CloudWatch;

/// <summary>
/// Amazon CloudWatch: alarms in <see cref="CloudWatchAlarms"/>, what mutes them in <see cref="CloudWatchMutes"/>,
/// metrics in <see cref="CloudWatchMetrics"/>.
/// </summary>
public sealed class CloudWatchFace(SimulatedWorld world) : IServiceFace
{
    private readonly CloudWatchAlarms _alarms = new(world);
    private readonly CloudWatchMutes _mutes = new(world);
    private readonly CloudWatchMetrics _metrics = new(world);

    public string Model => "cloudwatch";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeAlarmContributors" => _alarms.Contributors(call.Input),
            "DescribeAlarms" => _alarms.Describe(call.Input),
            "DescribeAlarmsForMetric" => _alarms.ForMetric(call.Input),
            "ListDashboards" => new JsonObject { ["DashboardEntries"] = new JsonArray() },
            "ListTagsForResource" => new JsonObject { ["Tags"] = new JsonArray() },
            "DescribeAlarmHistory" => _alarms.History(call.Input),
            "SetAlarmState" => _alarms.SetState(call),
            "EnableAlarmActions" => _alarms.Enable(call, enabled: true),
            "DeleteAlarms" => _alarms.Delete(call),
            "PutAlarmMuteRule" => _mutes.Put(call),
            "GetAlarmMuteRule" => _mutes.Get(call.Input),
            "ListAlarmMuteRules" => _mutes.List(call.Input),
            "DeleteAlarmMuteRule" => _mutes.Delete(call),
            "DisableAlarmActions" => _alarms.Enable(call, enabled: false),
            "GetMetricData" => _metrics.Data(call),
            "GetMetricStatistics" => _metrics.Statistics(call.Input),
            "PutMetricData" => _metrics.Put(call),
            "ListMetrics" => _metrics.List(call.Input),
            _ => throw new ServiceFault("InvalidAction", $"The simulator's CloudWatch has no {call.Operation}."),
        };
}

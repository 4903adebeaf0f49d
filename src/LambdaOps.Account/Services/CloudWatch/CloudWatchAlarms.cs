using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Services.CloudWatch;

/// <summary>Alarms through CloudWatch's API.</summary>
internal sealed class CloudWatchAlarms(SimulatedWorld world)
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxRecords", "InvalidNextToken");

    public JsonObject Describe(JsonObject input)
    {
        var types = input.Texts("AlarmTypes");
        var names = input.Texts("AlarmNames");
        var (prefix, action) = (input.Text("AlarmNamePrefix"), input.Text("ActionPrefix"));
        var wanted = world
            .Alarms.All.Where(a => types.Count == 0 ? a.Plan is AlarmPlan.Metric : types.Contains(TypeOf(a)))
            .Where(a => names.Count == 0 || names.Contains(a.Name))
            .Where(a => prefix is null || a.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(a => input.Text("StateValue") is not { } state || a.State.Text() == state)
            .Where(a => action is null || Actions(a).Any(x => x.StartsWith(action, StringComparison.Ordinal)))
            .OrderBy(a => a.Name, StringComparer.Ordinal)
            .ToList();
        var (page, next) = Paging.Of(wanted, input, s_pages with { Usual = 50 });
        var output = new JsonObject
        {
            ["CompositeAlarms"] = FaceJson.Array(page.Where(a => a.Plan is AlarmPlan.Composite).Select(Write)),
            ["MetricAlarms"] = FaceJson.Array(page.Where(a => a.Plan is AlarmPlan.Metric).Select(Write)),
        };
        output.PutUnlessNull("NextToken", next);
        return output;
    }

    /// <summary>The series of an alarm that are in ALARM; none of an alarm that has no series.</summary>
    public JsonObject Contributors(JsonObject input)
    {
        var name = input.Text("AlarmName") ?? "";
        var alarm =
            world.Alarms.Find(name)
            ?? throw new ServiceFault("ResourceNotFoundException", $"Unknown alarm: {name}", 404);
        return Paging.Answer(
            [.. alarm.Contributors.Where(one => one.State == AlarmStateValue.Alarm)],
            input,
            s_pages with
            {
                Usual = 100,
            },
            "AlarmContributors",
            one => new JsonObject
            {
                ["ContributorId"] = one.Id,
                ["ContributorAttributes"] = new JsonObject(
                    one.Series.Dimensions.Select(pair =>
                        KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))
                    )
                ),
                ["StateReason"] = one.Now.Reason,
                ["StateTransitionedTimestamp"] = one.Now.Since.Iso(),
            }
        );
    }

    public JsonObject History(JsonObject input)
    {
        var types = input.Texts("AlarmTypes");
        var wanted = world
            .Alarms.History.Where(h => input.Text("AlarmName") is not { } name || h.Alarm.Name == name)
            .Where(h => types.Count == 0 ? h.Alarm.Plan is AlarmPlan.Metric : types.Contains(TypeOf(h.Alarm)))
            .Where(h => input.Text("HistoryItemType") is not { } type || h.Type == type)
            .Where(h => input.Moment("StartDate") is not { } from || h.At >= from)
            .Where(h => input.Moment("EndDate") is not { } until || h.At <= until)
            .ToList();
        if (input.Text("ScanBy") != "TimestampAscending")
        {
            wanted.Reverse();
        }

        return Paging.Answer(
            wanted,
            input,
            s_pages,
            "AlarmHistoryItems",
            item => new JsonObject
            {
                ["AlarmName"] = item.Alarm.Name,
                ["AlarmType"] = TypeOf(item.Alarm),
                ["Timestamp"] = item.At.Iso(),
                ["HistoryItemType"] = item.Type,
                ["HistorySummary"] = item.Summary,
                ["HistoryData"] = item.Data,
            }
        );
    }

    /// <summary>The alarms that look at one metric themselves, not by an expression.</summary>
    public JsonObject ForMetric(JsonObject input)
    {
        var metric = CloudWatchMetrics.ReadMetric(input);
        var stat = input.Text("Statistic") ?? input.Text("ExtendedStatistic");
        var found = world
            .Alarms.All.Where(a => a.Plan is AlarmPlan.Metric { Queries: [var only] } && only.Metric?.Key == metric.Key)
            .Where(a => stat is null || ((AlarmPlan.Metric)a.Plan).Queries[0].Stat == stat)
            .Where(a => input.Integer("Period") is not { } p || ((AlarmPlan.Metric)a.Plan).Queries[0].Period == p)
            .OrderBy(a => a.Name, StringComparer.Ordinal);
        return new JsonObject { ["MetricAlarms"] = FaceJson.Array(found.Select(Write)) };
    }

    public JsonObject SetState(ServiceCall call)
    {
        var input = call.Input;
        var alarm =
            world.Alarms.Find(input.Text("AlarmName") ?? "")
            ?? throw new ServiceFault("ResourceNotFound", "Unknown alarm: " + input.Text("AlarmName"), 404);
        var state =
            AlarmStates.Parse(input.Text("StateValue") ?? "")
            ?? throw new ServiceFault(
                "ValidationError",
                "1 validation error detected: Value at 'stateValue' failed to "
                    + "satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]"
            );
        var data = input.Text("StateReasonData");
        if (data is not null && !IsJson(data))
        {
            throw new ServiceFault("InvalidFormatFault", "Invalid format: StateReasonData is not JSON");
        }

        world.Tell("call", alarm.Name, $"SetAlarmState by {call.Caller}: {state.Text()}");
        world.Alarms.SetState(alarm.Name, state, input.Text("StateReason") ?? "", data, call.Caller);
        return [];
    }

    public JsonObject Enable(ServiceCall call, bool enabled)
    {
        foreach (var alarm in call.Input.Texts("AlarmNames").Select(world.Alarms.Find).OfType<Alarm>())
        {
            world.Alarms.EnableActions(alarm.Name, enabled);
            world.Tell("call", alarm.Name, $"{call.Operation} by {call.Caller}");
        }

        return [];
    }

    /// <summary>Names that no alarm has are passed over.</summary>
    public JsonObject Delete(ServiceCall call)
    {
        var found = call.Input.Texts("AlarmNames").Distinct().Select(world.Alarms.Find).OfType<Alarm>().ToList();
        if (found.Count(alarm => alarm.Plan is AlarmPlan.Composite) > 1)
        {
            throw new ServiceFault("ValidationError", "Only one composite alarm can be deleted per request.");
        }

        foreach (var alarm in found)
        {
            world.Tell("call", alarm.Name, $"DeleteAlarms by {call.Caller}");
            world.Alarms.Delete(alarm.Name);
        }

        return [];
    }

    private static IEnumerable<string> Actions(Alarm alarm) =>
        alarm.Plan.AlarmActions.Concat(alarm.Plan.OkActions).Concat(alarm.Plan.InsufficientDataActions);

    private static string TypeOf(Alarm alarm) => alarm.Plan is AlarmPlan.Metric ? "MetricAlarm" : "CompositeAlarm";

    private static bool IsJson(string text)
    {
        try
        {
            _ = StrictJson.Parse(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonObject Write(Alarm alarm)
    {
        var plan = alarm.Plan;
        var output = new JsonObject
        {
            ["AlarmName"] = alarm.Name,
            ["AlarmArn"] = alarm.Arn,
            ["AlarmConfigurationUpdatedTimestamp"] = alarm.ConfigurationUpdatedAt.Iso(),
            ["ActionsEnabled"] = alarm.ActionsEnabled,
            ["OKActions"] = FaceJson.Array(plan.OkActions),
            ["AlarmActions"] = FaceJson.Array(plan.AlarmActions),
            ["InsufficientDataActions"] = FaceJson.Array(plan.InsufficientDataActions),
            ["StateValue"] = alarm.State.Text(),
            ["StateReason"] = alarm.Now.Reason,
            ["StateUpdatedTimestamp"] = alarm.UpdatedAt.Iso(),
            ["StateTransitionedTimestamp"] = alarm.Now.Since.Iso(),
        };
        output.PutUnlessNull("AlarmDescription", plan.Description);
        output.PutUnlessNull("StateReasonData", alarm.Now.ReasonData);
        switch (plan)
        {
            case AlarmPlan.Metric metric:
                WriteMetric(output, metric);
                output.PutUnlessNull("EvaluationState", alarm.Evaluation?.Text());
                break;
            case AlarmPlan.Composite composite:
                output["AlarmRule"] = composite.Rule;
                output.PutUnlessNull("ActionsSuppressedBy", alarm.Now.SuppressedBy);
                output.PutUnlessNull("ActionsSuppressedReason", alarm.Now.SuppressedReason);
                if (composite.ActionsSuppressor is { } suppressor)
                {
                    output["ActionsSuppressor"] = suppressor;
                    output["ActionsSuppressorWaitPeriod"] = composite.ActionsSuppressorWaitPeriod;
                    output["ActionsSuppressorExtensionPeriod"] = composite.ActionsSuppressorExtensionPeriod;
                }

                break;
        }

        return output;
    }

    private static void WriteMetric(JsonObject output, AlarmPlan.Metric plan)
    {
        output["EvaluationPeriods"] = plan.EvaluationPeriods;
        if (plan.DatapointsToAlarm is { } needed)
        {
            output["DatapointsToAlarm"] = needed;
        }

        if (plan.Threshold is { } threshold)
        {
            output["Threshold"] = threshold;
        }

        output["ComparisonOperator"] = plan.Comparison.ToString();
        output["TreatMissingData"] = plan.MissingData.Text();
        output.PutUnlessNull("ThresholdMetricId", plan.ThresholdMetricId);
        if (plan.Queries is [{ Metric: { } metric } only])
        {
            output["MetricName"] = metric.Name;
            output["Namespace"] = metric.Namespace;
            output["Dimensions"] = CloudWatchMetrics.Dimensions(metric);
            output["Period"] = only.Period;
            output[only.Stat.StartsWith('p') ? "ExtendedStatistic" : "Statistic"] = only.Stat;
            output.PutUnlessNull("Unit", only.Unit);
            return;
        }

        output["Metrics"] = FaceJson.Array(plan.Queries.Select(CloudWatchMetrics.Query));
    }
}

using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Alarms;

/// <summary>
/// The three forms in which a state change reaches a receiver: SNS message, EventBridge event, direct Lambda
/// payload.
/// </summary>
public static class AlarmPayloads
{
    public static string SnsSubject(AlarmTransition change, string region) =>
        $"{change.New.Value.Text()}: \"{change.Alarm.Name}\" in {Regions.DisplayName(region)}";

    /// <summary>The Message of an SNS notification: a JSON text.</summary>
    public static string SnsMessage(AlarmTransition change, string region, string account)
    {
        var plan = change.Alarm.Plan;
        var message = new JsonObject
        {
            ["AlarmName"] = plan.Name,
            ["AlarmDescription"] = plan.Description,
            ["AWSAccountId"] = account,
            ["AlarmConfigurationUpdatedTimestamp"] = Wording.Moment(change.Alarm.ConfigurationUpdatedAt),
            ["NewStateValue"] = change.New.Value.Text(),
            ["NewStateReason"] = change.New.Reason,
            ["StateChangeTime"] = Wording.Moment(change.New.Since),
            ["Region"] = Regions.DisplayName(region),
            ["AlarmArn"] = change.Alarm.Arn,
            ["OldStateValue"] = change.Old.Value.Text(),
            ["OKActions"] = Wording.Strings(plan.OkActions),
            ["AlarmActions"] = Wording.Strings(plan.AlarmActions),
            ["InsufficientDataActions"] = Wording.Strings(plan.InsufficientDataActions),
        };
        switch (plan)
        {
            case AlarmPlan.Metric metric:
                message["Trigger"] = Trigger(metric);
                break;
            case AlarmPlan.Composite composite:
                message["AlarmRule"] = composite.Rule;
                message["TriggeringChildren"] = new JsonArray([
                    .. change.Causes.Select(cause => new JsonObject
                    {
                        ["Arn"] = cause.Arn,
                        ["State"] = new JsonObject
                        {
                            ["Value"] = cause.Value.Text(),
                            ["Timestamp"] = Wording.Moment(cause.Since),
                        },
                    }),
                ]);
                break;
        }

        AddTags(message, plan, "AlarmTags", "AlarmTagsStatus");
        return Wording.Json(message);
    }

    /// <summary>The event "CloudWatch Alarm State Change" as EventBridge hands it on.</summary>
    public static byte[] EventBridgeEvent(AlarmTransition change, string region, string account, string id) =>
        Encoding.UTF8.GetBytes(
            Wording.Json(
                new JsonObject
                {
                    ["version"] = "0",
                    ["id"] = id,
                    ["detail-type"] = "CloudWatch Alarm State Change",
                    ["source"] = "aws.cloudwatch",
                    ["account"] = account,
                    ["time"] = change.New.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
                    ["region"] = region,
                    ["resources"] = Wording.Strings([change.Alarm.Arn]),
                    ["detail"] = Detail(change),
                }
            )
        );

    /// <summary>What a Lambda function gets that is an action of the alarm itself.</summary>
    public static byte[] LambdaPayload(AlarmTransition change, string region, string account) =>
        Encoding.UTF8.GetBytes(
            Wording.Json(
                new JsonObject
                {
                    ["source"] = "aws.cloudwatch",
                    ["alarmArn"] = change.Alarm.Arn,
                    ["accountId"] = account,
                    ["time"] = Wording.Moment(change.New.Since),
                    ["region"] = region,
                    ["alarmData"] = Detail(change),
                }
            )
        );

    private static JsonObject Detail(AlarmTransition change)
    {
        var detail = new JsonObject
        {
            ["alarmName"] = change.Alarm.Name,
            ["state"] = State(change.New),
            ["previousState"] = State(change.Old),
            ["configuration"] = Configuration(change.Alarm),
        };
        AddTags(detail, change.Alarm.Plan, "alarmTags", "alarmTagsStatus");
        return detail;
    }

    private static JsonObject State(AlarmSnapshot snapshot)
    {
        var state = new JsonObject();
        if (snapshot.SuppressedBy is not null)
        {
            state["actionsSuppressedBy"] = snapshot.SuppressedBy;
            state["actionsSuppressedReason"] = snapshot.SuppressedReason;
        }

        state["value"] = snapshot.Value.Text();
        state["reason"] = snapshot.Reason;
        if (snapshot.ReasonData is not null)
        {
            state["reasonData"] = snapshot.ReasonData;
        }

        state["timestamp"] = Wording.Moment(snapshot.Since);
        return state;
    }

    private static JsonObject Configuration(Alarm alarm)
    {
        var configuration = new JsonObject();
        switch (alarm.Plan)
        {
            case AlarmPlan.Metric metric:
                configuration["metrics"] = new JsonArray([
                    .. metric.Queries.Select(q => EventQuery(q, metric.Queries.Count == 1 ? alarm.MetricId : q.Id)),
                ]);
                break;
            case AlarmPlan.Composite composite:
                configuration["alarmRule"] = composite.Rule;
                if (composite.ActionsSuppressor is { } suppressor)
                {
                    configuration["actionsSuppressor"] = suppressor;
                    configuration["actionsSuppressorWaitPeriod"] = composite.ActionsSuppressorWaitPeriod;
                    configuration["actionsSuppressorExtensionPeriod"] = composite.ActionsSuppressorExtensionPeriod;
                }

                break;
        }

        if (alarm.Plan.Description is { } description)
        {
            configuration["description"] = description;
        }

        return configuration;
    }

    private static JsonObject EventQuery(MetricTerm query, string id)
    {
        var one = new JsonObject { ["id"] = id };
        if (query.Metric is not { } metric)
        {
            one["expression"] = query.Expression;
            one["label"] = query.Label ?? query.Id;
            one["returnData"] = query.ReturnData;
            return one;
        }

        var stat = new JsonObject
        {
            ["metric"] = new JsonObject
            {
                ["namespace"] = metric.Namespace,
                ["name"] = metric.Name,
                ["dimensions"] = new JsonObject(
                    metric.Dimensions.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)JsonValue.Create(d.Value)))
                ),
            },
            ["period"] = query.Period,
            ["stat"] = query.Stat,
        };
        if (query.Unit is { } unit)
        {
            stat["unit"] = unit;
        }

        one["metricStat"] = stat;
        one["returnData"] = query.ReturnData;
        return one;
    }

    private static JsonObject Trigger(AlarmPlan.Metric plan)
    {
        var trigger = new JsonObject();
        if (plan.Queries is [{ Metric: { } metric } only])
        {
            trigger["MetricName"] = metric.Name;
            trigger["Namespace"] = metric.Namespace;
            var percentile = only.Stat.StartsWith('p');
            trigger["StatisticType"] = percentile ? "ExtendedStatistic" : "Statistic";
            trigger[percentile ? "ExtendedStatistic" : "Statistic"] = percentile
                ? only.Stat
                : only.Stat.ToUpperInvariant();
            trigger["Unit"] = only.Unit;
            trigger["Dimensions"] = Dimensions(metric);
            trigger["Period"] = only.Period;
        }

        trigger["EvaluationPeriods"] = plan.EvaluationPeriods;
        if (plan.DatapointsToAlarm is { } needed)
        {
            trigger["DatapointsToAlarm"] = needed;
        }

        trigger["ComparisonOperator"] = plan.Comparison.ToString();
        if (plan.ThresholdMetricId is { } band)
        {
            trigger["ThresholdMetricId"] = band;
        }
        else
        {
            trigger["Threshold"] = Wording.JsonNumber(plan.Threshold ?? 0);
        }

        trigger["TreatMissingData"] = TreatMissingData(plan.MissingData);
        trigger["EvaluateLowSampleCountPercentile"] = "";
        if (plan.Queries.Count > 1 || plan.Queries[0].Metric is null)
        {
            trigger["Metrics"] = new JsonArray([.. plan.Queries.Select(SnsQuery)]);
        }

        return trigger;
    }

    /// <summary>missing, ignore, breaching, notBreaching.</summary>
    internal static string TreatMissingData(MissingData missing) =>
        char.ToLowerInvariant(missing.ToString()[0]) + missing.ToString()[1..];

    private static JsonObject SnsQuery(MetricTerm query)
    {
        var one = new JsonObject();
        if (query.Metric is { } metric)
        {
            one["Id"] = query.Id;
            one["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Dimensions"] = Dimensions(metric),
                    ["MetricName"] = metric.Name,
                    ["Namespace"] = metric.Namespace,
                },
                ["Period"] = query.Period,
                ["Stat"] = query.Stat,
            };
        }
        else
        {
            one["Expression"] = query.Expression;
            one["Id"] = query.Id;
            one["Label"] = query.Label ?? query.Id;
        }

        one["ReturnData"] = query.ReturnData;
        return one;
    }

    private static JsonArray Dimensions(MetricName metric) =>
        [.. metric.Dimensions.Select(d => new JsonObject { ["value"] = d.Value, ["name"] = d.Key })];

    private static void AddTags(JsonObject into, AlarmPlan plan, string tags, string status)
    {
        if (plan.Tags.Count > 0)
        {
            into[tags] = new JsonObject(
                plan.Tags.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)JsonValue.Create(t.Value)))
            );
            into[status] = "SUCCESS";
        }
    }
}

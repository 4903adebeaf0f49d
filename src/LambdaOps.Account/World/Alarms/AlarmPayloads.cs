using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

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
        Event("CloudWatch Alarm State Change", change.Alarm, change.New, Detail(change), region, account, id);

    /// <summary>The event "CloudWatch Alarm Contributor State Change": of one series, and without its state before.</summary>
    public static byte[] ContributorEvent(ContributingSeries changed, string region, string account, string id)
    {
        var detail = new JsonObject
        {
            ["alarmName"] = changed.Alarm.Name,
            ["alarmContributor"] = new JsonObject
            {
                ["id"] = changed.Id,
                ["attributes"] = new JsonObject(
                    changed.Series.Dimensions.Select(one =>
                        KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value))
                    )
                ),
            },
            ["state"] = State(changed.Now),
            ["configuration"] = Configuration(changed.Alarm),
        };
        AddTags(detail, changed.Alarm.Plan, "alarmTags", "alarmTagsStatus");
        return Event(
            "CloudWatch Alarm Contributor State Change",
            changed.Alarm,
            changed.Now,
            detail,
            region,
            account,
            id
        );
    }

    private static byte[] Event(
        string type,
        Alarm alarm,
        AlarmSnapshot now,
        JsonObject detail,
        string region,
        string account,
        string id
    ) =>
        Encoding.UTF8.GetBytes(
            Wording.Json(
                new JsonObject
                {
                    ["version"] = "0",
                    ["id"] = id,
                    ["detail-type"] = type,
                    ["source"] = "aws.cloudwatch",
                    ["account"] = account,
                    ["time"] = now.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
                    ["region"] = region,
                    ["resources"] = Wording.Strings([alarm.Arn]),
                    ["detail"] = detail,
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
                    .. metric.Queries.Select(q =>
                        EventQuery(q, q.Metric is not null && metric.Queries.Count == 1 ? alarm.MetricId : q.Id)
                    ),
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
            if (SeriesQuery.Is(query.Expression))
            {
                one["period"] = query.Period;
            }
            else
            {
                one["label"] = query.Label ?? query.Id;
            }

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

        trigger["TreatMissingData"] = plan.MissingData.Text();
        trigger["EvaluateLowSampleCountPercentile"] = "";
        if (plan.Queries.Count > 1 || plan.Queries[0].Metric is null)
        {
            trigger["Metrics"] = new JsonArray([.. plan.Queries.Select(SnsQuery)]);
        }

        return trigger;
    }

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

/// <summary>How CloudWatch writes numbers, moments and JSON in reasons and messages.</summary>
internal static class Wording
{
    private static readonly JsonSerializerOptions s_relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number with at least one decimal: 10.0, 0.25, 1.0E7.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        if (size is not 0 and (< 0.001 or >= 1e7))
        {
            var text = value.ToString("0.0###############E0", CultureInfo.InvariantCulture);
            return text;
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
    }

    /// <summary>The same number as JSON that keeps its decimals.</summary>
    public static JsonNode? JsonNumber(double value) => JsonNode.Parse(Number(value));

    /// <summary>2026-03-02T01:00:00.000+0000</summary>
    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>02/03/26 01:00:00, as in the datapoints of a reason.</summary>
    public static string DatapointMoment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Monday 02 March, 2026 01:00:00 UTC</summary>
    public static string LongMoment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dddd dd MMMM, yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Compact JSON with quotes escaped as \" and other letters left alone, as AWS writes it.</summary>
    public static string Json(JsonNode node) => node.ToJsonString(s_relaxed);

    public static JsonArray Strings(IEnumerable<string> texts) =>
        [.. texts.Select(t => (JsonNode?)JsonValue.Create(t))];
}

/// <summary>The names that CloudWatch shows for regions in SNS messages.</summary>
internal static class Regions
{
    public static string DisplayName(string region) =>
        region switch
        {
            "us-east-1" => "US East (N. Virginia)",
            "us-east-2" => "US East (Ohio)",
            "us-west-1" => "US West (N. California)",
            "us-west-2" => "US West (Oregon)",
            "ap-northeast-1" => "Asia Pacific (Tokyo)",
            "ap-northeast-2" => "Asia Pacific (Seoul)",
            "ap-northeast-3" => "Asia Pacific (Osaka)",
            "ap-south-1" => "Asia Pacific (Mumbai)",
            "ap-southeast-1" => "Asia Pacific (Singapore)",
            "ap-southeast-2" => "Asia Pacific (Sydney)",
            "ca-central-1" => "Canada (Central)",
            "eu-central-1" => "EU (Frankfurt)",
            "eu-west-1" => "EU (Ireland)",
            "eu-west-2" => "EU (London)",
            "eu-west-3" => "EU (Paris)",
            "eu-north-1" => "EU (Stockholm)",
            "sa-east-1" => "South America (Sao Paulo)",
            _ => region,
        };
}

using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Signals;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>What cannot be read says where, what was found and what was expected.</summary>
public class BadEventTests
{
    private const string Message = "Records[0].Sns.Message";
    private const string Arn = "arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME";
    private const string Time = "a time such as";

    private const string Answers =
        "target, by and because, with remedy and mode, or with approve, decline or acknowledge";

    public static TheoryData<string, string, string, string, string> Bad =>
        new()
        {
            {
                "wrong state",
                Sns(m => m["NewStateValue"] = "ALRM"),
                $"{Message}.NewStateValue",
                "\"ALRM\"",
                "INSUFFICIENT_DATA"
            },
            { "wrong old state", Sns(m => m["OldStateValue"] = "?"), $"{Message}.OldStateValue", "\"?\"", "ALARM, OK" },
            { "no state", Sns(m => m.Remove("NewStateValue")), $"{Message}.NewStateValue", "nothing", "ALARM, OK" },
            { "no name", Sns(m => m.Remove("AlarmName")), $"{Message}.AlarmName", "nothing", "the alarm's name" },
            { "empty name", Sns(m => m["AlarmName"] = " "), $"{Message}.AlarmName", "\" \"", "the alarm's name" },
            {
                "other ARN",
                Sns(m => m["AlarmArn"] = "arn:aws:sns:x:1:t"),
                $"{Message}.AlarmArn",
                "\"arn:aws:sns:x:1:t\"",
                Arn
            },
            { "no ARN", Sns(m => m.Remove("AlarmArn")), $"{Message}.AlarmArn", "nothing", Arn },
            { "bad time", Sns(m => m["StateChangeTime"] = "now"), $"{Message}.StateChangeTime", "\"now\"", Time },
            { "bad tags", Sns(m => m["AlarmTags"] = 5), $"{Message}.AlarmTags", "5", "an object or a list of tags" },
            {
                "name is a number",
                Sns(m => m["AlarmName"] = 5),
                $"{Message}.AlarmName",
                "{\"AlarmName\":5",
                "an alarm's JSON text"
            },
            { "message broken off", SnsOf("{"), Message, "{", "an alarm's JSON text" },
            {
                "message missing",
                Of("sns-metric-alarm.json", e => Sns(e).Remove("Message")),
                Message,
                "nothing",
                "an alarm's JSON text"
            },
            {
                "record is null",
                Of("sns-metric-alarm.json", e => e["Records"]!.AsArray().Add(null)),
                "Records[1].Sns.Message",
                "nothing",
                "an alarm's JSON text"
            },
            { "no records", """{"Records":[]}""", "Records", "[]", "at least one record" },
            { "records not a list", """{"Records":{}}""", "Records", "{}", "at least one record" },
            {
                "unknown source",
                """{"Records":[{"eventSource":"aws:s3"}]}""",
                "Records[0].EventSource",
                "\"aws:s3\"",
                "aws:sns or aws:sqs"
            },
            { "no source", """{"Records":[7]}""", "Records[0].EventSource", "nothing", "aws:sns or aws:sqs" },
            {
                "unknown shape",
                """{"hello":1,"world":2}""",
                "$",
                "members hello, world",
                "an SNS or SQS event (Records)"
            },
            { "not an object", "[]", "$", "Array", "an SNS or SQS event (Records)" },
            { "not JSON", "{", "$", "", "a JSON document" },
            { "nothing", "", "$", "", "a JSON document" },
            {
                "other detail-type",
                Bridge(e => e["detail-type"] = "Scheduled Event"),
                "detail-type",
                "\"Scheduled Event\"",
                "CloudWatch Alarm State Change"
            },
            {
                "detail missing",
                Bridge(e => e.Remove("detail")),
                "detail",
                "nothing",
                "an alarm's name, state and configuration"
            },
            {
                "state missing",
                Bridge(e => e["detail"]!.AsObject().Remove("state")),
                "detail.state",
                "nothing",
                "value, reason and timestamp"
            },
            {
                "state is a number",
                Bridge(e => e["detail"]!["state"] = 5),
                "$.detail.state",
                "",
                "an alarm's state change"
            },
            { "no resources", Bridge(e => e["resources"] = new JsonArray()), "resources[0]", "nothing", Arn },
            {
                "bad previous state",
                Bridge(e => e["detail"]!["previousState"]!["value"] = "UP"),
                "detail.previousState.value",
                "\"UP\"",
                "ALARM, OK"
            },
            { "direct ARN missing", Direct(e => e.Remove("alarmArn")), "alarmArn", "nothing", Arn },
            {
                "direct data null",
                Direct(e => e["alarmData"] = null),
                "alarmData",
                "nothing",
                "an alarm's name, state and configuration"
            },
            {
                "direct bad time",
                Direct(e => e["alarmData"]!["state"]!["timestamp"] = "15/01/26"),
                "alarmData.state.timestamp",
                "\"15/01/26\"",
                Time
            },
            { "operator without by", Operator(o => o.Remove("by")), "operator.by", "nothing", "who asks" },
            { "operator without because", Operator(o => o.Remove("because")), "operator.because", "nothing", "why" },
            {
                "operator without target",
                Operator(o => o.Remove("target")),
                "operator.target",
                "nothing",
                "a target's id"
            },
            {
                "operator without remedy",
                Operator(o => o["remedy"] = ""),
                "operator.remedy",
                "\"\"",
                "a remedy's name"
            },
            {
                "operator mode",
                Operator(o => o["mode"] = "Act!"),
                "operator.mode",
                "\"Act!\"",
                "\"act\", \"ask\" or \"observe\""
            },
            { "operator unknown member", Operator(o => o["force"] = true), "$.operator.force", "force", Answers },
            {
                "approve of nothing",
                Operator(o => Answer(o, "approve", "")),
                "operator.approve",
                "\"\"",
                "an offer's id"
            },
            {
                "acknowledge nothing",
                Operator(o => Answer(o, "acknowledge", "")),
                "operator.acknowledge",
                "\"\"",
                "an incident's id"
            },
            {
                "answer without by",
                Operator(o => Answer(o, "refuse", "x").Remove("by")),
                "operator.by",
                "nothing",
                "who answers"
            },
            {
                "answer and remedy",
                Operator(o => o["approve"] = "x"),
                "operator.remedy",
                "serviceUnavailable",
                "none beside"
            },
            {
                "two answers",
                Operator(o => Answer(o, "approve", "x")["refuse"] = "x"),
                "operator",
                "approve and refuse",
                "one answer at a time"
            },
            { "operator is null", """{"operator":null}""", "operator", "nothing", Answers },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadEvent_NamesPlaceFoundAndExpected(
        string what,
        string json,
        string place,
        string found,
        string expected
    )
    {
        var bad = Assert.Throws<BadEventException>(() =>
        {
            EventReader.Read(Encoding.UTF8.GetBytes(json));
        });

        Assert.True(bad.Place == place, $"{what}: {bad.Message}");
        Assert.Contains(found, bad.Found, StringComparison.Ordinal);
        Assert.Contains(expected, bad.Expected, StringComparison.Ordinal);
        Assert.Equal($"{bad.Place}: found {bad.Found}, expected {bad.Expected}", bad.Message);
    }

    [Theory]
    [InlineData("""{"signal":"tick","target":"api-service"}""")]
    [InlineData("""{"signal":"dance"}""")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData(null)]
    public void BadQueueMessage_IsBadAlone(string? body)
    {
        var batch = JsonNode.Parse(WiredAccount.Text("events/sqs-tick.json"))!;
        var record = batch["Records"]![0]!.DeepClone();
        record["body"] = body;
        record["messageId"] = "bad";
        batch["Records"]!.AsArray().Add(record);

        var items = Assert
            .IsType<IncomingEvent.Batch>(EventReader.Read(Encoding.UTF8.GetBytes(batch.ToJsonString())))
            .Items;

        Assert.Equal(Samples.Tick, items[0].Signal);
        Assert.Equal(("bad", "Records[1].body"), (items[1].MessageId, items[1].Error!.Place));
    }

    private static string Of(string file, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(WiredAccount.Text($"events/{file}"))!.AsObject();
        change(root);
        return root.ToJsonString();
    }

    private static JsonObject Sns(JsonObject root) => root["Records"]![0]!["Sns"]!.AsObject();

    private static string SnsOf(string message) => Of("sns-metric-alarm.json", root => Sns(root)["Message"] = message);

    private static string Sns(Action<JsonObject> change)
    {
        var message = JsonNode.Parse(
            (string)Sns(JsonNode.Parse(WiredAccount.Text("events/sns-metric-alarm.json"))!.AsObject())["Message"]!
        )!;
        change(message.AsObject());
        return SnsOf(message.ToJsonString());
    }

    private static string Bridge(Action<JsonObject> change) => Of("eventbridge-metric-alarm.json", change);

    private static string Direct(Action<JsonObject> change) => Of("direct-metric-alarm.json", change);

    /// <summary>An answer in the place of the request.</summary>
    private static JsonObject Answer(JsonObject asked, string answer, string subject)
    {
        asked.Remove("remedy");
        asked.Remove("mode");
        asked[answer] = subject;
        return asked;
    }

    private static string Operator(Action<JsonObject> change) =>
        Of("operator-act.json", root => change(root["operator"]!.AsObject()));
}

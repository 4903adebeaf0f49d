using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Signals;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>Every file of events/ is what its name says.</summary>
public class EventFilesTests
{
    [Theory]
    [InlineData("sns-metric-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "api-service-5xx")]
    [InlineData("sns-metric-ok.json", AlarmKind.Metric, AlarmState.Ok, "api-service-5xx")]
    [InlineData("sns-metric-insufficient-data.json", AlarmKind.Metric, AlarmState.InsufficientData, "api-service-5xx")]
    [InlineData("sns-math-alarm.json", AlarmKind.Math, AlarmState.Alarm, "api-service-unhealthy-rate")]
    [InlineData("sns-anomaly-alarm.json", AlarmKind.Anomaly, AlarmState.Alarm, "api-service-unhealthy-anomaly")]
    [InlineData("sns-composite-alarm.json", AlarmKind.Composite, AlarmState.Alarm, "api-service-all-down")]
    [InlineData("sns-tagged-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "tagged-by-a-team")]
    [InlineData("sns-unknown-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "somebody-elses-alarm")]
    [InlineData("eventbridge-metric-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "api-service-5xx")]
    [InlineData("eventbridge-metric-ok.json", AlarmKind.Metric, AlarmState.Ok, "api-service-5xx")]
    [InlineData("eventbridge-math-alarm.json", AlarmKind.Math, AlarmState.Alarm, "api-service-unhealthy-rate")]
    [InlineData("eventbridge-anomaly-alarm.json", AlarmKind.Anomaly, AlarmState.Alarm, "api-service-unhealthy-anomaly")]
    [InlineData("eventbridge-composite-alarm.json", AlarmKind.Composite, AlarmState.Alarm, "api-service-all-down")]
    [InlineData("eventbridge-tagged-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "tagged-by-a-team")]
    [InlineData("eventbridge-memory-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "api-service-memory")]
    [InlineData(
        "eventbridge-table-alarm.json",
        AlarmKind.Math,
        AlarmState.Alarm,
        "lightningtalk-circle-prod-events-throttled"
    )]
    [InlineData("direct-metric-alarm.json", AlarmKind.Metric, AlarmState.Alarm, "api-service-5xx")]
    [InlineData(
        "direct-metric-insufficient-data.json",
        AlarmKind.Metric,
        AlarmState.InsufficientData,
        "api-service-5xx"
    )]
    [InlineData("direct-math-alarm.json", AlarmKind.Math, AlarmState.Alarm, "api-service-unhealthy-rate")]
    [InlineData("direct-anomaly-alarm.json", AlarmKind.Anomaly, AlarmState.Alarm, "api-service-unhealthy-anomaly")]
    [InlineData("direct-composite-alarm.json", AlarmKind.Composite, AlarmState.Alarm, "api-service-all-down")]
    public void AlarmFile_ReadsAsItsNameSays(string file, AlarmKind kind, AlarmState state, string name)
    {
        var alarm = Assert.IsType<Signal.AlarmChanged>(Assert.Single(Signals(file)));

        Assert.Equal((name, kind, state), (alarm.Name, alarm.Kind, alarm.State));
        Assert.Equal(
            file.Split('-')[0] switch
            {
                "sns" => AlarmRoute.Sns,
                "eventbridge" => AlarmRoute.EventBridge,
                _ => AlarmRoute.Direct,
            },
            alarm.Route
        );
        Assert.Equal(state == AlarmState.Ok ? AlarmState.Alarm : AlarmState.Ok, alarm.Previous);
        Assert.Equal($"arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:{name}", alarm.Arn);
        Assert.Equal(("ap-northeast-1", "123456789012"), (alarm.Region, alarm.Account));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 3, 15, 0, TimeSpan.Zero), alarm.ChangedAt);
        Assert.Equal(TimeSpan.Zero, alarm.ChangedAt.Offset);
        Assert.NotEmpty(alarm.Reason);
        Assert.Equal(file.Contains("tagged", StringComparison.Ordinal), alarm.Tags.Count > 0);
    }

    /// <summary>A suppressor and a mute rule are in the change; SNS hears only of what nobody silenced.</summary>
    [Theory]
    [InlineData("eventbridge-muted-alarm.json", true)]
    [InlineData("eventbridge-metric-alarm.json", false)]
    [InlineData("sns-metric-alarm.json", false)]
    public void AlarmFile_SaysWhetherItIsSilenced(string file, bool isSilenced) =>
        Assert.Equal(
            isSilenced
                ? new Silence(
                    "actions suppressed by Alarm: Actions suppressed by planned-maintenance; muted by planned"
                )
                {
                    Until = new DateTimeOffset(2026, 1, 15, 5, 0, 0, TimeSpan.Zero),
                }
                : null,
            Assert.IsType<Signal.AlarmChanged>(Assert.Single(Signals(file))).Silenced
        );

    /// <summary>SNS lists tags as Key and Value, EventBridge as an object: they are the same to the estate.</summary>
    [Theory]
    [InlineData("sns-tagged-alarm.json")]
    [InlineData("eventbridge-tagged-alarm.json")]
    public void TaggedAlarm_CarriesItsTag(string file)
    {
        var alarm = Assert.IsType<Signal.AlarmChanged>(Assert.Single(Signals(file)));

        Assert.Equal("api-service/serviceUnavailable", Assert.Single(alarm.Tags, tag => tag.Key == "lambdaops").Value);
    }

    [Fact]
    public void TwoRecords_AreTwoSignalsInOrder() =>
        Assert.Equal(
            ["api-service-5xx", "api-service-unhealthy-hosts"],
            Signals("sns-two-records.json").Cast<Signal.AlarmChanged>().Select(alarm => alarm.Name)
        );

    [Theory]
    [InlineData("operator-act.json", Mode.Act, "users report 503 and no alarm has fired")]
    [InlineData("operator-observe.json", Mode.Observe, "a drill: what would it do?")]
    public void OperatorFile_IsAPersonsRequest(string file, Mode mode, string because) =>
        Assert.Equal(
            new Signal.OperatorRequested(Samples.Target, Samples.Remedy, mode, "the on-call engineer", because),
            Assert.Single(Signals(file))
        );

    [Theory]
    [InlineData("operator-rollout-deploy.json", RolloutWish.Deploy, "lightningtalk-prod-api-service:42")]
    [InlineData("operator-rollout-pause.json", RolloutWish.Pause, null)]
    [InlineData("operator-rollout-resume.json", RolloutWish.Resume, null)]
    [InlineData("operator-rollout-abort.json", RolloutWish.Abort, null)]
    [InlineData("operator-rollout-observe.json", RolloutWish.Status, null)]
    public void RolloutFile_IsAPersonsRequest(string file, RolloutWish wish, string? revision) =>
        Assert.Equal(
            new RolloutRequest(wish, revision),
            Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals(file))).Rollout
        );

    [Theory]
    [InlineData("operator-performance-passed.json", TestResult.Passed)]
    [InlineData("operator-performance-failed.json", TestResult.Failed)]
    public void PerformanceFile_IsAPersonsReport(string file, TestResult result) =>
        Assert.Equal(
            new RolloutRequest(RolloutWish.Report, Result: result),
            Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals(file))).Rollout
        );

    [Theory]
    [InlineData("\"passed\"", "\"good\"", "operator.performanceTest")]
    [InlineData("\"mode\": \"act\"", "\"rollout\": \"abort\"", "operator.rollout")]
    [InlineData("\"remedy\": \"rollout\"", "\"remedy\": \"latency\"", "operator.performanceTest")]
    public void PerformanceReport_NamesWhatIsWrong(string good, string bad, string place) =>
        AssertWrong("operator-performance-passed.json", good, bad, place);

    [Theory]
    [InlineData("operator-region-failover.json", RegionWish.Failover)]
    [InlineData("operator-region-failback.json", RegionWish.Failback)]
    public void RegionFile_IsAPersonsRequest(string file, RegionWish wish) =>
        Assert.Equal(wish, Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals(file))).Region);

    [Theory]
    [InlineData("\"region\": \"failover\"", "\"region\": \"us-west-2\"", "operator.region")]
    [InlineData("\"remedy\": \"regionFailover\"", "\"remedy\": \"rollout\"", "operator.region")]
    public void RegionRequest_NamesWhatIsWrong(string good, string bad, string place) =>
        AssertWrong("operator-region-failover.json", good, bad, place);

    [Theory]
    [InlineData("operator-config-change.json", Mode.Act)]
    [InlineData("operator-config-observe.json", Mode.Observe)]
    public void ConfigFile_IsAPersonsRequest(string file, Mode mode)
    {
        var asked = Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals(file)));

        Assert.Equal(
            (mode, new ConfigRequest("lightningtalk-prod-env", "5e1d3f0a-7c2b-4d86-9a41-0b6f2c8e7d13")),
            (asked.Mode, asked.Config)
        );
    }

    [Theory]
    [InlineData("5e1d3f0a-7c2b-4d86-9a41-0b6f2c8e7d13", "AWSCURRENT", "operator.version")]
    [InlineData("5e1d3f0a-7c2b-4d86-9a41-0b6f2c8e7d13", "{password: one}", "operator.version")]
    [InlineData("\"lightningtalk-prod-env\"", "\"\"", "operator.secret")]
    [InlineData("\"remedy\": \"configChange\"", "\"remedy\": \"rollout\"", "operator.secret")]
    public void ConfigRequest_NamesWhatIsWrong(string good, string bad, string place) =>
        AssertWrong("operator-config-change.json", good, bad, place);

    [Fact]
    public void RestoreFile_IsAPersonsRequest() =>
        Assert.Equal(
            new RestoreRequest(RestoreWish.Begin, new DateTimeOffset(2026, 1, 15, 2, 55, 0, TimeSpan.Zero)),
            Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals("operator-restore-table.json"))).Restore
        );

    [Fact]
    public void RestoreStatus_IsAQuestion() =>
        Assert.Equal(
            new RestoreRequest(RestoreWish.Status),
            Assert.IsType<Signal.OperatorRequested>(Assert.Single(Signals("operator-restore-status.json"))).Restore
        );

    [Theory]
    [InlineData("2026-01-15T11:55:00+09:00", "yesterday", "operator.restore")]
    [InlineData("2026-01-15T11:55:00+09:00", "2026-01-15T11:55:00", "operator.restore")]
    [InlineData("2026-01-15T11:55:00+09:00", "2026-02-30T11:55:00+09:00", "operator.restore")]
    [InlineData("\"remedy\": \"dataRestore\"", "\"remedy\": \"databaseErrors\"", "operator.restore")]
    public void RestoreRequest_NamesWhatIsWrong(string good, string bad, string place) =>
        AssertWrong("operator-restore-table.json", good, bad, place);

    [Theory]
    [InlineData("\"rollout\": \"deploy\"", "\"rollout\": \"move\"", "operator.rollout")]
    [InlineData("lightningtalk-prod-api-service:42", "lightningtalk-prod-api-service", "operator.revision")]
    [InlineData("lightningtalk-prod-api-service:42", "lightningtalk-prod-api-service:latest", "operator.revision")]
    [InlineData("\"rollout\": \"deploy\"", "\"rollout\": \"abort\"", "operator.revision")]
    [InlineData("\"remedy\": \"rollout\"", "\"remedy\": \"latency\"", "operator.rollout")]
    public void RolloutRequest_NamesWhatIsWrong(string good, string bad, string place) =>
        AssertWrong("operator-rollout-deploy.json", good, bad, place);

    private static void AssertWrong(string file, string good, string bad, string place)
    {
        var text = File.ReadAllText(Path.Combine("events", file));

        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Equal(
            place,
            Assert
                .Throws<BadEventException>(() =>
                    EventReader.Read(
                        System.Text.Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal))
                    )
                )
                .Place
        );
    }

    [Fact]
    public void HookFile_IsAskedForAnAnswer() =>
        Assert.Equal(
            new HookCall(
                "a635edb5-a66b-4f44-bf3f-fcee4b3641a5",
                "POST_TEST_TRAFFIC_SHIFT",
                "arn:aws:ecs:ap-northeast-1:123456789012:service-deployment/lightningtalk-prod/api-service/6oKNNXPSqWqzrWnYdfg1C",
                "arn:aws:ecs:ap-northeast-1:123456789012:service/lightningtalk-prod/api-service"
            ),
            Assert
                .IsType<IncomingEvent.Hook>(
                    EventReader.Read(File.ReadAllBytes(Path.Combine("events", "ecs-lifecycle-hook.json")))
                )
                .Call
        );

    /// <summary>What a hook does not say is no error: ECS takes that for a failure.</summary>
    [Theory]
    [InlineData("""{"lifecycleStage":null}""")]
    [InlineData("""{"lifecycleStage":[],"executionDetails":7}""")]
    [InlineData("""{"lifecycleStage":"","executionDetails":{"serviceArn":{}}}""")]
    public void Hook_ThatSaysNothingIsOne(string payload) =>
        Assert.Equal(
            new HookCall("", "", "", ""),
            Assert.IsType<IncomingEvent.Hook>(EventReader.Read(System.Text.Encoding.UTF8.GetBytes(payload))).Call
        );

    [Theory]
    [InlineData(HookReply.Succeeded, null, """{"hookStatus":"SUCCEEDED"}""")]
    [InlineData(HookReply.Failed, null, """{"hookStatus":"FAILED"}""")]
    [InlineData(HookReply.InProgress, 30, """{"hookStatus":"IN_PROGRESS","callBackDelay":30}""")]
    public void HookAnswer_IsEcssOwn(HookReply status, int? seconds, string json) =>
        Assert.Equal(
            json,
            System.Text.Encoding.UTF8.GetString(
                EventAnswer.Of(new HookAnswer(status, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null)).ToJson()
            )
        );

    /// <summary>The one names the service, the other its deployment.</summary>
    [Theory]
    [InlineData("eventbridge-ecs-deployment.json", "SERVICE_DEPLOYMENT_IN_PROGRESS", false)]
    [InlineData("eventbridge-ecs-hook.json", "HOOK_AWAITING_ACTION", true)]
    public void DeploymentFile_NamesTheService(string file, string happened, bool awaits)
    {
        var changed = Assert.IsType<Signal.DeploymentChanged>(Assert.Single(Signals(file)));

        Assert.Equal(
            "arn:aws:ecs:ap-northeast-1:123456789012:service/lightningtalk-prod/api-service",
            changed.ServiceArn
        );
        Assert.Equal((happened, awaits), (changed.Event, changed.Awaits));
    }

    [Theory]
    [InlineData("operator-approve.json", OperatorAnswer.Approve, "nobody deploys now, and users are waiting")]
    [InlineData(
        "operator-decline.json",
        OperatorAnswer.Refuse,
        "the database is being moved, a restart would not help"
    )]
    public void AnswerFile_IsAPersonsAnswerOnceItIsSigned(string file, OperatorAnswer answer, string because) =>
        Assert.Equal(
            new Signal.OperatorAnswered(Samples.Target, answer, "20260115-api-service-031501-1", "Sato", because),
            Signed(file, "Sato")
        );

    /// <summary>Notices said "refuse" before they said "decline", and an answer to one may still come.</summary>
    [Fact]
    public void Refuse_OfAnOlderNoticeDeclines() =>
        Assert.Equal(
            Signed("operator-decline.json", "Sato"),
            Signed(
                "operator-decline.json",
                "Sato",
                text => text.Replace("\"decline\"", "\"refuse\"", StringComparison.Ordinal)
            )
        );

    [Theory]
    [InlineData("operator-approve.json")]
    [InlineData("operator-decline.json")]
    [InlineData("operator-acknowledge.json")]
    [InlineData("operator-note.json")]
    public void AnswerFile_IsRefusedAsItStands(string file)
    {
        var bad = Assert.Throws<BadEventException>(() =>
        {
            Signals(file);
        });

        Assert.Equal(
            ("operator.by", "the placeholder \"YOUR NAME\"", "who answers, in your own words"),
            (bad.Place, bad.Found, bad.Expected)
        );
    }

    [Theory]
    [InlineData("your name")]
    [InlineData("NAME")]
    [InlineData("<name>")]
    [InlineData("…")]
    [InlineData("...")]
    [InlineData("  ")]
    [InlineData("WHO")]
    [InlineData("the on-call engineer")]
    public void Answer_OfAPlaceholderIsRefused(string by) =>
        Assert.Equal(
            "operator.by",
            Assert
                .Throws<BadEventException>(() =>
                {
                    Signed("operator-approve.json", by);
                })
                .Place
        );

    [Theory]
    [InlineData("Name Less")]
    [InlineData("佐藤")]
    [InlineData("sato@example.com")]
    public void Answer_OfANameIsTaken(string by) =>
        Assert.Equal(by, Assert.IsType<Signal.OperatorAnswered>(Signed("operator-approve.json", by)).By);

    internal static Signal Signed(string file, string by, Func<string, string>? change = null)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", file));
        var json = JsonNode.Parse(change?.Invoke(text) ?? text)!;
        json["operator"]!["by"] = by;
        return Assert.Single(
            Assert.IsType<IncomingEvent.Signals>(EventReader.Read(Encoding.UTF8.GetBytes(json.ToJsonString()))).All
        );
    }

    [Fact]
    public void ScheduleFile_IsTheWatchdogsJob() =>
        Assert.Equal("watchdog", Assert.IsType<IncomingEvent.Job>(Read("schedule-watchdog.json")).Request.Check.Value);

    [Fact]
    public void AcknowledgeFile_NamesTheIncident() =>
        Assert.Equal(
            new Signal.OperatorAnswered(
                Samples.Target,
                OperatorAnswer.Acknowledge,
                "20260115-api-service-031501",
                "Sato",
                "looking into it"
            ),
            Signed("operator-acknowledge.json", "Sato")
        );

    [Fact]
    public void NoteFile_NamesTheIncidentAndSaysSomething() =>
        Assert.Equal(
            new Signal.OperatorAnswered(
                Samples.Target,
                OperatorAnswer.Note,
                "20260115-api-service-031501",
                "Sato",
                "the database team moves the primary back at 12:30"
            ),
            Signed("operator-note.json", "Sato")
        );

    [Theory]
    [InlineData("\"because\":\"x\",\"text\":\"y\"", "operator.because")]
    [InlineData("\"mode\":\"act\",\"text\":\"y\"", "operator.mode")]
    [InlineData("\"acknowledge\":\"x\",\"text\":\"y\"", "operator")]
    [InlineData("\"remedy\":null", "operator.text")]
    [InlineData("\"text\":\"\"", "operator.text")]
    [InlineData("\"text\":\"...\"", "operator.text")]
    [InlineData("\"text\":\"y\",\"about\":\"all\"", "operator.about")]
    public void Note_ThatCannotBeUsedNamesThePlace(string members, string place) =>
        Assert.Equal(place, BadNote(members).Place);

    [Fact]
    public void Note_IsBounded()
    {
        var bad = BadNote($"\"text\":\"{new string('x', 1001)}\"");

        Assert.Equal(("operator.text", "1001 characters", "1000 at most"), (bad.Place, bad.Found, bad.Expected));
    }

    [Theory]
    [InlineData("impact", RemarkAbout.Impact)]
    [InlineData("cause", RemarkAbout.Cause)]
    [InlineData("followUp", RemarkAbout.FollowUp)]
    [InlineData("lesson", RemarkAbout.Lesson)]
    public void Note_SaysWhichPartOfTheReportItIsAbout(string about, RemarkAbout expected)
    {
        var read = EventReader.Read(
            Encoding.UTF8.GetBytes(
                "{\"operator\":{\"target\":\"api\",\"note\":\"20260115-api-031501\",\"by\":\"Sato\",\"text\":\"y\","
                    + $"\"about\":\"{about}\"}}}}"
            )
        );

        var signal = Assert.Single(Assert.IsType<IncomingEvent.Signals>(read).All);
        Assert.Equal(expected, Assert.IsType<Signal.OperatorAnswered>(signal).About);
        Assert.Equal(
            signal,
            JsonSerializer.Deserialize(
                JsonSerializer.Serialize(signal, JournalJson.Default.Signal),
                JournalJson.Default.Signal
            )
        );
    }

    private static BadEventException BadNote(string members) =>
        Assert.Throws<BadEventException>(() =>
        {
            EventReader.Read(
                Encoding.UTF8.GetBytes(
                    $$$"""{"operator":{"target":"api","note":"20260115-api-031501","by":"Sato",{{{members}}}}}"""
                )
            );
        });

    [Fact]
    public void OperatorWithoutMode_OnlyObserves()
    {
        var json = """{"operator":{"target":"a","remedy":"r","by":"me","because":"why not"}}""";

        var signals = Assert.IsType<IncomingEvent.Signals>(EventReader.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(Mode.Observe, Assert.IsType<Signal.OperatorRequested>(Assert.Single(signals.All)).Mode);
    }

    [Fact]
    public void TickFile_IsOneGoodItem()
    {
        var item = Assert.Single(Batch("sqs-tick.json"));

        Assert.Equal(("22222222-3333-4444-5555-000000000001", null), (item.MessageId, item.Error));
        Assert.Equal(Samples.Tick, item.Signal);
    }

    [Fact]
    public void BatchWithOneBadItem_KeepsTheGoodOneAndNamesTheBad()
    {
        var items = Batch("sqs-batch-one-bad.json");

        Assert.Equal(2, items.Count);
        Assert.Equal(Samples.Tick, items[0].Signal);
        Assert.Null(items[1].Signal);
        Assert.Equal("22222222-3333-4444-5555-000000000002", items[1].MessageId);
        Assert.Equal("Records[1].body", items[1].Error!.Place);
        Assert.Contains("beat", items[1].Error!.Message, StringComparison.Ordinal);
    }

    internal static IncomingEvent Read(string file) =>
        EventReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "events", file)));

    internal static IReadOnlyList<Signal> Signals(string file) => Assert.IsType<IncomingEvent.Signals>(Read(file)).All;

    private static IReadOnlyList<BatchItem> Batch(string file) => Assert.IsType<IncomingEvent.Batch>(Read(file)).Items;
}

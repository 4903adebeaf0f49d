using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Aws.Signals;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Operator;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Signals;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>
/// The main job on each event of events/, as a person would invoke it while all tasks hang. The world's own deliveries
/// are lost, so that nothing else has begun.
/// </summary>
[Collection(OneAtATime.Name)]
public class EventTests
{
    private static readonly TimeSpan s_untilTheAlarm = TimeSpan.FromMinutes(5);

    /// <param name="changes">Restarts within three minutes. An alarm that the world does not have cannot be looked at:
    /// inconclusive, and no change.</param>
    [Theory]
    [InlineData("sns-metric-alarm.json", 1, "Acted")]
    [InlineData("sns-metric-ok.json", 0, "Ignored")]
    [InlineData("sns-metric-insufficient-data.json", 0, "Ignored")]
    [InlineData("sns-math-alarm.json", 0, "Inconclusive")]
    [InlineData("sns-anomaly-alarm.json", 0, "Inconclusive")]
    [InlineData("sns-composite-alarm.json", 1, "Switched")]
    [InlineData("sns-tagged-alarm.json", 0, "Inconclusive")]
    [InlineData("sns-unknown-alarm.json", 0, "Unknown")]
    [InlineData("sns-two-records.json", 1, "Acted", "Waiting")]
    [InlineData("eventbridge-metric-alarm.json", 1, "Acted")]
    [InlineData("eventbridge-metric-ok.json", 0, "Ignored")]
    [InlineData("eventbridge-math-alarm.json", 0, "Inconclusive")]
    [InlineData("eventbridge-anomaly-alarm.json", 0, "Inconclusive")]
    [InlineData("eventbridge-composite-alarm.json", 0, "Waiting")]
    [InlineData("eventbridge-tagged-alarm.json", 0, "Inconclusive")]
    [InlineData("direct-metric-alarm.json", 1, "Acted")]
    [InlineData("direct-metric-insufficient-data.json", 0, "Ignored")]
    [InlineData("direct-math-alarm.json", 0, "Inconclusive")]
    [InlineData("direct-anomaly-alarm.json", 0, "Inconclusive")]
    [InlineData("direct-composite-alarm.json", 0, "Waiting")]
    [InlineData("operator-act.json", 1, "Waiting")]
    [InlineData("operator-observe.json", 0, "Waiting")]
    [InlineData("sns-latency-alarm.json", 1, "Switched")]
    [InlineData("eventbridge-latency-alarm.json", 1, "Switched")]
    [InlineData("direct-latency-alarm.json", 1, "Switched")]
    [InlineData("operator-latency-observe.json", 0, "Switched")]
    [InlineData("eventbridge-memory-alarm.json", 1, "Switched")]
    [InlineData("eventbridge-table-alarm.json", 0, "Waiting")]
    [InlineData("operator-table-observe.json", 0, "Waiting")]
    [InlineData("operator-zone-observe.json", 0, "HandedOff")]
    [InlineData("operator-total-outage-observe.json", 0, "Switched")]
    [InlineData("operator-page-up.json", 3, "Acted")]
    [InlineData("operator-page-down.json", 0, "Answered")]
    [InlineData("operator-page-status.json", 0, "Answered")]
    [InlineData("operator-approve.json", 0, "Ignored")]
    [InlineData("operator-decline.json", 0, "Ignored")]
    [InlineData("operator-acknowledge.json", 0, "Ignored")]
    [InlineData("operator-stop.json", 0, "Accepted")]
    [InlineData("operator-resume.json", 0, "Accepted")]
    public async Task Event_LeadsTo(string file, int changes, params string[] outcomes)
    {
        var (answer, made) = await InvokeAsync(file, build: null);

        Assert.Equal(outcomes, answer.AsArray().Select(one => (string?)one!["outcome"]));
        Assert.Equal(changes, made);
    }

    [Theory]
    [InlineData("sqs-tick.json", """{"batchItemFailures":[]}""")]
    [InlineData(
        "sqs-batch-one-bad.json",
        """{"batchItemFailures":[{"itemIdentifier":"22222222-3333-4444-5555-000000000002"}]}"""
    )]
    public async Task QueueEvent_LeadsTo(string file, string expected)
    {
        var (answer, made) = await InvokeAsync(file, build: null);

        Assert.Equal((expected, 0), (answer.ToJsonString(), made));
    }

    /// <summary>The simulated account has no test listener there: nobody answers, and the default lets it go on.</summary>
    [Fact]
    public async Task HookEvent_IsAnswered()
    {
        var (answer, made) = await InvokeAsync("ecs-lifecycle-hook.json", build: null);

        Assert.Equal(("""{"hookStatus":"IN_PROGRESS","callBackDelay":30}""", 0), (answer.ToJsonString(), made));
    }

    /// <summary>The same with the function as a process, which answers with its reports.</summary>
    [Theory]
    [InlineData("sns-metric-alarm.json", "Acted")]
    [InlineData("eventbridge-metric-alarm.json", "Acted")]
    [InlineData("direct-metric-alarm.json", "Acted")]
    [InlineData("operator-act.json", "Waiting")]
    public async Task Event_OverTheWireLeadsTo(string file, string outcome)
    {
        var (answer, made) = await InvokeAsync(file, Rehearsal.Processes);

        var report = Assert.Single(answer.AsArray())!;
        Assert.Equal((outcome, "api-service"), ((string?)report["outcome"], (string?)report["target"]));
        Assert.StartsWith("20260115-api-service-", (string?)report["incident"], StringComparison.Ordinal);
        Assert.NotEmpty((string)report["because"]!);
        Assert.Equal(1, made);
    }

    private static async Task<(JsonNode Answer, int Changes)> InvokeAsync(string file, FunctionBuild? build)
    {
        await using var host = await Rehearsal.HostAsync(act: true, build);
        var (simulation, world) = (host.Simulation, host.Simulation.World);
        lock (world.Gate)
        {
            world.Alarms.Deliveries.LossShare = 1;
            world.Fleet.Services[0].HangTasks();
        }

        await simulation.Pump.RunUntilAsync(() => false, world.Clock.Now + s_untilTheAlarm);
        // As whoever answers signs it.
        var payload = Encoding.UTF8.GetBytes(
            (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "events", file))).Replace(
                "YOUR NAME",
                "Sato",
                StringComparison.Ordinal
            )
        );
        var function = simulation.Stack.Find(FunctionOf(payload, host)).Name;
        var result = await simulation.Lambda.InvokeAsync(function, "RequestResponse", payload, "operator");
        Assert.True(result.FunctionError is null, result.LogTail);
        await simulation.Pump.RunUntilAsync(() => false, world.Clock.Now + TimeSpan.FromMinutes(3));
        var changes = world.Calls.Count(call =>
            simulation.Stack.Functions.Any(one => one.Name == call.Caller)
            && call.Operation is "UpdateService" or "CopyObject" or "CreateInvalidation"
        );
        return (JsonNode.Parse(result.Payload)!, changes);
    }

    /// <summary>
    /// The function that gets the event in AWS: that of the remedy to which the estate gives it, or of people's decisions.
    /// </summary>
    private static FunctionName FunctionOf(byte[] payload, SimulationHost host) =>
        EventReader.Read(payload) switch
        {
            IncomingEvent.Hook => AllProcedures.FunctionOf(RolloutProcedure.ProcedureName),
            IncomingEvent.Signals { All: [var first, ..] } when OperatorProcedure.Owns(first) => AllProcedures.Operator,
            IncomingEvent.Signals { All: [var first, ..] }
                when Routing.Of(first, host.Simulation.Options.Estate) is Routing.Found { Route.Remedy: var remedy } =>
                AllProcedures.FunctionOf(remedy),
            _ => AllProcedures.FunctionOf(ServiceUnavailableProcedure.ProcedureName),
        };
}

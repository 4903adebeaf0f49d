using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using LambdaOps.Aws.Invocations;
using LambdaOps.Aws.Signals;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Functions.Tests;

/// <summary>What an invocation answers; the loop behind it has an empty journal and sees nothing.</summary>
public class InvocationTests
{
    private readonly Office _office = new();

    [Fact]
    public async Task Alarm_IsAnsweredWithWhatItLedTo()
    {
        var reports = (await AnswerAsync("sns-metric-ok.json")).AsArray();

        var report = Assert.Single(reports)!.AsObject();
        Assert.Equal(("Ignored", "api-service"), ((string?)report["outcome"], (string?)report["target"]));
        Assert.Equal(["outcome", "target", "because"], report.Select(member => member.Key));
    }

    [Fact]
    public async Task TwoRecords_AreAnsweredInOrder()
    {
        var reports = (await AnswerAsync("sns-two-records.json")).AsArray();

        Assert.Equal(2, reports.Count);
        Assert.All(reports, report => Assert.Equal("api-service", (string?)report!["target"]));
    }

    [Fact]
    public async Task UnknownAlarm_IsAnswered() =>
        Assert.Equal("Unknown", (string?)(await AnswerAsync("sns-unknown-alarm.json"))[0]!["outcome"]);

    [Fact]
    public async Task Batch_OfGoodMessagesHasNoFailures() =>
        Assert.Equal("""{"batchItemFailures":[]}""", (await AnswerAsync("sqs-tick.json")).ToJsonString());

    [Fact]
    public async Task Batch_WithABadItemNamesOnlyThat() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"22222222-3333-4444-5555-000000000002"}]}""",
            (await AnswerAsync("sqs-batch-one-bad.json")).ToJsonString()
        );

    [Fact]
    public async Task Batch_WhoseJournalFailsNamesAll()
    {
        _office.Fails = true;

        Assert.Equal(2, (await AnswerAsync("sqs-batch-one-bad.json"))["batchItemFailures"]!.AsArray().Count);
    }

    /// <summary>Hidden for the queue's visibility timeout, the incident would not be looked at meanwhile.</summary>
    [Fact]
    public async Task Batch_ShowsAgainSoonWhatFailed()
    {
        await AnswerAsync("sqs-batch-one-bad.json");

        var (receipt, after) = Assert.Single(_office.Shown);
        Assert.NotEmpty(receipt);
        Assert.Equal(TimeSpan.FromSeconds(3), after);
    }

    /// <summary>The message comes again later then.</summary>
    [Fact]
    public async Task Batch_NamesWhatFailedAlsoWhereItStaysHidden()
    {
        _office.HidesForLong = true;

        Assert.Single((await AnswerAsync("sqs-batch-one-bad.json"))["batchItemFailures"]!.AsArray());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    [InlineData(5, 48)]
    [InlineData(6, 96)]
    [InlineData(7, 120)]
    [InlineData(10, 120)]
    public void WhatFailsAgain_IsHiddenForLonger(int received, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), IOwnQueue.HiddenFor(received));

    /// <summary>A scheduled job is no signal, and must not look handled.</summary>
    [Fact]
    public async Task Job_IsRefusedByARemedysFunction() =>
        await Assert.ThrowsAsync<BadEventException>(() => AnswerAsync("schedule-watchdog.json"));

    /// <summary>Neither as a person sends it nor as a message of the function's queue would bring it.</summary>
    [Theory]
    [InlineData("operator-approve.json")]
    [InlineData("operator-acknowledge.json")]
    [InlineData("operator-note.json")]
    [InlineData("operator-resume.json")]
    public async Task Decision_IsRefusedByARemedysFunction(string file)
    {
        var refused = await Assert.ThrowsAsync<BadEventException>(() =>
            RunAsync(Signed(file), new FunctionName("ServiceUnavailable"))
        );

        Assert.Contains("expected it at the function Operator", refused.Message, StringComparison.Ordinal);
        await RunAsync(Signed(file), AllProcedures.Operator);
    }

    [Fact]
    public async Task Decision_LikeAMessageOfTheQueueIsRefused()
    {
        const string Body =
            """{"signal":"answer","target":"api-service","answer":"Approve","subject":"20260115-api-service-031501-1","by":"x","because":"y"}""";
        var payload = new JsonObject
        {
            ["Records"] = new JsonArray(
                new JsonObject
                {
                    ["messageId"] = "one",
                    ["receiptHandle"] = "handle",
                    ["eventSource"] = "aws:sqs",
                    ["body"] = Body,
                }
            ),
        };
        async Task<string> Answer(string function)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(payload.ToJsonString()));
            return Encoding.UTF8.GetString((await RunAsync(stream, new FunctionName(function))).ToJson());
        }

        Assert.Contains("\"one\"", await Answer("ServiceUnavailable"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"one\"", await Answer("Operator"), StringComparison.Ordinal);
    }

    private static MemoryStream Signed(string file) =>
        new(
            Encoding.UTF8.GetBytes(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events", file))
                    .Replace("YOUR NAME", "Sato", StringComparison.Ordinal)
                    .Replace("WHY", "it is known", StringComparison.Ordinal)
            )
        );

    [Fact]
    public async Task Watch_AnswersItsJobWithWhatItFound() =>
        Assert.Equal("[]", (await WatchAsync("schedule-watchdog.json")).ToJsonString());

    [Fact]
    public async Task Watch_RefusesAnythingElse() =>
        await Assert.ThrowsAsync<BadEventException>(() => WatchAsync("sns-metric-alarm.json"));

    private async Task<JsonNode> WatchAsync(string file)
    {
        using var payload = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "events", file));
        var estate = ((EstateReading.Valid)EstateReader.Read(File.ReadAllText(Repository.Estate))).Estate;
        var watchdog = new Watchdog(estate, _office, _office, _office, account: null, NullLogger<Watchdog>.Instance);
        var context = new TestLambdaContext { RemainingTime = TimeSpan.FromMinutes(1) };
        return Serialized(
            await new WatchFunction(
                new Jobs(
                    new JobInvocation(
                        new(watchdog),
                        new(() => throw new InvalidOperationException("no check is asked for")),
                        new(() => throw new InvalidOperationException("no batch comes"))
                    )
                )
            ).Watch(payload, context)
        );
    }

    /// <summary>A failed invocation must look failed: only then is the event retried, and kept in the end.</summary>
    [Fact]
    public async Task Alarm_WhoseJournalFailsThrows()
    {
        _office.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => AnswerAsync("sns-metric-alarm.json"));
    }

    [Fact]
    public async Task MalformedEvent_Throws()
    {
        using var payload = new MemoryStream("{}"u8.ToArray());

        await Assert.ThrowsAsync<BadEventException>(() => RunAsync(payload));
    }

    private async Task<JsonNode> AnswerAsync(string file)
    {
        using var payload = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "events", file));
        return Serialized(await RunAsync(payload));
    }

    /// <summary>As Lambda's runtime client writes it: its serializer has options of its own.</summary>
    private static JsonNode Serialized(EventAnswer answer)
    {
        using var written = new MemoryStream();
        new SourceGeneratorLambdaJsonSerializer<EventsJson>().Serialize(answer, written);
        Assert.Equal(answer.ToJson(), written.ToArray());
        return JsonNode.Parse(written.ToArray())!;
    }

    private Task<EventAnswer> RunAsync(Stream payload, FunctionName? only = null)
    {
        var estate = ((EstateReading.Valid)EstateReader.Read(File.ReadAllText(Repository.Estate))).Estate;
        var ports = new LoopPorts(_office, _office, _office, _office, _office, _office);
        var loop = new RemedyLoop(
            estate,
            ports,
            NullLogger<RemedyLoop>.Instance,
            LoopOptions.Default with
            {
                Only = only,
            },
            TimeProvider.System
        );
        var context = new TestLambdaContext { AwsRequestId = "request", RemainingTime = TimeSpan.FromMinutes(5) };
        return new Invocation(
            new RemedyInvocation(loop, new OwnBatch(_office, NullLogger<OwnBatch>.Instance))
        ).RunAsync(payload, context);
    }

    /// <summary>Every port in one: an empty journal that takes everything, and eyes that see nothing.</summary>
    private sealed class Office : IJournal, IObserver, IActuator, IFollowUps, IOwnQueue, INotifier, IMetrics
    {
        private static readonly DateTimeOffset s_now = new(2026, 1, 15, 3, 16, 0, TimeSpan.Zero);

        public bool Fails { get; set; }

        public bool HidesForLong { get; set; }

        public List<(string Receipt, TimeSpan After)> Shown { get; } = [];

        public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
            Fails
                ? throw new IOException("no journal")
                : Task.FromResult(new JournalView(TargetRecord.New(target), ControlSwitch.Unset, 0, 0, null, s_now));

        public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
            Task.FromResult<Lease?>(new Lease(view.Record.Target, 1, 0, s_now, s_now + duration));

        public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
            Task.FromResult(true);

        public Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken) =>
            Task.FromResult((ControlSwitch.Unset, s_now));

        public Task TickLineAsync(TickedLine line, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new OpenIncidents([], s_now));

        public Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken) =>
            Task.FromResult<Incident?>(null);

        public Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
            Task.FromResult(1);

        public Task ShowAgainAsync(string receipt, TimeSpan after, CancellationToken cancellationToken)
        {
            Shown.Add((receipt, after));
            return HidesForLong ? throw new IOException("no queue") : Task.CompletedTask;
        }

        public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
            Task.FromResult(new Lead(dependency, Leader: null, Incident: null, Since: null, Version: 0));

        public Task<bool> ClaimLeadAsync(
            Lead seen,
            TargetId leader,
            IncidentId incident,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => Task.FromResult(true);

        public Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            WrittenReport? report,
            bool release,
            CancellationToken cancellationToken
        ) => Task.FromResult<Lease?>(lease);

        public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) => throw Blind();

        public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken) =>
            throw Blind();

        public Task SendAsync(
            Signal signal,
            FunctionName function,
            TimeSpan delay,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public void IncidentOpened(TargetId target, ProcedureName remedy) { }

        public void ActionTaken(TargetId target, ProcedureName remedy, Change change) { }

        public void ActionDenied(TargetId target, ProcedureName remedy, Denial denial) { }

        public void FirstAction(TargetId target, ProcedureName remedy, TimeSpan after) { }

        public void Recovered(TargetId target, ProcedureName remedy, TimeSpan after) { }

        private static NotObservableException Blind() => new("nothing to see");
    }
}

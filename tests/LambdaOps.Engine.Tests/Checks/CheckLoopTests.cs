using System.Collections.Immutable;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Checks;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Engine.Tests.Checks;

/// <summary>How a request for a check is taken in, and how its run goes on.</summary>
public class CheckLoopTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 14, 17, 0, 3, TimeSpan.Zero);

    private static readonly JobRequest s_scheduled = new(Sample.CheckName)
    {
        Schedule = "arn:schedule",
        ScheduledFor = s_start.AddSeconds(-3),
    };

    private static readonly Finding s_problem = new(FindingLevel.Danger, "p95 api", "P95 is 1,400 ms");

    private readonly ManualTime _time = new(s_start);
    private readonly Office _office;

    public CheckLoopTests() => _office = new Office(_time);

    [Fact]
    public async Task Run_ReportsAndNotifiesOnce()
    {
        var check = new Sample(_ => new CheckDecision.Report([s_problem]));

        Assert.Equal(CheckOutcome.Reported, (await HandleAsync(check, s_scheduled)).Outcome);
        Assert.Equal(CheckOutcome.Ignored, (await HandleAsync(check, s_scheduled)).Outcome);
        Assert.Equal(NoticeKind.CheckReported, Assert.Single(_office.Notices).Kind);
        Assert.Equal(s_problem, Assert.Single(Record.Last!.Findings));
        Assert.Null(Record.Open);
    }

    /// <summary>A day of its schedule that is not its own; a person may ask on any.</summary>
    [Fact]
    public async Task RunThatIsNotDue_IsPassedBy()
    {
        var check = new Sample(_ => new CheckDecision.Report([s_problem])) { WhyNot = "not the third business day" };

        var passed = await HandleAsync(check, s_scheduled);

        Assert.Equal((CheckOutcome.Ignored, "not the third business day"), (passed.Outcome, passed.Because));
        Assert.Empty(_office.Notices);
        Assert.Null(Record.Last);
        Assert.Equal(CheckOutcome.Reported, (await HandleAsync(check, new JobRequest(Sample.CheckName))).Outcome);
    }

    /// <summary>As the estate routes it; one that the estate does not name goes nowhere.</summary>
    [Fact]
    public async Task AlarmThatFires_IsSentToItsFunction()
    {
        var bench = new Bench();
        var (alarm, foreign) = (Bench.Alarm(), Bench.Alarm() with { Name = "nobodys" });
        var check = new Sample(_ => new CheckDecision.Report([]) { Firing = [foreign, alarm] });

        await HandleAsync(check, s_scheduled, estate: bench.Estate, followUps: bench.FollowUps);

        Assert.Same(alarm, Assert.Single(bench.FollowUps.Pending).Signal);
        Assert.Equal(new FunctionName("ServiceUnavailable"), Assert.Single(bench.FollowUps.Addressed));
    }

    /// <summary>A notice that did not go out is sent by the next run, though nothing is new.</summary>
    [Fact]
    public async Task FailedNotice_IsSentByTheNextRun()
    {
        var check = new Sample(_ => new CheckDecision.Report([s_problem]));
        _office.Fails = true;
        await HandleAsync(check, s_scheduled);
        _office.Fails = false;

        await HandleAsync(check, s_scheduled with { ScheduledFor = s_scheduled.ScheduledFor!.Value.AddDays(1) });

        Assert.Single(_office.Notices);
    }

    [Fact]
    public async Task Parts_AreRequestedEachByItself()
    {
        var check = new Sample(_ => new CheckDecision.Report([])) { Parts = ["1 of 2", "2 of 2"] };

        var answer = await HandleAsync(check, s_scheduled);

        Assert.Equal(CheckOutcome.Split, answer.Outcome);
        Assert.Equal(
            [s_scheduled with { Part = "1 of 2" }, s_scheduled with { Part = "2 of 2" }],
            _office.Sent.Select(sent => sent.Request)
        );
    }

    [Fact]
    public async Task NothingNamed_IsNothingToDo()
    {
        var check = new Sample(_ => throw new InvalidOperationException()) { Parts = [] };

        Assert.Equal(CheckOutcome.Ignored, (await HandleAsync(check, s_scheduled)).Outcome);
    }

    [Fact]
    public async Task Off_LooksAtNothing()
    {
        var check = new Sample(_ => throw new InvalidOperationException()) { Mode = Mode.Off };

        Assert.Equal(CheckOutcome.SwitchedOff, (await HandleAsync(check, s_scheduled)).Outcome);
    }

    [Fact]
    public async Task OtherFunctionsCheck_IsRefusedByName()
    {
        var unknown = await Assert.ThrowsAsync<UnknownCheckException>(() =>
            HandleAsync(new Sample(_ => new CheckDecision.Report([])), new JobRequest(new ProcedureName("other")))
        );

        Assert.Contains("sample", unknown.Message, StringComparison.Ordinal);
    }

    /// <summary>The request that goes on is in the queue, and the part is free for it.</summary>
    [Fact]
    public async Task Wait_GoesOnFromTheQueue()
    {
        var waits = true;
        var check = new Sample(_ =>
            waits ? new CheckDecision.Wait(TimeSpan.FromSeconds(30), "pacing") : new CheckDecision.Report([])
        );

        Assert.Equal(CheckOutcome.GoesOn, (await HandleAsync(check, s_scheduled)).Outcome);
        var (request, delay) = Assert.Single(_office.Sent);
        (waits, _office.Sent) = (false, []);

        Assert.Equal(TimeSpan.FromSeconds(30), delay);
        Assert.Equal(CheckOutcome.Reported, (await HandleAsync(check, request)).Outcome);
        Assert.Equal(s_scheduled.ScheduledFor, Record.Last!.ScheduledFor);
        Assert.Equal(CheckOutcome.Ignored, (await HandleAsync(check, request)).Outcome);
    }

    /// <summary>No step begins when the invocation is nearly over, and none counts as the last.</summary>
    [Fact]
    public async Task InvocationsEnd_GoesOnFromTheQueue()
    {
        var check = new Sample(situation =>
        {
            _time.Advance(TimeSpan.FromSeconds(40));
            return new CheckDecision.Look(situation.Part.About, []);
        });

        Assert.Equal(CheckOutcome.GoesOn, (await HandleAsync(check, s_scheduled)).Outcome);
        Assert.NotNull(Assert.Single(_office.Sent).Request.Continues);
    }

    [Fact]
    public async Task LeasedPart_IsRequestedAgainLater()
    {
        var check = new Sample(_ => new CheckDecision.Report([]));
        var held = new CheckRecord(Sample.CheckName, "all") { Open = new CheckRun(s_start, s_start) };
        _office.Store.Write(held, 0, s_start.AddSeconds(20));

        var answer = await HandleAsync(check, new JobRequest(Sample.CheckName) { Continues = s_start });

        Assert.Equal(CheckOutcome.Deferred, answer.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(21), Assert.Single(_office.Sent).Delay);
    }

    /// <summary>In mode observe, too: it changes nothing. And also when the invocation's time is over, as the check counts on it.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(1)]
    public async Task Figures_AreKeptInEveryMode(int seconds)
    {
        var day = new DayFigures("users", new DateOnly(2026, 1, 14), ImmutableSortedDictionary<string, double>.Empty);
        var check = new Sample(situation =>
            situation.Run.Memory is null
                ? new CheckDecision.Save([day], new CheckMemory.MetricsRollup([], 1, []))
                : new CheckDecision.Report([])
        )
        {
            Mode = Mode.Observe,
        };

        await HandleAsync(check, s_scheduled, mayWrite: false, remaining: TimeSpan.FromSeconds(seconds));

        Assert.Equal(day, Assert.Single(_office.Figures));
    }

    /// <summary>It is notified every day, not only when it is news; and when it cannot be stored, too.</summary>
    [Theory]
    [InlineData(null, "Full report: https://example.com/r")]
    [InlineData("NoSuchBucket", "Not stored: NoSuchBucket")]
    public async Task Report_IsStoredAndNotified(string? whyNot, string says)
    {
        _office.WhyNotStored = whyNot;
        var check = new Sample(situation => new CheckDecision.Report([]) { Facts = Facts(situation.Now) });

        await HandleAsync(check, s_scheduled);
        await HandleAsync(check, s_scheduled with { ScheduledFor = s_scheduled.ScheduledFor!.Value.AddDays(1) });

        Assert.Equal(2, _office.Notices.Count);
        Assert.All(_office.Notices, notice => Assert.Contains(says, notice.Text, StringComparison.Ordinal));
        Assert.Equal("daily/2026-01-14", _office.Stored[0].Name);
        Assert.StartsWith("<!", _office.Stored[0].Page, StringComparison.Ordinal);
        Assert.StartsWith("# ", _office.Stored[0].Text, StringComparison.Ordinal);
    }

    private static ReportFacts.Daily Facts(DateTimeOffset now) =>
        new(LocalDay.Of(new DateOnly(2026, 1, 14), TimeZoneInfo.Utc), now)
        {
            Services = [],
            Tables = [],
            Users = null,
            Incidents = Fact.Missing<IncidentsOfDays>("nobody looked"),
            Alarms = Fact.Missing<AlarmChanges>("nobody looked"),
            Reports = Fact.Missing<LastReports>("nobody looked"),
            Errors = Fact.Missing<LoggedLines>("nobody looked"),
            FailedLogins = Fact.Missing<LoggedLines>("nobody looked"),
            Checklist = [],
            Suggestions = [],
            Worst = FindingLevel.Missing,
        };

    /// <summary>Intent before the change; its result reaches the check, and the report counts it.</summary>
    [Fact]
    public async Task Change_IsIntendedMadeAndCounted()
    {
        var check = new Sample(situation =>
            situation.Results.IsEmpty
                ? new CheckDecision.Act(situation.Part.About, [Restart], "it is due")
                : new CheckDecision.Report([])
        );
        _office.BeforeActing = () =>
            Assert.Contains("it is due", Assert.Single(Record.Open!.Intent), StringComparison.Ordinal);

        await HandleAsync(check, s_scheduled);

        Assert.Equal(1, _office.Acts);
        Assert.Equal(new ChangeCount("forceNewDeployment", 1, 0, 0), Assert.Single(Record.Last!.Counts));
    }

    /// <summary>The switch is read again after the intent: what was decided a moment ago is not made any more.</summary>
    [Fact]
    public async Task ControlSwitch_StopsWhatWasDecided()
    {
        string? told = null;
        var check = new Sample(situation =>
            situation.Run.WhyHeld is { } held
                ? Held(held)
                : new CheckDecision.Act(situation.Part.About, [Restart], "it is due")
        );
        _office.AfterSave = () => _office.Store.Control = new ControlSwitch(Mode.Off, "someone", "planned work");

        await HandleAsync(check, s_scheduled);

        Assert.Equal(0, _office.Acts);
        Assert.Contains("planned work", told, StringComparison.Ordinal);
        Assert.Equal(told, Record.Last!.Held);

        CheckDecision Held(string because)
        {
            told = because;
            return new CheckDecision.Report([]);
        }
    }

    [Theory]
    [InlineData(Mode.Observe, true)]
    [InlineData(Mode.Act, false)]
    public async Task Change_WhereItIsHeldIsABug(Mode mode, bool mayWrite)
    {
        var check = new Sample(situation => new CheckDecision.Act(situation.Part.About, [Restart], "why not"))
        {
            Mode = mode,
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => HandleAsync(check, s_scheduled, mayWrite));
        Assert.Equal(0, _office.Acts);
    }

    /// <summary>Whoever goes on after a death between intent and result is told so.</summary>
    [Fact]
    public async Task Death_LeavesTheChangeUnconfirmed()
    {
        var unconfirmed = new List<bool>();
        var check = new Sample(situation =>
        {
            unconfirmed.Add(situation.Run.Unconfirmed);
            return situation.Run.Unconfirmed
                ? new CheckDecision.Report([])
                : new CheckDecision.Act(situation.Part.About, [Restart], "it is due");
        });
        _office.BeforeActing = () => throw new CrashException("the process dies");
        await Assert.ThrowsAsync<CrashException>(() => HandleAsync(check, s_scheduled));
        _time.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(CheckOutcome.Reported, (await HandleAsync(check, s_scheduled)).Outcome);
        Assert.Equal([false, true], unconfirmed);
    }

    [Fact]
    public async Task StolenPart_IsLeftToWhoeverHasIt()
    {
        var check = new Sample(_ =>
        {
            var view = _office.Store.Read(Sample.CheckName, "all", _time.Now);
            _office.Store.Write(view.Record, view.Revision, _time.Now.AddSeconds(60));
            return new CheckDecision.Report([]);
        });

        Assert.Equal(CheckOutcome.Fenced, (await HandleAsync(check, s_scheduled)).Outcome);
        Assert.Null(Record.Last);
    }

    private static Change Restart { get; } = new Change.ForceNewDeployment(new TargetId("api"));

    private CheckRecord Record => Assert.Single(_office.Store.Records);

    private Task<CheckAnswer> HandleAsync(
        Sample check,
        JobRequest request,
        bool mayWrite = true,
        Estate? estate = null,
        IFollowUps? followUps = null,
        TimeSpan? remaining = null
    ) =>
        new CheckLoop(
            estate ?? new Estate("shop", null, "ap-northeast-1", "Asia/Tokyo", [], []),
            new CheckPorts(_office, _office, _office, _office, followUps!, _office, _office, _office),
            NullLogger<CheckLoop>.Instance,
            new CheckOptions(check.Function) { Checks = [check], MayWrite = mayWrite },
            _time
        ).HandleAsync(request, remaining ?? TimeSpan.FromSeconds(60), CancellationToken.None);

    /// <summary>A check that decides as a test wants.</summary>
    private sealed class Sample(Func<CheckSituation, CheckDecision> decide) : Check<NoNumbers>
    {
        public static ProcedureName CheckName { get; } = new("sample");

        public Mode Mode { get; init; } = Mode.Act;

        public string? WhyNot { get; init; }

        public string[] Parts { get; init; } = ["all"];

        public override ProcedureName Name => CheckName;

        public override FunctionName Function => new("Watch");

        public override Paragraph Paragraph { get; } = new("a test", "looks", "done");

        public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(2, 0));

        public override ImmutableArray<Look> Looks => [];

        public override Mode ModeIn(Estate estate) => Mode;

        public override string? WhyNotDue(Estate estate, DateTimeOffset scheduledFor) => WhyNot;

        public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
            [.. Parts.Select(name => new CheckPart(name, new Batch(new TargetId(name))))];

        public override CheckDecision Decide(CheckSituation situation) => decide(situation);
    }

    private sealed record Batch(TargetId Id) : Resource(Id, null);

    private sealed record NoNumbers : IPolicy<NoNumbers>
    {
        public static NoNumbers Read(PolicyReader reader) => new();
    }

    /// <summary>Every port of the loop, on the campaigns' store.</summary>
    private sealed class Office(ManualTime time)
        : IRuns,
            IObserver,
            IActuator,
            IJobQueue,
            INotifier,
            IFigures,
            IReportShelf
    {
        public SimulatedRunStore Store { get; } = new();

        public List<(JobRequest Request, TimeSpan Delay)> Sent { get; set; } = [];

        public List<Notice> Notices { get; } = [];

        public List<DayFigures> Figures { get; } = [];

        public List<(string Name, string Page, string Text)> Stored { get; } = [];

        public string? WhyNotStored { get; set; }

        public Task SaveAsync(ImmutableArray<DayFigures> figures, CancellationToken cancellationToken)
        {
            Figures.AddRange(figures);
            return Task.CompletedTask;
        }

        public Task<StoredReport> StoreAsync(string name, string page, string text, CancellationToken cancellationToken)
        {
            Stored.Add((name, page, text));
            return Task.FromResult(
                WhyNotStored is { } why ? new StoredReport(null, why) : new StoredReport("https://example.com/r", null)
            );
        }

        public int Acts { get; private set; }

        public bool Fails { get; set; }

        public Action? BeforeActing { get; set; }

        public Action? AfterSave { get; set; }

        public Task<RunView> ReadPartAsync(ProcedureName check, string part, CancellationToken cancellationToken) =>
            Task.FromResult(Store.Read(check, part, time.Now));

        public Task<RunLease?> ClaimAsync(
            RunView view,
            CheckRecord record,
            TimeSpan duration,
            CancellationToken cancellationToken
        ) => Task.FromResult(Store.Write(record, view.Revision, view.At + duration));

        public Task<RunLease?> SaveAsync(
            RunLease lease,
            CheckRecord record,
            bool release,
            CancellationToken cancellationToken
        )
        {
            var saved = Store.Write(record, lease.Revision, release ? null : lease.Until);
            AfterSave?.Invoke();
            return Task.FromResult(saved);
        }

        public Task<bool> NoteAsync(RunView view, CheckRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(Store.Write(record, view.Revision, view.LeasedUntil) is not null);

        public Task<ControlSwitch> ReadControlAsync(CancellationToken cancellationToken) =>
            Task.FromResult(Store.Control);

        public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ActionOutcome> ActAsync(Change change, Resource target, CancellationToken cancellationToken)
        {
            BeforeActing?.Invoke();
            Acts++;
            return Task.FromResult<ActionOutcome>(new ActionOutcome.Done("ok"));
        }

        public Task SendAsync(
            JobRequest request,
            FunctionName function,
            TimeSpan delay,
            CancellationToken cancellationToken
        )
        {
            Sent.Add((request, delay));
            return Task.CompletedTask;
        }

        public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                return Task.FromResult<string?>("the topic is gone");
            }

            Notices.Add(notice);
            return Task.FromResult<string?>(null);
        }
    }
}

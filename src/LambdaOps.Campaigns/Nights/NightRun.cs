using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine.Checks;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Campaigns.Nights;

/// <summary>
/// Some nights of one check with the real loop of checks: its schedule fires, sometimes twice or late; calls fail, get
/// lost, or kill the invocation; people interfere and set the control switch. The last night is left alone.
/// </summary>
/// <remarks>One thread, virtual time, one seed: the same seed is the same run.</remarks>
public sealed class NightRun : TimeProvider
{
    private const int Nights = 4;

    /// <summary>SQS delivers a message again for so often, and Lambda an event.</summary>
    private const int MostDeliveries = 10;

    private const int MostInvocations = 2_000;

    private static readonly TimeSpan s_invocation = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_hidden = TimeSpan.FromSeconds(120);

    private readonly Chance _chance;
    private readonly NightResource _resource;
    private readonly Check _check;
    private readonly Estate _estate;
    private readonly PriorityQueue<Delivery, (DateTimeOffset At, long Number)> _due = new();
    private readonly SimulatedRunStore _store = new();
    private readonly List<string> _timeline = [];
    private long _number;
    private bool _isDead;
    private bool _isCalm;
    private int _invocations;
    private int _failed;

    private NightRun(ulong seed, NightResource resource, Estate estate, Check check)
    {
        (_chance, _resource, _check) = (Chance.StreamOf(seed, "nights"), resource, check);
        _estate = resource.Name(estate);
        Now = Start;
    }

    /// <summary>A Thursday noon in Tokyo; the month's first Sunday is seventeen days ahead.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private DateTimeOffset Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    /// <summary>Every call returns at once in virtual time: no bound is ever reached.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new NeverRings();

    /// <param name="check">The check as it decides; another one than the registered only to prove what would happen.</param>
    public static NightResult RunOne(ulong seed, NightResource resource, Estate estate, Check? check = null)
    {
        var decides =
            check
            ?? AllProcedures.FindCheck(resource.Check)
            ?? throw new ArgumentException($"there is no check '{resource.Check}'", nameof(resource));
        var run = new NightRun(seed, resource, estate, decides);
        string? broken;
        try
        {
            broken = run.Play();
        }
        catch (BrokenPromiseException found)
        {
            broken = found.Message;
        }

        return new NightResult(seed, broken, [.. run._timeline], [.. run._store.Records])
        {
            FailedInvocations = run._failed,
        };
    }

    private string? Play()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(_estate.TimeZone);
        for (var night = 1; night <= Nights; night++)
        {
            var time = _check.Schedule.Next(Now, zone);
            _isCalm = night == Nights;
            if (_isCalm)
            {
                _store.Control = ControlSwitch.Unset;
            }

            var request = new JobRequest(_check.Name) { Schedule = "arn:schedule", ScheduledFor = time };
            if (_isCalm || _chance.Below(12) > 0)
            {
                Deliver(request, time + _chance.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
            }

            if (!_isCalm && _chance.Below(4) == 0)
            {
                Deliver(request, time + _chance.Between(TimeSpan.Zero, TimeSpan.FromMinutes(10)));
            }

            Work(until: time + TimeSpan.FromHours(8));
        }

        var open = _store.Records.FirstOrDefault(record => record.Open is not null);
        return open is not null ? $"the run of {open.Part} never ended"
            : _store.Records.FirstOrDefault() is not { Last: { } last } ? "no run ended"
            : _resource.Undone(last, Now);
    }

    private void Work(DateTimeOffset until)
    {
        while (_due.TryPeek(out var next, out var at) && at.At <= until)
        {
            _due.Dequeue();
            Now = at.At > Now ? at.At : Now;
            if (++_invocations > MostInvocations)
            {
                throw new BrokenPromiseException($"more than {MostInvocations} invocations: it never ends");
            }

            Invoke(next);
        }

        Now = until;
    }

    private void Invoke(Delivery delivery)
    {
        _isDead = false;
        Tell($"invocation {delivery.Count} of {delivery.Request}");
        var loop = new CheckLoop(
            _estate,
            new CheckPorts(
                new Runs(this),
                new Observer(this, new LookTable(_resource.Looks)),
                new Actuator(this, new ChangeTable(_resource.Changes)),
                new Queue(this),
                new Queue(this),
                new Notifier(this),
                Unused.Only,
                Unused.Only
            ),
            NullLogger<CheckLoop>.Instance,
            new CheckOptions(_check.Function) { Checks = [_check] },
            this
        );
        try
        {
            var answer = loop.HandleAsync(delivery.Request, s_invocation, CancellationToken.None);
            Tell($"  {answer.GetAwaiter().GetResult().Outcome}: {answer.Result.Because}");
        }
        catch (LostCallException lost)
        {
            Tell($"  fails: {lost.Message}");
            _failed++;
            if (delivery.Count < MostDeliveries)
            {
                Enqueue(delivery with { Count = delivery.Count + 1 }, Now + s_hidden);
            }
        }
    }

    private void Deliver(JobRequest request, DateTimeOffset at) => Enqueue(new Delivery(request, 1), at);

    private void Enqueue(Delivery delivery, DateTimeOffset at) => _due.Enqueue(delivery, (at, _number++));

    /// <summary>
    /// One call: it may fail before it takes effect or after, and the process may die of it. What people do happens
    /// before it.
    /// </summary>
    private T Make<T>(string what, Func<T> effect)
    {
        if (_isDead)
        {
            throw new LostCallException($"{what}: the process is dead");
        }

        Now += _chance.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(400));
        if (!_isCalm && _chance.Below(30) == 0)
        {
            SetControl();
        }

        if (_chance.Below(6) == 0)
        {
            _resource.Interfere(_chance, Now);
        }

        var fate = _isCalm ? 99 : _chance.Below(60);
        if (fate is 0 or 1)
        {
            _isDead = fate == 1;
            throw new LostCallException($"{what}: lost before it arrived");
        }

        var answer = effect();
        if (_resource.Broken(Now) is { } broken)
        {
            throw new BrokenPromiseException($"after {what}: {broken}");
        }

        if (fate is 2 or 3)
        {
            _isDead = fate == 3;
            throw new LostCallException($"{what}: the answer is lost");
        }

        return answer;
    }

    private void SetControl()
    {
        _store.Control =
            _store.Control.Mode == Mode.Act
                ? new ControlSwitch(_chance.Below(2) == 0 ? Mode.Off : Mode.Observe, "someone", "to see")
                : ControlSwitch.Unset;
        Tell($"  the control switch is at {_store.Control.Mode}");
    }

    private void Tell(string what) =>
        _timeline.Add(string.Create(CultureInfo.InvariantCulture, $"{Now:yyyy-MM-dd HH:mm:ss.fff} {what}"));

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private sealed record Delivery(JobRequest Request, int Count);

    private sealed class NeverRings : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Runs(NightRun run) : IRuns
    {
        public Task<RunView> ReadPartAsync(ProcedureName check, string part, CancellationToken cancellationToken) =>
            Task.FromResult(run.Make("read", () => run._store.Read(check, part, Whole(run.Now))));

        public Task<RunLease?> ClaimAsync(
            RunView view,
            CheckRecord record,
            TimeSpan duration,
            CancellationToken cancellationToken
        ) => Task.FromResult(run.Make("claim", () => run._store.Write(record, view.Revision, view.At + duration)));

        public Task<RunLease?> SaveAsync(
            RunLease lease,
            CheckRecord record,
            bool release,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                run.Make("save", () => run._store.Write(record, lease.Revision, release ? null : lease.Until))
            );

        public Task<bool> NoteAsync(RunView view, CheckRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(
                run.Make("note", () => run._store.Write(record, view.Revision, view.LeasedUntil) is not null)
            );

        public Task<ControlSwitch> ReadControlAsync(CancellationToken cancellationToken) =>
            Task.FromResult(run.Make("control", () => run._store.Control));
    }

    private sealed class Observer(NightRun run, LookTable looks) : IObserver
    {
        public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken) =>
            Task.FromResult(
                run.Make($"look at {look}", () => looks.LookAsync(look, at, cancellationToken).GetAwaiter().GetResult())
            );
    }

    /// <summary>A call whose answer is lost is unknown; one that never arrived looks the same.</summary>
    private sealed class Actuator(NightRun run, ChangeTable changes) : IActuator
    {
        public Task<ActionOutcome> ActAsync(
            Core.Resources.Change change,
            Core.Resources.Resource target,
            CancellationToken cancellationToken
        )
        {
            run.Tell($"  {change.Description}");
            try
            {
                return Task.FromResult(
                    run.Make(
                        change.Kind.Name,
                        () => changes.ActAsync(change, target, cancellationToken).GetAwaiter().GetResult()
                    )
                );
            }
            catch (LostCallException lost) when (!run._isDead)
            {
                return Task.FromResult<ActionOutcome>(new ActionOutcome.Unknown(lost.Message));
            }
        }
    }

    private sealed class Queue(NightRun run) : IJobQueue, IFollowUps
    {
        public Task SendAsync(
            JobRequest request,
            FunctionName function,
            TimeSpan delay,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                run.Make(
                    "send",
                    () =>
                    {
                        run.Deliver(request, run.Now + delay);
                        return true;
                    }
                )
            );

        public Task SendAsync(
            Core.Signals.Signal signal,
            FunctionName function,
            TimeSpan delay,
            CancellationToken cancellationToken
        ) => Task.FromResult(run.Make("signal", () => true));
    }

    private sealed class Notifier(NightRun run) : INotifier
    {
        public Task<string?> NotifyAsync(Core.Reports.Notice notice, CancellationToken cancellationToken)
        {
            run.Tell($"  notice: {notice.Subject}");
            return Task.FromResult(run.Make<string?>("notice", () => null));
        }
    }

    /// <summary>Checks that change things keep no figures and store no reports.</summary>
    private sealed class Unused : IFigures, IReportShelf
    {
        public static Unused Only { get; } = new();

        public Task SaveAsync(ImmutableArray<Core.Resources.DayFigures> figures, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a night's check keeps figures: give the nights a place for them");

        public Task<StoredReport> StoreAsync(
            string name,
            string page,
            string text,
            CancellationToken cancellationToken
        ) => throw new InvalidOperationException("a night's check stores a report: give the nights a place for it");
    }

    private sealed class LostCallException(string message) : Exception(message);

    private sealed class BrokenPromiseException(string message) : Exception(message);
}

/// <summary>What some nights of a check came to.</summary>
/// <param name="Broken">The promise that was broken; null when none was.</param>
public sealed record NightResult(
    ulong Seed,
    string? Broken,
    ImmutableArray<string> Timeline,
    ImmutableArray<CheckRecord> Records
)
{
    /// <summary>How many invocations died or failed.</summary>
    public int FailedInvocations { get; init; }
}

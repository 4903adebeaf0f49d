using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine.Checks;

/// <summary>
/// Runs checks: takes a request in, splits it into parts, and goes on with a part's run step by step until it reports,
/// or until this invocation's time is over; then the next one goes on from the record.
/// </summary>
public sealed partial class CheckLoop(
    Estate estate,
    CheckPorts ports,
    ILogger<CheckLoop> logger,
    CheckOptions options,
    TimeProvider machine
)
{
    /// <summary>Room between a lease's end and the request that waits for it.</summary>
    private static readonly TimeSpan s_afterLease = TimeSpan.FromSeconds(1);

    private readonly NoticeWriter _notices = Notices.Of(estate, options.Account);

    private readonly TimeZoneInfo? _zone = TimeZones.Find(estate.TimeZone);

    /// <param name="remaining">Until the invocation ends: no step begins shortly before.</param>
    /// <exception cref="UnknownCheckException">There is no such check, or its function is another one.</exception>
    public async Task<CheckAnswer> HandleAsync(
        JobRequest request,
        TimeSpan remaining,
        CancellationToken cancellationToken
    )
    {
        var until = new TimeLeft(machine, remaining - options.LastStep);
        var check = options.Checks.FirstOrDefault(one => one.Name == request.Check && one.Function == options.Function);
        if (check is null)
        {
            throw new UnknownCheckException(
                $"there is no check '{request.Check}' in the function {options.Function}, expected one of "
                    + string.Join(
                        ", ",
                        options.Checks.Where(one => one.Function == options.Function).Select(one => one.Name)
                    )
            );
        }

        if (check.ModeIn(estate) == Mode.Off)
        {
            return Answer(
                CheckOutcome.SwitchedOff,
                request,
                estate.StandsBy
                    ? $"the estate stands by in {estate.Here}: checks run in {estate.Region}"
                    : "mode is 'Off' in the estate"
            );
        }

        var parts = check.PartsOf(estate);
        if (request.Part is null)
        {
            if (parts.Length != 1)
            {
                return await SplitAsync(request, check, parts, cancellationToken);
            }

            request = request with { Part = parts[0].Name };
        }

        return parts.FirstOrDefault(one => one.Name == request.Part) is { } part
            ? await TakeAsync(request, check, part, until, cancellationToken)
            : Answer(CheckOutcome.Ignored, request, $"the estate has no part '{request.Part}' of it any more");
    }

    /// <summary>Each part is a request of its own. Sent twice, the second is a duplicate.</summary>
    private async Task<CheckAnswer> SplitAsync(
        JobRequest request,
        Check check,
        ImmutableArray<CheckPart> parts,
        CancellationToken cancellationToken
    )
    {
        for (var number = 0; number < parts.Length; number++)
        {
            await ports.Queue.SendAsync(
                request with
                {
                    Part = parts[number].Name,
                },
                check.Function,
                Shorter(check.PartsApart * number, Decision.LongestCheckAgainIn),
                cancellationToken
            );
        }

        return parts.IsEmpty
            ? Answer(CheckOutcome.Ignored, request, "the estate names nothing for it")
            : Answer(CheckOutcome.Split, request, $"{parts.Length} parts");
    }

    private async Task<CheckAnswer> TakeAsync(
        JobRequest request,
        Check check,
        CheckPart part,
        TimeLeft until,
        CancellationToken cancellationToken
    )
    {
        var sent = machine.GetTimestamp();
        var view = await ports.Runs.ReadPartAsync(check.Name, part.Name, cancellationToken);
        var clock = new LoopClock(view.At, sent, machine);
        var whyNot = request is { Continues: null, ScheduledFor: { } due } ? check.WhyNotDue(estate, due) : null;
        var intake = whyNot is null
            ? view.Record.Take(request, check.Schedule, _zone, clock.Now)
            : view.Record.Pass(request, whyNot);
        if (intake is RunIntake.Ignore ignored)
        {
            return ignored.Record == view.Record || await ports.Runs.NoteAsync(view, ignored.Record, cancellationToken)
                ? Answer(CheckOutcome.Ignored, request, ignored.Because)
                : await AgainAsync(
                    request,
                    check,
                    s_afterLease,
                    "another invocation wrote its record",
                    cancellationToken
                );
        }

        if (view.LeasedUntil > view.At)
        {
            // Whoever has it may die: then this request goes on.
            return await AgainAsync(
                request,
                check,
                view.LeasedUntil.Value - view.At + s_afterLease,
                "another invocation goes on with it",
                cancellationToken
            );
        }

        if (await ports.Runs.ClaimAsync(view, intake.Record, options.Lease, cancellationToken) is not { } lease)
        {
            return await AgainAsync(request, check, s_afterLease, "another invocation took it", cancellationToken);
        }

        var run = new RunInProgress(estate, ports, options, check, part, clock, machine, _notices)
        {
            Lease = lease,
            Record = intake.Record,
            Control = view.Control,
        };
        var (outcome, because) = await run.GoOnAsync(until, cancellationToken);
        LogEnd(check.Name.Value, part.Name, outcome, because);
        return Answer(outcome, request, because) with { Report = run.Record.Open is null ? run.Record.Last : null };
    }

    private async Task<CheckAnswer> AgainAsync(
        JobRequest request,
        Check check,
        TimeSpan delay,
        string because,
        CancellationToken cancellationToken
    )
    {
        await ports.Queue.SendAsync(request, check.Function, delay, cancellationToken);
        return Answer(CheckOutcome.Deferred, request, $"{because}: retry later");
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static CheckAnswer Answer(CheckOutcome outcome, JobRequest request, string because) =>
        new(outcome, request.Check.Value, request.Part, because);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Check} {Part}: {Outcome}: {Because}")]
    private partial void LogEnd(string check, string part, CheckOutcome outcome, string because);
}

/// <summary>The moment after which an invocation begins nothing new.</summary>
internal sealed class TimeLeft(TimeProvider machine, TimeSpan span)
{
    private readonly long _from = machine.GetTimestamp();

    public bool IsOver => machine.GetElapsedTime(_from) >= span;
}

/// <summary>What the checks of one function need.</summary>
public sealed record CheckPorts(
    IRuns Runs,
    IObserver Observer,
    IActuator Actuator,
    IJobQueue Queue,
    IFollowUps FollowUps,
    INotifier Notifier,
    IFigures Figures,
    IReportShelf Shelf
);

/// <summary>The bounds of checks.</summary>
/// <param name="Function">The function that this is.</param>
public sealed record CheckOptions(FunctionName Function)
{
    /// <summary>
    /// A function that runs incidents, too, has their short invocations: each of a check does less, and the next goes on.
    /// </summary>
    public static CheckOptions Of(FunctionName function) =>
        AllProcedures.LoopFunctions.Contains(function)
            ? new CheckOptions(function)
            {
                Lease = TimeSpan.FromSeconds(25),
                LookWithin = TimeSpan.FromSeconds(9),
                LastStep = TimeSpan.FromSeconds(13),
            }
            : new CheckOptions(function);

    /// <summary>How long a part is claimed for: longer than an invocation may take.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Bound of each look: one of a whole batch has many pages.</summary>
    public TimeSpan LookWithin { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>What one step may take: none begins when less than that is left.</summary>
    public TimeSpan LastStep { get; init; } = TimeSpan.FromSeconds(28);

    /// <summary>After so many steps of one invocation the next one goes on; a check that never ends is seen by it.</summary>
    public int MostSteps { get; init; } = 400;

    /// <summary>Whether the function's role holds the permissions to change anything.</summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>The AWS account that LambdaOps runs in, for notices; null where nobody knows it.</summary>
    public string? Account { get; init; }

    /// <summary>The checks that run; replaced by none but a host that proves something of them.</summary>
    public ImmutableArray<Check> Checks { get; init; } = AllProcedures.Checks;
}

/// <summary>What a request led to: the answer of an invocation, and a line of its log.</summary>
public sealed record CheckAnswer(CheckOutcome Outcome, string Check, string? Part, string Because)
{
    /// <summary>What the run found; null where it is not over.</summary>
    public CheckReport? Report { get; init; }
}

[JsonConverter(typeof(EnumAsName<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>Nothing follows from the request.</summary>
    Ignored,

    /// <summary>The mode is off.</summary>
    SwitchedOff,

    /// <summary>Each part is requested by itself.</summary>
    Split,

    /// <summary>Another invocation has the part: requested again later.</summary>
    Deferred,

    /// <summary>The run is not over: the next invocation goes on with it.</summary>
    GoesOn,

    /// <summary>Another invocation has the part meanwhile, and goes on.</summary>
    Fenced,

    Reported,
}

/// <summary>A job that this function does not have.</summary>
public sealed class UnknownCheckException(string message) : Exception(message);

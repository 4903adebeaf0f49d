using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Checks;

/// <summary>
/// A part's run in one invocation: look, decide, change, until it reports. What it is about to change is written down
/// before; what it has to go on with lies in the queue before it lets go.
/// </summary>
internal sealed class RunInProgress(
    Estate estate,
    CheckPorts ports,
    CheckOptions options,
    Check check,
    CheckPart part,
    LoopClock clock,
    TimeProvider machine,
    NoticeWriter notices
)
{
    public required RunLease Lease { get; set; }

    public required CheckRecord Record { get; set; }

    public required ControlSwitch Control { get; set; }

    private CheckRun Run
    {
        get => Record.Open ?? throw new InvalidOperationException($"{check.Name} {part.Name} has no open run");
        set => Record = Record with { Open = value };
    }

    public async Task<(CheckOutcome Outcome, string Because)> GoOnAsync(
        TimeLeft until,
        CancellationToken cancellationToken
    )
    {
        var (seen, results) = (Evidence.NotAsked, ImmutableArray<ChangeResult>.Empty);
        for (var step = 1; ; step++)
        {
            Run = Run with { WhyHeld = Hold.Why(check, estate, Control, options.MayWrite, clock.Now) };
            var decision = check.Decide(new CheckSituation(estate, part, Run, seen, results, Record.Last, clock.Now));
            Run = Run with { Memory = decision.Memory, Intent = [] };
            switch (decision)
            {
                case CheckDecision.Report report:
                    return await ReportAsync(report, cancellationToken);
                case CheckDecision.Wait wait:
                    return await GoOnLaterAsync(wait.For, wait.Because, cancellationToken);
                case CheckDecision.Look
                or CheckDecision.Act when (until.IsOver && step > 1) || step >= options.MostSteps:
                    return await GoOnLaterAsync(TimeSpan.Zero, "this invocation's time is over", cancellationToken);
                case CheckDecision.Look look:
                    (seen, results) = (await LookAsync(look, cancellationToken), []);
                    break;
                case CheckDecision.Save save:
                    // What it remembers counts them as kept: they are never put off.
                    await ports.Figures.SaveAsync(save.Figures, cancellationToken);
                    (seen, results) = (Evidence.NotAsked, []);
                    break;
                case CheckDecision.Act act:
                    if (await ActAsync(act, cancellationToken) is not { } made)
                    {
                        return (CheckOutcome.Fenced, "another invocation goes on with it");
                    }

                    (seen, results) = (Evidence.NotAsked, made);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private Task<Evidence> LookAsync(CheckDecision.Look look, CancellationToken cancellationToken) =>
        new Observation(ports.Observer, estate, look.About, options.LookWithin, machine).LookAsync(
            Evidence.NotAsked,
            look.Looks,
            LookAt.For(estate, look.About, Run, clock.Now),
            clock,
            cancellationToken
        );

    /// <summary>
    /// Intent first; then the control switch as it is now. Null when another invocation has the part; no results where
    /// the switch says no: then the check decides again, and is told why.
    /// </summary>
    private async Task<ImmutableArray<ChangeResult>?> ActAsync(
        CheckDecision.Act act,
        CancellationToken cancellationToken
    )
    {
        if (Run.WhyHeld is { } held)
        {
            throw new InvalidOperationException(
                $"{check.Name} decided to {act.Changes[0].Description}, and is held: {held}"
            );
        }

        Run = Run with { Intent = [.. act.Changes.Select(change => $"{change.Description}: {act.Because}")] };
        if (!await SaveAsync(release: false, cancellationToken))
        {
            return null;
        }

        Control = await ports.Runs.ReadControlAsync(cancellationToken);
        if (Hold.Why(check, estate, Control, options.MayWrite, clock.Now) is not null)
        {
            Run = Run with { Intent = [] };
            return [];
        }

        var results = ImmutableArray.CreateBuilder<ChangeResult>(act.Changes.Length);
        foreach (var change in act.Changes)
        {
            var result = ResultOf(change, await ports.Actuator.ActAsync(change, act.About, cancellationToken));
            results.Add(result);
            Run = Run.With(result);
        }

        // What is written down stays until the results are: whoever goes on after a death here is told by it.
        Run = Run with
        {
            Intent = [],
        };
        return results.MoveToImmutable();
    }

    private static ChangeResult ResultOf(Core.Resources.Change change, ActionOutcome outcome) =>
        outcome switch
        {
            ActionOutcome.Done done => new ChangeResult(change, ChangeOutcome.Done, done.Detail) { Tally = done.Tally },
            ActionOutcome.Refused refused => new ChangeResult(change, ChangeOutcome.Refused, refused.Detail),
            ActionOutcome.Later later => new ChangeResult(change, ChangeOutcome.Unknown, later.Detail),
            ActionOutcome.Unknown unknown => new ChangeResult(change, ChangeOutcome.Unknown, unknown.Detail),
            _ => throw new UnreachableException(),
        };

    /// <summary>The request that goes on is in the queue before the part is free: no crash in between loses the run.</summary>
    private async Task<(CheckOutcome, string)> GoOnLaterAsync(
        TimeSpan delay,
        string because,
        CancellationToken cancellationToken
    )
    {
        await ports.Queue.SendAsync(
            new JobRequest(check.Name) { Part = part.Name, Continues = Run.StartedAt },
            check.Function,
            delay,
            cancellationToken
        );
        return await SaveAsync(release: true, cancellationToken)
            ? (
                CheckOutcome.GoesOn,
                string.Create(CultureInfo.InvariantCulture, $"{because}; goes on in {delay.TotalSeconds:0} s")
            )
            : (CheckOutcome.Fenced, "another invocation goes on with it");
    }

    /// <summary>
    /// Incidents and notices go out before the report is written: after a crash in between twice rather than never. The
    /// same breach twice is a duplicate.
    /// </summary>
    private async Task<(CheckOutcome, string)> ReportAsync(
        CheckDecision.Report decided,
        CancellationToken cancellationToken
    )
    {
        var report = CheckReport.Of(Run, decided.Findings, decided.Keep, Record.Last, clock.Now);
        var news = ReportNews.Of(report, Record.Last);
        await SendBreachesAsync(report, cancellationToken);
        await SendAlarmsAsync(decided.Firing, cancellationToken);
        string? failed = null;
        if (await NoticeOfAsync(decided, report, news, cancellationToken) is { } notice)
        {
            failed = await ports.Notifier.SendAsync(notices, notice, report.EndedAt, cancellationToken);
            Record = Record with { NotifiedAt = failed is null ? report.EndedAt : null };
        }

        Record = Record with { Open = null, Last = report };
        var problems = report.Problems.Count();
        return await SaveAsync(release: true, cancellationToken)
            ? (
                CheckOutcome.Reported,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Findings.Length} findings, {problems} of them problems, {news.New.Length} new"
                ) + (failed is null ? "" : $" (not notified: {failed})")
            )
            : (CheckOutcome.Fenced, "another invocation goes on with it");
    }

    /// <summary>
    /// A report for people is stored and always notified; what a check found, when it is news. Null where nobody has to
    /// hear of it.
    /// </summary>
    private async Task<Notice?> NoticeOfAsync(
        CheckDecision.Report decided,
        CheckReport report,
        ReportNews news,
        CancellationToken cancellationToken
    )
    {
        if (decided.Facts is not { } facts)
        {
            return news.IsWorthANotice(Record.NotifiedAt, report.EndedAt)
                ? notices.Reports.Of(check.Name, part.Name, report, news)
                : null;
        }

        var written = Notices.Reports(estate, notices.Place).Write(facts);
        var stored = await ports.Shelf.StoreAsync(facts.Name, written.Page, written.Text, cancellationToken);
        return notices.Reports.Of(check.Name, written.Digest(stored.Link), report, stored.WhyNot);
    }

    private async Task SendBreachesAsync(CheckReport report, CancellationToken cancellationToken)
    {
        foreach (var finding in report.Findings)
        {
            if (finding.Breach is { } breach)
            {
                await ports.FollowUps.SendAsync(
                    new Signal.BreachFound(
                        breach.Target,
                        breach.Remedy,
                        breach.Severity,
                        check.Name.Value,
                        finding.Text,
                        Run.ScheduledFor ?? Run.StartedAt
                    )
                    {
                        Key = finding.Key,
                    },
                    AllProcedures.FunctionOf(breach.Remedy),
                    TimeSpan.Zero,
                    cancellationToken
                );
            }
        }
    }

    /// <summary>By the queues of ticks: what the estate does not name goes nowhere.</summary>
    private async Task SendAlarmsAsync(ImmutableArray<Signal.AlarmChanged> firing, CancellationToken cancellationToken)
    {
        foreach (var alarm in firing)
        {
            if (Routing.Of(alarm, estate) is Routing.Found { Route.Remedy: var remedy })
            {
                await ports.FollowUps.SendAsync(
                    alarm,
                    AllProcedures.FunctionOf(remedy),
                    TimeSpan.Zero,
                    cancellationToken
                );
            }
        }
    }

    private async Task<bool> SaveAsync(bool release, CancellationToken cancellationToken)
    {
        if (Record.Open is not null)
        {
            Run = Run with { SteppedAt = clock.Now };
        }

        if (await ports.Runs.SaveAsync(Lease, Record, release, cancellationToken) is not { } lease)
        {
            return false;
        }

        Lease = lease;
        return true;
    }
}

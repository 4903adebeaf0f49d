using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine;

/// <summary>
/// Checks that every open incident is still being looked at. A tick that is overdue is sent again; one that has been
/// for a quarter of an hour is a page, once. Running twice at the same time does no harm: a second tick of the same
/// beat is a duplicate to the loop, and who is notified is written under the target's lease.
/// </summary>
/// <param name="account">The account that LambdaOps runs in; null where nobody knows it.</param>
public sealed partial class Watchdog(
    Estate estate,
    IJournal journal,
    IFollowUps followUps,
    INotifier notifier,
    string? account,
    ILogger<Watchdog> logger
)
{
    /// <summary>For how long a record is held to write down who was notified: a notice and a write.</summary>
    private static readonly TimeSpan s_briefly = TimeSpan.FromSeconds(15);

    private readonly NoticeWriter _notices = Notices.Of(estate, account);

    /// <summary>
    /// One round over all open incidents. What fails for one target does not keep it from the others; it is thrown at
    /// the end, so that the invocation is retried.
    /// </summary>
    /// <exception cref="AggregateException">Some targets could not be looked at.</exception>
    public async Task<IReadOnlyList<WatchReport>> RunAsync(CancellationToken cancellationToken)
    {
        var open = await journal.ListOpenAsync(cancellationToken);
        var reports = new List<WatchReport>();
        var failures = new List<Exception>();
        foreach (var one in open.All.Where(one => open.At - one.DueAt >= AwaitedTick.LateAtMost))
        {
            try
            {
                if (await LookAfterAsync(one, cancellationToken) is { } report)
                {
                    LogFound(report.Lateness, report.Target, report.Incident, report.Because);
                    reports.Add(report);
                }
            }
#pragma warning disable CA1031 // One target whose record or queue fails must not keep the others from their ticks.
            catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(failed, one.Target.Value, failed.Message);
                failures.Add(failed);
            }
        }

        return failures.Count == 0 ? reports : throw new AggregateException(failures);
    }

    /// <summary>Null when its record says that it is being looked at, or just was.</summary>
    private async Task<WatchReport?> LookAfterAsync(OpenIncident one, CancellationToken cancellationToken)
    {
        var view = await journal.ReadAsync(one.Target, cancellationToken);
        if (view.Record.Open is not { } open || view.LeasedUntil > view.At)
        {
            return null;
        }

        var lateness = AwaitedTick.Of(open, view.At);
        if (lateness == Lateness.OnItsWay)
        {
            return null;
        }

        // A target that the estate does not name any more has no function that would look at it: only a person can.
        var isOurs = estate.Find(one.Target) is not null;
        if (isOurs)
        {
            await followUps.SendAsync(
                new Signal.TickCame(open.Target, open.Id, open.Beat),
                AllProcedures.FunctionOf(open.Remedy),
                TimeSpan.Zero,
                cancellationToken
            );
        }

        var told =
            lateness == Lateness.Unattended
            && open.Watch.UnattendedNotifiedAt is null
            && await TellAsync(view, open, cancellationToken);
        return new WatchReport(
            one.Target.Value,
            open.Id.Value,
            lateness,
            told,
            FormattableString.Invariant(
                $"tick {open.Beat} was due {(view.At - open.Watch.DueAt)?.TotalSeconds:0} s ago"
            ) + (isOurs ? ": sent again" : ", and the estate does not name the target")
        );
    }

    /// <summary>After a crash between the notice and the record it is sent again: twice rather than never.</summary>
    private async Task<bool> TellAsync(JournalView view, Incident open, CancellationToken cancellationToken)
    {
        if (await journal.ClaimAsync(view, s_briefly, cancellationToken) is not { } lease)
        {
            return false;
        }

        var notice = _notices.Unattended(open, view.At);
        var failed = await notifier.SendAsync(_notices, notice, view.At, cancellationToken);
        var noted = open.Noted(notice, failed, view.At) with
        {
            Watch = open.Watch with { UnattendedNotifiedAt = failed is null ? view.At : null },
        };
        await journal.SaveAsync(
            lease,
            view.Record with
            {
                Open = noted,
            },
            ended: null,
            report: null,
            release: true,
            cancellationToken
        );
        return failed is null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lateness} {Target} {Incident}: {Because}")]
    private partial void LogFound(Lateness lateness, string target, string incident, string because);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Target} could not be checked: {Error}")]
    private partial void LogFailed(Exception exception, string target, string error);
}

/// <summary>What the watchdog found of one incident.</summary>
/// <param name="Notified">Whether on-call was notified now.</param>
public sealed record WatchReport(string Target, string Incident, Lateness Lateness, bool Notified, string Because);

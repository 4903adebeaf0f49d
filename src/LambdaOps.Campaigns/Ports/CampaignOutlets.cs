using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>Sends follow-ups into the run's queues.</summary>
internal sealed class CampaignFollowUps(CampaignRun run, CampaignCalls calls) : IFollowUps
{
    public Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        var fate = calls.Draw(CallKind.Queue, "queue");
        if (!fate.IsPlain)
        {
            return LaterAsync(fate, by, signal, function, delay, cancellationToken);
        }

        run.Mail.Queue(by, signal, function, delay);
        return Task.CompletedTask;
    }

    private Task<bool> LaterAsync(
        Fate fate,
        CampaignInvocation by,
        Signal signal,
        FunctionName function,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) =>
        calls.MakeAsync(
            fate,
            () =>
            {
                run.Mail.Queue(by, signal, function, delay);
                return true;
            },
            cancellationToken
        );
}

/// <summary>Notifies people.</summary>
internal sealed class CampaignNotifier(CampaignRun run, CampaignCalls calls) : INotifier
{
    public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        var fate = calls.Draw(CallKind.Notify, "notice");
        return fate.IsPlain
            ? Task.FromResult(Counted(by, notice, null))
            : LaterAsync(fate, by, notice, cancellationToken);
    }

    private async Task<string?> LaterAsync(
        Fate fate,
        CampaignInvocation by,
        Notice notice,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await calls.MakeAsync(fate, () => true, cancellationToken);
            return Counted(by, notice, null);
        }
        catch (CampaignCallException failed)
        {
            return Counted(by, notice, failed.Message);
        }
    }

    private string? Counted(CampaignInvocation by, Notice notice, string? failed)
    {
        if (!by.IsOver)
        {
            if (notice.Incident is not null)
            {
                by.Untold.Add(notice);
            }

            if (failed is null)
            {
                by.Notified.Add(EntryDetail.Notification.Of(notice));
            }
            else
            {
                by.NoticesFailed++;
            }

            run.Tally.Count("notice", notice.Kind);
            run.Tell(new CampaignEvent.Noticed(by, notice, failed));
            if (notice.Kind == NoticeKind.Offered && failed is null)
            {
                run.People.Consider(notice);
            }
            else if (notice.Level is not null && failed is null)
            {
                run.People.Hear(notice);
            }

            if (notice.Kind == NoticeKind.Asked && failed is null)
            {
                run.People.Test(notice);
            }

            if (notice.Kind is NoticeKind.HandedOff or NoticeKind.Resolved && failed is null)
            {
                run.People.Write(notice);
            }
        }

        return failed;
    }
}

/// <summary>Counts what the loop reports.</summary>
internal sealed class CampaignMetrics(CampaignRun run) : IMetrics
{
    public void IncidentOpened(TargetId target, ProcedureName remedy) { }

    public void ActionTaken(TargetId target, ProcedureName remedy, Change change) { }

    public void ActionDenied(TargetId target, ProcedureName remedy, Denial denial)
    {
        run.Tally.Count("guard", denial.Guard.Name);
        run.Tell(new CampaignEvent.Denied(run.Current!, target, denial.Guard));
    }

    public void FirstAction(TargetId target, ProcedureName remedy, TimeSpan after) { }

    public void Recovered(TargetId target, ProcedureName remedy, TimeSpan after) { }
}

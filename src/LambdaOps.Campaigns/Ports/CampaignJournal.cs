using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>
/// The journal on memory, with everything that can happen to a call.
/// </summary>
/// <param name="numbers">Draws the fate of the calls for numbers apart: what is asked more changes no other draw.</param>
internal sealed class CampaignJournal(CampaignRun run, CampaignCalls calls, CampaignCalls numbers) : IJournal
{
    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Read, "journal read");
        return fate.IsPlain
            ? Task.FromResult(Read(target, run.Current!))
            : ReadLaterAsync(fate, target, cancellationToken);
    }

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Write, "claim");
        return fate.IsPlain
            ? Task.FromResult(Claim(view, duration, run.Current!))
            : ClaimLaterAsync(fate, view, duration, cancellationToken);
    }

    public Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    )
    {
        var fate = calls.Draw(CallKind.Write, "journal write");
        return fate.IsPlain
            ? Task.FromResult(Save(lease, record, ended, report, release, run.Current!))
            : SaveLaterAsync(fate, lease, record, ended, report, release, cancellationToken);
    }

    public async Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken)
    {
        var by = run.Current!;
        var (control, at) = await calls.MakeAsync(
            calls.Draw(CallKind.Read, "control read"),
            () => (run.Store.Control, run.Clock.WholeSeconds),
            cancellationToken
        );
        by.ControlRead = control.At(at).Mode;
        return (control, at);
    }

    /// <summary>Campaigns have no checklists.</summary>
    public Task TickLineAsync(TickedLine line, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{line.Line}: campaigns have no checklists");

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            calls.Draw(CallKind.Write, "control write"),
            () => run.Store.Control = control,
            cancellationToken
        );

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Write, "budget");
        return fate.IsPlain
            ? Task.FromResult(run.Store.Spend(most, at))
            : calls.MakeAsync(fate, () => run.Store.Spend(most, at), cancellationToken);
    }

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Read, "open incidents");
        return fate.IsPlain
            ? Task.FromResult(run.Store.ListOpen(run.Clock.WholeSeconds))
            : calls.MakeAsync(fate, () => run.Store.ListOpen(run.Clock.WholeSeconds), cancellationToken);
    }

    public Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken) =>
        calls.MakeAsync(calls.Draw(CallKind.Read, "ended incident"), () => run.Store.FindEnded(id), cancellationToken);

    public Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken)
    {
        var fate = numbers.Draw(CallKind.Write, "incident number");
        return fate.IsPlain
            ? Task.FromResult(run.Store.Number(incident, day))
            : numbers.MakeAsync(fate, () => run.Store.Number(incident, day), cancellationToken);
    }

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Read, "lead read");
        return fate.IsPlain
            ? Task.FromResult(run.Store.LeadOf(dependency))
            : calls.MakeAsync(fate, () => run.Store.LeadOf(dependency), cancellationToken);
    }

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var fate = calls.Draw(CallKind.Write, "lead claim");
        return fate.IsPlain
            ? Task.FromResult(run.Store.ClaimLead(seen, leader, incident, now))
            : calls.MakeAsync(fate, () => run.Store.ClaimLead(seen, leader, incident, now), cancellationToken);
    }

    private Task<JournalView> ReadLaterAsync(Fate fate, TargetId target, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Read(target, by), cancellationToken);
    }

    private Task<Lease?> ClaimLaterAsync(
        Fate fate,
        JournalView view,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Claim(view, duration, by), cancellationToken);
    }

    private Task<Lease?> SaveLaterAsync(
        Fate fate,
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    )
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Save(lease, record, ended, report, release, by), cancellationToken);
    }

    private JournalView Read(TargetId target, CampaignInvocation by)
    {
        if (target == by.Target)
        {
            // Of another target's record, only what stands in it is of interest.
            by.SwitchAtRead = run.Store.Control.At(run.Clock.WholeSeconds).Mode;
        }

        return run.Store.Read(target, run.Clock.WholeSeconds);
    }

    private Lease? Claim(JournalView view, TimeSpan duration, CampaignInvocation by)
    {
        var before = run.Store[view.Record.Target].Fence;
        var lease = run.Store.Claim(view, duration, run.Clock.WholeSeconds);
        by.Lease = lease ?? by.Lease;
        run.Tell(new CampaignEvent.Claimed(by, view.Record.Target, before, lease));
        return lease;
    }

    private Lease? Save(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CampaignInvocation by
    )
    {
        var before = run.Store[lease.Target].Record;
        var isNoted = ended is not null && run.Store.FindEnded(ended.Id)?.EndedAt == ended.EndedAt;
        var saved = run.Store.Save(lease, record, ended, report, release);
        run.Tell(
            new CampaignEvent.Saved(by, before, record, isNoted ? null : ended, lease.Fence, saved is not null)
            {
                Noted = isNoted ? ended : null,
            }
        );
        if (saved is not null && record.Open is { Intent: { } intent } open && before.Open?.Intent != intent)
        {
            run.People.Interfere(open.Target, intent.Change);
        }

        return saved;
    }
}

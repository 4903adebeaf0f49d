using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>
/// A journal in memory with the real one's conditions: fence and revision must be those of the lease.
/// </summary>
internal sealed class FakeJournal(TargetId target, TimeProvider time, Calls calls) : IJournal
{
    private readonly Dictionary<TargetId, Row> _rows = [];
    private readonly Dictionary<string, Lead> _leads = [];
    private TargetId _last = target;

    /// <summary>Of the target that was read last.</summary>
    public TargetRecord Record
    {
        get => RecordOf(_last);
        set => _rows[_last] = RowOf(_last) with { Record = value };
    }

    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    public List<TargetRecord> Saved { get; } = [];

    public List<Incident> Ended { get; } = [];

    public Action? BeforeSave { get; set; }

    /// <summary>Between a grant and its answer.</summary>
    public Action? AfterClaim { get; set; }

    public TargetRecord RecordOf(TargetId target) => RowOf(target).Record;

    /// <summary>Somebody takes the lease over, as if ours had expired.</summary>
    public void Steal() => Steal(_last);

    public void Steal(TargetId target, double seconds = 60)
    {
        var row = RowOf(target);
        _rows[target] = row with { Fence = row.Fence + 1, LeasedUntil = time.GetUtcNow().AddSeconds(seconds) };
    }

    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            "journal.read",
            () =>
            {
                _last = target;
                var row = RowOf(target);
                return new JournalView(
                    row.Record,
                    Control.At(time.GetUtcNow()),
                    row.Fence,
                    row.Revision,
                    row.LeasedUntil,
                    time.GetUtcNow()
                )
                {
                    EstateActs = EstateActs,
                };
            }
        );

    public Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken) =>
        calls.MakeAsync("journal.readControl", () => (Control, time.GetUtcNow()));

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken) =>
        calls.MakeAsync("journal.setControl", () => Control = control);

    public ImmutableArray<DateTimeOffset> EstateActs { get; set; } = [];

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            "journal.spend",
            () =>
            {
                var isLeft = ActionBudget.Within(EstateActs, at) < most;
                EstateActs = isLeft ? ActionBudget.Spend(EstateActs, at) : EstateActs;
                return isLeft;
            }
        );

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            "journal.claim",
            () =>
            {
                var (now, target) = (time.GetUtcNow(), view.Record.Target);
                var row = RowOf(target);
                if ((view.Fence, view.Revision) != (row.Fence, row.Revision) || row.LeasedUntil > now)
                {
                    return null;
                }

                _rows[target] = row with { Fence = row.Fence + 1, LeasedUntil = now + duration };
                AfterClaim?.Invoke();
                return new Lease(target, row.Fence + 1, row.Revision, now, now + duration);
            }
        );

    public Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        bool release,
        CancellationToken cancellationToken
    ) =>
        calls.MakeAsync(
            "journal.save",
            () =>
            {
                BeforeSave?.Invoke();
                var row = RowOf(lease.Target);
                if ((lease.Fence, lease.Revision) != (row.Fence, row.Revision))
                {
                    return null;
                }

                var saved = lease with { Revision = lease.Revision + 1 };
                _rows[lease.Target] = new Row(record, row.Fence, saved.Revision, release ? null : lease.Until);
                Saved.Add(record);
                Ended.RemoveAll(one => one.Id == ended?.Id);
                Ended.AddRange(ended is null ? [] : [ended]);
                return saved;
            }
        );

    /// <summary>Between a list and its answer.</summary>
    public Action? AfterList { get; set; }

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) =>
        calls.MakeAsync(
            "journal.listOpen",
            () =>
            {
                var open = new OpenIncidents(
                    [
                        .. _rows
                            .Values.Select(row => row.Record.Open)
                            .OfType<Incident>()
                            .Where(open => open.Watch.DueAt is not null)
                            .Select(open => new OpenIncident(open.Target, open.Watch.DueAt!.Value)),
                    ],
                    time.GetUtcNow()
                );
                AfterList?.Invoke();
                return open;
            }
        );

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        calls.MakeAsync("journal.readLead", () => LeadOf(dependency));

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        calls.MakeAsync(
            "journal.claimLead",
            () =>
            {
                var isNext = LeadOf(seen.Dependency).Version == seen.Version;
                _leads[seen.Dependency] = isNext
                    ? new Lead(seen.Dependency, leader, incident, now, seen.Version + 1)
                    : LeadOf(seen.Dependency);
                return isNext;
            }
        );

    public Lead LeadOf(string dependency) =>
        _leads.GetValueOrDefault(dependency) ?? new Lead(dependency, null, null, null, 0);

    private Row RowOf(TargetId target) =>
        _rows.GetValueOrDefault(target) ?? new Row(TargetRecord.New(target), 0, 0, null);

    private sealed record Row(TargetRecord Record, long Fence, long Revision, DateTimeOffset? LeasedUntil);
}

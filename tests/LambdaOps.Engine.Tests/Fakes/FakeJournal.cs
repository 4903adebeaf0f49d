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
    private long _fence;
    private long _revision;
    private DateTimeOffset? _leasedUntil;

    public TargetRecord Record { get; set; } = TargetRecord.New(target);

    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    public List<TargetRecord> Saved { get; } = [];

    public List<Incident> Ended { get; } = [];

    public Action? BeforeSave { get; set; }

    /// <summary>Somebody takes the lease over, as if ours had expired.</summary>
    public void Steal() => (_fence, _leasedUntil) = (_fence + 1, time.GetUtcNow() + TimeSpan.FromSeconds(60));

    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) => calls.MakeAsync(
        "journal.read", () =>
        {
            // One record is enough: a test is about one target.
            Record = Record.Target == target ? Record : TargetRecord.New(target);
            return new JournalView(Record, Control, _fence, _revision, _leasedUntil, time.GetUtcNow())
            {
                EstateActs = EstateActs,
            };
        });

    public ImmutableArray<DateTimeOffset> EstateActs { get; set; } = [];

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) => calls.MakeAsync(
        "journal.spend", () =>
        {
            var isLeft = ActionBudget.Within(EstateActs, at) < most;
            EstateActs = isLeft ? ActionBudget.Spend(EstateActs, at) : EstateActs;
            return isLeft;
        });

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
        calls.MakeAsync("journal.claim", () =>
        {
            var now = time.GetUtcNow();
            if ((view.Fence, view.Revision) != (_fence, _revision) || _leasedUntil > now)
            {
                return null;
            }

            (_fence, _leasedUntil) = (_fence + 1, now + duration);
            return new Lease(target, _fence, _revision, now, now + duration);
        });

    public Task<Lease?> SaveAsync(
        Lease lease, TargetRecord record, Incident? ended, bool release, CancellationToken cancellationToken) =>
        calls.MakeAsync("journal.save", () =>
        {
            BeforeSave?.Invoke();
            if ((lease.Fence, lease.Revision) != (_fence, _revision))
            {
                return null;
            }

            (Record, _revision, _leasedUntil) = (record, _revision + 1, release ? null : _leasedUntil);
            Saved.Add(record);
            Ended.AddRange(ended is null ? [] : [ended]);
            return lease with { Revision = _revision };
        });
}

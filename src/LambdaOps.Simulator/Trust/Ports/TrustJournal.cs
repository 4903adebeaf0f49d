using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Simulator.Trust.Ports;

/// <summary>What the journal of a run holds.</summary>
internal sealed class TrustStore
{
    private readonly Dictionary<TargetId, Row> _rows = [];

    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    /// <summary>When the loop acted anywhere in the estate, within the last hour.</summary>
    public ImmutableArray<DateTimeOffset> Acts { get; set; } = [];

    /// <summary>Who leads a dependency's disturbance.</summary>
    public Dictionary<string, Lead> Leads { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Row> Rows => _rows.Values;

    public Row this[TargetId target]
    {
        get
        {
            if (!_rows.TryGetValue(target, out var row))
            {
                _rows[target] = row = new Row(TargetRecord.New(target));
            }

            return row;
        }
    }

    /// <summary>A target's item: record, lease and numbers in one.</summary>
    internal sealed class Row(TargetRecord record)
    {
        public TargetRecord Record { get; set; } = record;

        public long Fence { get; set; }

        public long Revision { get; set; }

        public DateTimeOffset? LeasedUntil { get; set; }

        /// <summary>Who got the newest lease: the checkers' truth, not the journal's.</summary>
        public TrustInvocation? Holder { get; set; }
    }
}

/// <summary>
/// The journal's rules (leases, fencing, revisions) on memory, with everything that can happen to a call.
/// </summary>
internal sealed class TrustJournal(TrustRun run, TrustCalls calls) : IJournal
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
        Lease lease, TargetRecord record, Incident? ended, bool release, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Write, "journal write");
        return fate.IsPlain
            ? Task.FromResult(Save(lease, record, ended, release, run.Current!))
            : SaveLaterAsync(fate, lease, record, ended, release, cancellationToken);
    }

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Write, "budget");
        return fate.IsPlain ? Task.FromResult(Spend()) : calls.MakeAsync(fate, Spend, cancellationToken);

        bool Spend()
        {
            var isLeft = ActionBudget.Within(run.Store.Acts, at) < most;
            run.Store.Acts = isLeft ? ActionBudget.Spend(run.Store.Acts, at) : run.Store.Acts;
            return isLeft;
        }
    }

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Read, "lead read");
        return fate.IsPlain
            ? Task.FromResult(LeadOf(dependency))
            : calls.MakeAsync(fate, () => LeadOf(dependency), cancellationToken);
    }

    public Task<bool> ClaimLeadAsync(
        Lead seen, TargetId leader, IncidentId incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fate = calls.Draw(CallKind.Write, "lead claim");
        return fate.IsPlain ? Task.FromResult(Take()) : calls.MakeAsync(fate, Take, cancellationToken);

        bool Take()
        {
            var next = new Lead(seen.Dependency, leader, incident, now, seen.Version + 1);
            var held = LeadOf(seen.Dependency);
            if (held.Version != seen.Version)
            {
                return held == next;
            }

            run.Store.Leads[seen.Dependency] = next;
            return true;
        }
    }

    private Lead LeadOf(string dependency) =>
        run.Store.Leads.GetValueOrDefault(dependency) ?? new Lead(dependency, null, null, null, Version: 0);

    private Task<JournalView> ReadLaterAsync(Fate fate, TargetId target, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Read(target, by), cancellationToken);
    }

    private Task<Lease?> ClaimLaterAsync(
        Fate fate, JournalView view, TimeSpan duration, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Claim(view, duration, by), cancellationToken);
    }

    private Task<Lease?> SaveLaterAsync(
        Fate fate, Lease lease, TargetRecord record, Incident? ended, bool release,
        CancellationToken cancellationToken)
    {
        var by = run.Current!;
        return calls.MakeAsync(fate, () => Save(lease, record, ended, release, by), cancellationToken);
    }

    private JournalView Read(TargetId target, TrustInvocation by)
    {
        var row = run.Store[target];
        if (target == by.Target)
        {
            // Of another target's record, only what stands in it is of interest.
            by.SwitchAtRead = run.Store.Control.Mode;
        }

        return new JournalView(
            row.Record, run.Store.Control, row.Fence, row.Revision, row.LeasedUntil, run.Clock.WholeSeconds)
        {
            EstateActs = run.Store.Acts,
        };
    }

    private Lease? Claim(JournalView view, TimeSpan duration, TrustInvocation by)
    {
        var row = run.Store[view.Record.Target];
        var before = row.Fence;
        var granted = row.Fence == view.Fence && row.Revision == view.Revision;
        var lease = granted
            ? new Lease(
                view.Record.Target, row.Fence + 1, row.Revision, run.Clock.WholeSeconds, view.At + duration)
            : null;
        if (lease is not null)
        {
            (row.Fence, row.LeasedUntil, row.Holder) = (lease.Fence, lease.Until, by);
            by.Lease = lease;
        }

        run.Tell(new TrustEvent.Claimed(by, view.Record.Target, before, lease));
        return lease;
    }

    private Lease? Save(Lease lease, TargetRecord record, Incident? ended, bool release, TrustInvocation by)
    {
        var row = run.Store[lease.Target];
        var taken = row.Fence == lease.Fence && row.Revision == lease.Revision;
        var before = row.Record;
        if (taken)
        {
            (row.Record, row.Revision) = (record, lease.Revision + 1);
            row.LeasedUntil = release ? null : lease.Until;
        }

        run.Tell(new TrustEvent.Saved(by, before, record, ended, lease.Fence, taken));
        if (taken && record.Open is { Intent: { } intent } open && before.Open?.Intent != intent)
        {
            run.People.Interfere(open.Target, intent.Action);
        }

        return taken ? lease with { Revision = lease.Revision + 1 } : null;
    }
}

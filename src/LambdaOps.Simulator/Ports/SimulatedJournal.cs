using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Simulator.Ports;

/// <summary>
/// What the in-process journal holds; shared by all functions of one simulation. Guarded by the world's gate.
/// </summary>
public sealed class SimulatedJournalStore
{
    private readonly Dictionary<IncidentId, Incident> _ended = [];

    internal Dictionary<TargetId, Row> Rows { get; } = [];

    internal Dictionary<string, Lead> Leads { get; } = [];

    /// <summary>The kill switch.</summary>
    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    /// <summary>Incidents that ended, in the order in which they first did; one that came back may be open.</summary>
    public IReadOnlyCollection<Incident> Ended => _ended.Values;

    /// <summary>When LambdaOps acted anywhere in the estate, within the last hour.</summary>
    public ImmutableArray<DateTimeOffset> Acts { get; set; } = [];

    public IEnumerable<Incident> Open => Rows.Values.Select(row => row.Record.Open).OfType<Incident>();

    internal void Archive(Incident ended) => _ended[ended.Id] = ended;

    internal sealed record Row(TargetRecord Record, long Fence, long Revision, DateTimeOffset? LeaseUntil);
}

/// <summary>The journal's rules (leases, fencing, revisions) on memory.</summary>
public sealed class SimulatedJournal(SimulatedCalls calls, SimulatedJournalStore store) : IJournal
{
    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "GetItem", Key(target), () =>
        {
            var row = RowOf(target);
            return new JournalView(row.Record, store.Control, row.Fence, row.Revision, row.LeaseUntil, Now)
            {
                EstateActs = store.Acts,
            };
        }));

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) => Task.FromResult(
        calls.Make("dynamodb", "UpdateItem", new JsonObject { ["pk"] = "ESTATE", ["sk"] = "BUDGET" }, () =>
        {
            var isLeft = ActionBudget.Within(store.Acts, at) < most;
            store.Acts = isLeft ? ActionBudget.Spend(store.Acts, at) : store.Acts;
            return isLeft;
        }));

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken)
    {
        var target = view.Record.Target;
        return Task.FromResult(calls.Make("dynamodb", "UpdateItem", Key(target), () =>
        {
            var row = RowOf(target);
            if (row.Fence != view.Fence || row.Revision != view.Revision)
            {
                return null;
            }

            var lease = new Lease(target, row.Fence + 1, row.Revision, Now, view.At + duration);
            store.Rows[target] = row with { Fence = lease.Fence, LeaseUntil = lease.Until };
            return lease;
        }));
    }

    public Task<Lease?> SaveAsync(
        Lease lease, TargetRecord record, Incident? ended, bool release, CancellationToken cancellationToken)
    {
        var operation = ended is null ? "UpdateItem" : "TransactWriteItems";
        var input = Key(lease.Target);
        input["record"] = (record.Open ?? ended) is { } incident ? $"{incident.Remedy} {incident.Phase}" : "";
        return Task.FromResult(calls.Make("dynamodb", operation, input, () =>
        {
            var row = RowOf(lease.Target);
            var saved = lease with { Revision = lease.Revision + 1 };
            if (row.Fence != lease.Fence || row.Revision != lease.Revision)
            {
                // What is there already is a write whose answer was lost.
                return (row.Fence, row.Revision) == (saved.Fence, saved.Revision) && row.Record == record
                    ? saved
                    : null;
            }

            store.Rows[lease.Target] = row with
            {
                Record = record, Revision = saved.Revision, LeaseUntil = release ? null : lease.Until,
            };
            if (ended is not null)
            {
                store.Archive(ended);
            }

            return saved;
        }));
    }

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "GetItem", Key(dependency), () => LeadOf(dependency)));

    public Task<bool> ClaimLeadAsync(
        Lead seen, TargetId leader, IncidentId incident, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "UpdateItem", Key(seen.Dependency), () =>
        {
            var (held, next) = (
                LeadOf(seen.Dependency),
                new Lead(seen.Dependency, leader, incident, Whole(now), seen.Version + 1));
            if (held.Version != seen.Version)
            {
                return held == next;
            }

            store.Leads[seen.Dependency] = next;
            return true;
        }));

    /// <summary>In whole seconds, as the Date of an answer is.</summary>
    private DateTimeOffset Now => Whole(calls.World.Clock.Now);

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private Lead LeadOf(string dependency) =>
        store.Leads.GetValueOrDefault(dependency) ?? new Lead(dependency, null, null, null, Version: 0);

    private SimulatedJournalStore.Row RowOf(TargetId target) => store.Rows.TryGetValue(target, out var row)
        ? row
        : new SimulatedJournalStore.Row(TargetRecord.New(target), 0, 0, null);

    private static JsonObject Key(string dependency) =>
        new() { ["pk"] = $"DEPENDENCY#{dependency}", ["sk"] = "RECORD" };

    private static JsonObject Key(TargetId target) => new() { ["pk"] = $"TARGET#{target}", ["sk"] = "RECORD" };
}

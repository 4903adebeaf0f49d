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
    internal Dictionary<TargetId, Row> Rows { get; } = [];

    /// <summary>The kill switch.</summary>
    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    public List<Incident> Ended { get; } = [];

    /// <summary>When LambdaOps acted anywhere in the estate, within the last hour.</summary>
    public ImmutableArray<DateTimeOffset> Acts { get; set; } = [];

    public IEnumerable<Incident> Open => Rows.Values.Select(row => row.Record.Open).OfType<Incident>();

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
            if (row.Fence != lease.Fence || row.Revision != lease.Revision)
            {
                return null;
            }

            var saved = lease with { Revision = lease.Revision + 1 };
            store.Rows[lease.Target] = row with
            {
                Record = record, Revision = saved.Revision, LeaseUntil = release ? null : lease.Until,
            };
            if (ended is not null)
            {
                store.Ended.Add(ended);
            }

            return saved;
        }));
    }

    private DateTimeOffset Now => calls.World.Clock.Now;

    private SimulatedJournalStore.Row RowOf(TargetId target) => store.Rows.TryGetValue(target, out var row)
        ? row
        : new SimulatedJournalStore.Row(TargetRecord.New(target), 0, 0, null);

    private static JsonObject Key(TargetId target) => new() { ["pk"] = $"TARGET#{target}", ["sk"] = "RECORD" };
}

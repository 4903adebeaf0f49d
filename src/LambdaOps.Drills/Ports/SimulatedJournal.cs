using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Drills.Ports;

/// <summary>The journal on memory, shared by all functions of a simulation, with the calls it would make.</summary>
public sealed class SimulatedJournal(SimulatedCalls calls, SimulatedJournalStore store) : IJournal, IIncidents
{
    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "GetItem", Key(target), () => store.Read(target, Now)));

    public Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "GetItem", SwitchKey(), () => (store.Control, Now)));

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken)
    {
        calls.Make("dynamodb", "UpdateItem", SwitchKey(), () => store.Control = control);
        return Task.CompletedTask;
    }

    private static JsonObject SwitchKey() => new() { ["pk"] = "CONTROL", ["sk"] = "SWITCH" };

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "dynamodb",
                "UpdateItem",
                new JsonObject { ["pk"] = "ESTATE", ["sk"] = "BUDGET" },
                () => store.Spend(most, at)
            )
        );

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make("dynamodb", "UpdateItem", Key(view.Record.Target), () => store.Claim(view, duration, Now))
        );

    public Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        bool release,
        CancellationToken cancellationToken
    )
    {
        var operation = ended is null ? "UpdateItem" : "TransactWriteItems";
        var input = Key(lease.Target);
        input["record"] = (record.Open ?? ended) is { } incident ? $"{incident.Remedy} {incident.Phase}" : "";
        return Task.FromResult(
            calls.Make("dynamodb", operation, input, () => store.Save(lease, record, ended, release))
        );
    }

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "dynamodb",
                "Query",
                new JsonObject { ["IndexName"] = "OpenIncidents" },
                () => store.ListOpen(Now)
            )
        );

    public Task<ImmutableArray<Incident>> ListAsync(
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            calls.Make(
                "dynamodb",
                "Query",
                new JsonObject { ["IndexName"] = "IncidentsByTime" },
                () => store.List(since, most)
            )
        );

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken) =>
        Task.FromResult(
            calls.Make(
                "dynamodb",
                "GetItem",
                new JsonObject { ["pk"] = $"INCIDENT#{id}", ["sk"] = "RECORD" },
                () => store.Find(id)
            )
        );

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        Task.FromResult(calls.Make("dynamodb", "GetItem", Key(dependency), () => store.LeadOf(dependency)));

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            calls.Make(
                "dynamodb",
                "UpdateItem",
                Key(seen.Dependency),
                () => store.ClaimLead(seen, leader, incident, Whole(now))
            )
        );

    /// <summary>In whole seconds, as the Date of an answer is.</summary>
    private DateTimeOffset Now => Whole(calls.World.Clock.Now);

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static JsonObject Key(string dependency) =>
        new() { ["pk"] = $"DEPENDENCY#{dependency}", ["sk"] = "RECORD" };

    private static JsonObject Key(TargetId target) => new() { ["pk"] = $"TARGET#{target}", ["sk"] = "RECORD" };
}

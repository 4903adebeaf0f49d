using System.Collections.Immutable;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>
/// The campaigns' store as a journal, so that tests and campaigns have one set of rules. Its time is a Date header's:
/// whole seconds.
/// </summary>
internal class JournalInMemory(TimeProvider time) : IJournal, IIncidents
{
    public SimulatedJournalStore Store { get; } = new();

    private DateTimeOffset Now => Whole(time.GetUtcNow());

    public Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
        CallAsync("read", () => Store.Read(target, Now));

    public Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken) =>
        CallAsync("readControl", () => (Store.Control, Now));

    public List<TickedLine> Ticks { get; private set; } = [];

    public Task TickLineAsync(TickedLine line, CancellationToken cancellationToken) =>
        CallAsync("tickLine", () => (Ticks = [.. Ticks, line]).Count);

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken) =>
        CallAsync("setControl", () => Store.Control = control);

    public Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
        CallAsync("spend", () => Store.Spend(most, at));

    public Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken) =>
        CallAsync("claim", () => Store.Claim(view, duration, Now));

    public Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    ) => CallAsync("save", () => Store.Save(lease, record, ended, report, release));

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) =>
        CallAsync("listOpen", () => Store.ListOpen(Now));

    public Task<ImmutableArray<Incident>> ListAsync(
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    ) => CallAsync("list", () => Store.List(since, most));

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken) =>
        CallAsync("find", () => Store.Find(id));

    public Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken) =>
        CallAsync("findEnded", () => Store.FindEnded(id));

    public Task<WrittenReport?> ReportAsync(IncidentId id, CancellationToken cancellationToken) =>
        CallAsync("report", () => Store.ReportOf(id));

    public Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
        CallAsync("number", () => Store.Number(incident, day));

    public Task<IncidentId?> NumberedAsync(IncidentNumber number, CancellationToken cancellationToken) =>
        CallAsync("numbered", () => Store.Numbered(number));

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        CallAsync("readLead", () => Store.LeadOf(dependency));

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => CallAsync("claimLead", () => Store.ClaimLead(seen, leader, incident, Whole(now)));

    /// <summary>Somebody takes the lease over, as if the one that is held had expired.</summary>
    public void Steal(TargetId target, double seconds = 60) =>
        Store.Claim(Store.Read(target, Now), TimeSpan.FromSeconds(seconds), Now);

    /// <summary>Somebody else writes the record, and leaves the target free as early or late as it was.</summary>
    public void Write(TargetRecord record)
    {
        var view = Store.Read(record.Target, Now);
        var lease = Store.Claim(view, view.LeasedUntil - Now ?? TimeSpan.Zero, Now)!;
        Store.Save(lease, record, ended: null, report: null, release: view.LeasedUntil is null);
    }

    /// <summary>Every call goes through here: what a test makes fail, fails here.</summary>
    protected virtual Task<T> CallAsync<T>(string name, Func<T> effect) => Task.FromResult(effect());

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}

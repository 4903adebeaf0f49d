using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>
/// What an in-process journal holds, and its rules (leases, fencing, revisions, counts, leads) without calls, faults
/// and clocks: TwoJournalsTests holds them against DynamoDB's. Guarded by the world's gate.
/// </summary>
public sealed class SimulatedJournalStore
{
    private readonly Dictionary<TargetId, Row> _rows = [];
    private readonly Dictionary<IncidentId, Incident> _ended = [];
    private readonly Dictionary<string, Lead> _leads = new(StringComparer.Ordinal);

    private readonly Dictionary<DateOnly, List<IncidentId>> _numbers = [];
    private readonly Dictionary<IncidentId, WrittenReport> _reports = [];

    private ImmutableArray<DateTimeOffset> _acts = [];

    /// <summary>The kill switch.</summary>
    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    /// <summary>
    /// Incidents that ended, in the order in which they first did; one that was opened again may be open.
    /// </summary>
    public IReadOnlyCollection<Incident> Ended => _ended.Values;

    public IEnumerable<Incident> Open => Rows.Select(row => row.Record.Open).OfType<Incident>();

    public IReadOnlyCollection<Row> Rows => _rows.Values;

    /// <summary>A target's item; a new one where nothing was written.</summary>
    public Row this[TargetId target] =>
        _rows.TryGetValue(target, out var row) ? row : new Row(TargetRecord.New(target), 0, 0, null);

    public JournalView Read(TargetId target, DateTimeOffset now)
    {
        var row = this[target];
        return new JournalView(row.Record, Control.At(now), row.Fence, row.Revision, row.LeasedUntil, now)
        {
            EstateActs = _acts,
        };
    }

    public Lease? Claim(JournalView view, TimeSpan duration, DateTimeOffset now)
    {
        var target = view.Record.Target;
        var row = this[target];
        if (row.Fence != view.Fence || row.Revision != view.Revision)
        {
            return null;
        }

        var lease = new Lease(target, row.Fence + 1, row.Revision, now, view.At + duration);
        _rows[target] = row with { Fence = lease.Fence, LeasedUntil = lease.Until };
        return lease;
    }

    public Lease? Save(Lease lease, TargetRecord record, Incident? ended, WrittenReport? report, bool release)
    {
        var row = this[lease.Target];
        var saved = lease with { Revision = lease.Revision + 1 };
        if (row.Fence != lease.Fence || row.Revision != lease.Revision)
        {
            // What is there already is a write whose answer was lost.
            return (row.Fence, row.Revision) == (saved.Fence, saved.Revision) && row.Record == record ? saved : null;
        }

        _rows[lease.Target] = row with
        {
            Record = record,
            Revision = saved.Revision,
            LeasedUntil = release ? null : lease.Until,
        };
        if (ended is not null)
        {
            _ended[ended.Id] = ended;
        }

        if (report is not null)
        {
            _reports[report.Incident] = report;
        }

        return saved;
    }

    public bool Spend(int most, DateTimeOffset at)
    {
        var isLeft = ActionBudget.Within(_acts, at) < most;
        _acts = isLeft ? ActionBudget.Spend(_acts, at) : _acts;
        return isLeft;
    }

    /// <summary>In the order of the index: of what is due at the same second, any may be first.</summary>
    public OpenIncidents ListOpen(DateTimeOffset now) =>
        new(
            [
                .. Open.Where(open => open.Watch.DueAt is not null)
                    .Select(open => new OpenIncident(
                        open.Target,
                        DateTimeOffset.FromUnixTimeSeconds(open.Watch.DueAt!.Value.ToUnixTimeSeconds())
                    ))
                    .OrderBy(open => open.DueAt)
                    .ThenBy(open => open.Target.Value, StringComparer.Ordinal),
            ],
            now
        );

    /// <summary>
    /// As the index of open incidents, which has those that say when they are due, and the one by opening time have
    /// them: in seconds, the newest first.
    /// </summary>
    public ImmutableArray<Incident> List(DateTimeOffset since, int most) =>
        [
            .. _ended
                .Values.Concat(Open)
                .NewestOfEach()
                .Where(one =>
                    one is { EndedAt: null, Watch.DueAt: not null }
                    || one.OpenedAt.ToUnixTimeSeconds() >= since.ToUnixTimeSeconds()
                )
                .OrderByDescending(one => one.OpenedAt)
                .ThenBy(one => one.Id.Value, StringComparer.Ordinal)
                .Take(most),
        ];

    public Incident? Find(IncidentId id) =>
        Open.Concat(_ended.Values).Where(one => one.Id == id).NewestOfEach().FirstOrDefault();

    /// <summary>The incidents that were given a number, by day, the first of each before the others.</summary>
    public IReadOnlyDictionary<DateOnly, List<IncidentId>> Numbers => _numbers;

    public int Number(IncidentId incident, DateOnly day)
    {
        var given = _numbers.TryGetValue(day, out var known) ? known : _numbers[day] = [];
        if (!given.Contains(incident))
        {
            given.Add(incident);
        }

        return given.IndexOf(incident) + 1;
    }

    public IncidentId? Numbered(IncidentNumber number) =>
        _numbers.TryGetValue(number.Day, out var given) && number.Count >= 1 && number.Count <= given.Count
            ? given[number.Count - 1]
            : null;

    public WrittenReport? ReportOf(IncidentId id) => _reports.GetValueOrDefault(id);

    public Incident? FindEnded(IncidentId id) => _ended.GetValueOrDefault(id);

    public Lead LeadOf(string dependency) =>
        _leads.GetValueOrDefault(dependency) ?? new Lead(dependency, null, null, null, Version: 0);

    /// <param name="now">In whole seconds.</param>
    public bool ClaimLead(Lead seen, TargetId leader, IncidentId incident, DateTimeOffset now)
    {
        var (held, next) = (
            LeadOf(seen.Dependency),
            new Lead(seen.Dependency, leader, incident, now, seen.Version + 1)
        );
        if (held.Version != seen.Version)
        {
            return held == next;
        }

        _leads[seen.Dependency] = next;
        return true;
    }

    public sealed record Row(TargetRecord Record, long Fence, long Revision, DateTimeOffset? LeasedUntil);
}

using LambdaOps.Core;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Engine.Rounds;

/// <summary>
/// What a round works on: the target's lease, its record, what was seen, and the incident. There is one incident,
/// here: each step changes it in place, so that none goes on with an older one.
/// </summary>
/// <param name="clock">Runs since the lease was granted: looking takes time, too.</param>
/// <param name="record">As the signal left it, with the incident open.</param>
/// <param name="view">As the journal held it before.</param>
/// <param name="seen">With what the decision is made.</param>
internal sealed partial class RoundState(
    RoundTools tools,
    Lease lease,
    LoopClock clock,
    TargetRecord record,
    JournalView view,
    Evidence seen
)
{
    public Incident Incident { get; set; } =
        record.Open ?? throw new ArgumentException("no incident is open", nameof(record));

    /// <summary>Whether on-call had it before the round.</summary>
    public bool WasHandedOff =>
        view.Record.Open is { IsHandedOff: true } before
        && before.Remedy == Incident.Remedy
        && before.Escalation?.HandedOffAt == Incident.Escalation?.HandedOffAt;

    /// <summary>Whether the incident may change anything.</summary>
    public Clearance Clearance
    {
        get => Incident.Clearance;
        set => Incident = Incident with { Clearance = value };
    }

    /// <summary>The record as it was last read or written: the incident in it may be an older one.</summary>
    public TargetRecord Record { get; set; } = record;

    public Lease Lease { get; set; } = lease;

    public Evidence Seen => seen;

    public RoundTools Tools => tools;

    public LoopPorts Ports => tools.Ports;

    public NoticeWriter Notices => tools.Notices;

    public LoopOptions Options => tools.Options;

    public Estate Estate => tools.Estate;

    public Resource Target => tools.Target;

    public LoopClock Clock => clock;

    public DateTimeOffset Now => clock.Now;

    /// <summary>The remedy that has the incident.</summary>
    public Remedy Remedy => RemedyOf(Incident, Options);

    /// <summary>What the estate says of the remedy for the target.</summary>
    /// <exception cref="InvalidOperationException">It says nothing: the incident was disowned before.</exception>
    public RemedySetting Setting =>
        Remedy.SettingFor(Target)
        ?? throw new InvalidOperationException($"the estate has no {Incident.Remedy} for {Target.Id}");

    public static Remedy RemedyOf(Incident incident, LoopOptions options) =>
        options.Remedies.FirstOrDefault(remedy => remedy.Name == incident.Remedy)
        ?? throw new InvalidOperationException($"incident {incident.Id} names the unknown remedy '{incident.Remedy}'");

    /// <summary>The service that needs the maintenance page beside the target; null when none does.</summary>
    public TargetId? PageNeededBy { get; set; }

    /// <summary>The operator's request whose maintenance page is up; null where none is, or its record is not there.</summary>
    public Incident? PageIncident { get; set; }

    /// <summary>What the guards are asked of a change.</summary>
    public GuardQuestion Ask(Change change, Evidence now, DateTimeOffset at) =>
        new(
            change,
            Incident,
            Record,
            Modes.Least(Incident.Clearance.Ceiling, Setting.Mode),
            view.Control,
            Setting,
            now,
            Lease.Until - clock.Latest,
            at
        )
        {
            Decided = seen,
            Target = Target,
            MayWrite = Options.MayWrite,
            PageNeededBy = PageNeededBy,
            PageIncident = PageIncident,
            Budget = Estate.Budget,
            EstateActs = view.EstateActs,
            Frozen = Estate.FrozenBy(Target.Id, at),
        };

    /// <summary>Who hears of the incident first.</summary>
    public EscalationLevel FirstLevel(DateTimeOffset now) =>
        Escalation.FirstLevel(Incident.Severity, Estate.Escalation, now);

    /// <summary>A line of the record.</summary>
    public void Note(
        DateTimeOffset now,
        EntryKind kind,
        string text,
        EntryDetail? detail = null,
        bool repeats = false
    ) => Incident = Incident.Note(now, kind, text, detail, repeats);

    /// <summary>Sends a notice, notes what became of it, and logs one that was not sent.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> NotifyAsync(Notice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var failed = await Ports.Notifier.SendAsync(Notices, notice, now, cancellationToken);
        if (failed is not null)
        {
            LogNotNotified(tools.Logger, notice.Kind, failed);
        }

        Incident = Incident.Noted(notice, failed, now);
        return failed is null;
    }

    /// <summary>
    /// A maintenance page that goes up pages: visitors see it. Restoring, and all else of an incident, does not.
    /// </summary>
    public Notice Acted(Intent intent, DateTimeOffset now) =>
        Notices.Acted(Incident, intent) with
        {
            Level = intent.Change is Change.PublishMaintenancePage && !Incident.IsRequest ? FirstLevel(now) : null,
        };

    public LoopReport Report(LoopOutcome outcome, string because) =>
        new(outcome, Incident.Target.Value, Incident.Id.Value, Incident.Phase.Name, because);

    [LoggerMessage(Level = LogLevel.Error, Message = "The notice {Kind} was not sent: {Failed}")]
    private static partial void LogNotNotified(ILogger logger, NoticeKind kind, string failed);
}

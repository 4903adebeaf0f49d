using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>
/// What the runbook's template (インシデント記録テンプレート) asks of an incident, as its record has it, in no language.
/// </summary>
public sealed class IncidentReport(Incident incident)
{
    public Incident Incident => incident;

    /// <summary>The account of its alarm; null where it has none.</summary>
    public string? Account =>
        incident.Alarm?.Arn.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;

    /// <inheritdoc cref="Incident.BeganAt"/>
    public DateTimeOffset DetectedAt => incident.BeganAt;

    /// <summary>When a person first wrote down why; null while nobody has.</summary>
    public DateTimeOffset? CauseFoundAt =>
        NotesAbout(RemarkAbout.Cause).Select(line => (DateTimeOffset?)line.At).FirstOrDefault();

    /// <summary>The first change that AWS took; null when there is none.</summary>
    public Attempt? FirstChange => incident.Attempts.FirstOrDefault(one => one.Outcome == AttemptOutcome.Done);

    /// <inheritdoc cref="Incident.RestoredAt"/>
    public DateTimeOffset? RestoredAt => incident.RestoredAt;

    /// <summary>Why something was done, or handed off: what the evidence showed, each once.</summary>
    public IEnumerable<string> Findings =>
        incident
            .Lines.Select(line => line.Detail)
            .OfType<EntryDetail.Intention>()
            .Select(intention => intention.Because)
            .Concat(incident.Escalation is { } escalation ? [escalation.Because] : [])
            .Distinct(StringComparer.Ordinal);

    /// <summary>The signals that opened it or joined, as the record has them.</summary>
    public IEnumerable<TimelineEntry> Signals => incident.Lines.Where(line => line.Kind == EntryKind.Signal);

    /// <summary>From when to when visitors saw the maintenance page, on any page; the end is null while they do.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset? Until)> PageShown
    {
        get
        {
            DateTimeOffset? shown = null;
            var pages = new HashSet<string>(StringComparer.Ordinal);
            foreach (var done in incident.Attempts.Where(one => one.Outcome == AttemptOutcome.Done))
            {
                if (done.Change is Change.PublishMaintenancePage put)
                {
                    pages.Add(put.Place);
                    shown ??= done.At;
                }

                if (
                    done.Change is Change.RestorePage back
                    && pages.Remove(back.Place)
                    && pages.Count == 0
                    && shown is { } from
                )
                {
                    yield return (from, done.At);
                    shown = null;
                }
            }

            if (shown is { } still)
            {
                yield return (still, null);
            }
        }
    }

    /// <summary>Denials, each change and guard once, with the newest reason.</summary>
    public IEnumerable<TimelineEntry> Denials =>
        incident
            .Lines.Where(line => line.Detail is EntryDetail.DeniedBy)
            .GroupBy(line => line.Detail)
            .Select(same => same.Last());

    /// <summary>Notices that were not sent: who should have heard may not know.</summary>
    public int NoticesNotSent =>
        incident.Lines.Count(line => line.Detail is EntryDetail.Notification { Failed: not null });

    /// <summary>What people wrote on a part of the report.</summary>
    public IEnumerable<TimelineEntry> NotesAbout(RemarkAbout about) =>
        incident.Lines.Where(line => line.Detail is EntryDetail.Remark remark && remark.About == about);
}

using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Later is not no: what AWS wants later is sent again with growing pauses, people hear of it once, and on-call has it
/// when that lasts.
/// </summary>
internal sealed class PausesGrow(CampaignRun run) : Checker(run)
{
    /// <summary>The loop's clock is behind by as much as the journal's answer was slow.</summary>
    private static readonly TimeSpan s_drift = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan s_atMost = TimeSpan.FromMinutes(30);

    private readonly Dictionary<(IncidentId, ChangeKind), Row> _rows = [];

    /// <summary>Answered with later, and not in a record yet.</summary>
    private readonly Dictionary<CampaignInvocation, (IncidentId Incident, ChangeKind Kind, DateTimeOffset At)> _new =
    [];

    public override string Rule => "later is not no";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Sent { By: var by, Change: var change }
                when IncidentOf(by) is { } incident && _rows.GetValueOrDefault((incident, change.Kind)) is { } row:
                var pause = Run.Clock.Now - row.At;
                if (pause < LeastAfter(row.Tries) - s_drift)
                {
                    Break(
                        $"{by} sends '{change.Description}' again after {pause.TotalSeconds:0} s, wanted later {row}"
                    );
                }

                break;
            case CampaignEvent.Answered { By: var by, Change: var change, Outcome: ActionOutcome.Later }
                when IncidentOf(by) is { } incident:
                _new[by] = (incident, change.Kind, Run.Clock.Now);
                break;
            case CampaignEvent.Answered { By: var by, Change: var change, Outcome: not ActionOutcome.Unknown }
                when IncidentOf(by) is { } incident:
                _rows.Remove((incident, change.Kind));
                break;
            case CampaignEvent.Noticed
            {
                Failed: null,
                By: var by,
                Notice: { Kind: NoticeKind.ActionPostponed, Incident: { } incident } notice,
            } when _new.TryGetValue(by, out var later) && _rows.ContainsKey((incident, later.Kind)):
                Break($"{by} sends \"{notice.Line}\" of {incident} again");
                break;
            case CampaignEvent.Saved { Taken: true, By: var by } saved when _new.Remove(by, out var later):
                Keep(saved.Incident, later);
                break;
            case CampaignEvent.Died { By: var by }:
                // Nobody wrote down that AWS wanted it later.
                _new.Remove(by);
                break;
        }
    }

    private IncidentId? IncidentOf(CampaignInvocation by) => Run.Store[by.Target].Record.Open?.Id;

    private static TimeSpan LeastAfter(int tries) =>
        (1 - Postponement.Jitter)
        * TimeSpan.FromSeconds(
            Math.Min(Postponement.Shortest.TotalSeconds * Math.Pow(2, tries - 1), Postponement.Longest.TotalSeconds)
        );

    private void Keep(Incident? incident, (IncidentId Incident, ChangeKind Kind, DateTimeOffset At) later)
    {
        var row = _rows.GetValueOrDefault((later.Incident, later.Kind)) ?? new Row(later.At, later.At, 0);
        _rows[(later.Incident, later.Kind)] = row = row with { At = later.At, Tries = row.Tries + 1 };
        if (
            incident is { IsHandedOff: false, EndedAt: null, Trend.Silenced: null }
            && incident.Id == later.Incident
            && later.At - row.Since > s_atMost + s_drift
        )
        {
            Break(
                $"{incident.Id} has waited for '{later.Kind.Name}' since {row.Since:HH:mm:ss}, and on-call was not told"
            );
        }
    }

    /// <param name="Since">When AWS wanted it later first.</param>
    /// <param name="At">When it did so last.</param>
    private sealed record Row(DateTimeOffset Since, DateTimeOffset At, int Tries);
}

using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// No change where the estate, or what opened the incident, allows less than act (DESIGN 8.1).
/// </summary>
internal sealed class ModeHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "mode";

    private readonly Dictionary<IncidentId, Mode> _most = [];

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Saved { Taken: true, Incident: { } incident, By: var by }:
                var allowed = by.Signal switch
                {
                    Signal.AlarmChanged { State: AlarmState.Alarm }
                    or Signal.BreachFound
                    or Signal.DeploymentChanged
                    or Signal.SmokeTested => Mode.Act,
                    Signal.OperatorRequested asked when !_most.ContainsKey(incident.Id) => asked.Mode,
                    _ => Mode.Off,
                };
                _most[incident.Id] = (Mode)Math.Max((int)_most.GetValueOrDefault(incident.Id), (int)allowed);
                if (incident.EndedAt is not null)
                {
                    _most.Remove(incident.Id);
                }

                break;
            case CampaignEvent.Sent { By: var by, Change: var change }:
                See(by, change);
                break;
        }
    }

    private void See(CampaignInvocation by, Change change)
    {
        if (Run.Store[by.Target].Record.Open is not { } open || Run.Plan.Estate.Find(open.Target) is not { } target)
        {
            return;
        }

        if (AllProcedures.Find(open.Remedy)?.SettingFor(target) is not { Mode: Mode.Act or Mode.Ask })
        {
            Break($"{by} sends '{change.Description}', and {open.Remedy} of {open.Target} may not act");
        }
        else if (_most.GetValueOrDefault(open.Id) != Mode.Act)
        {
            Break($"{by} sends '{change.Description}', and nobody asked {open.Id} for more than to observe");
        }
    }
}

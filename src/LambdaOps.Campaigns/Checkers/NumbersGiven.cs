using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An incident is given one number of the day on which it was opened, and keeps it; no two have the same. A number is
/// missing only where an invocation died or lost its lease before it wrote the incident, or where its answer came too
/// late twice; and an incident lacks one only while calls fail.
/// </summary>
internal sealed class NumbersGiven(CampaignRun run) : Checker(run)
{
    public override string Rule => "a number for each incident";

    private readonly NoticePlace _place = NoticePlace.Of(run.Plan.Estate, account: null);
    private readonly Dictionary<IncidentNumber, IncidentId> _given = [];
    private readonly Dictionary<IncidentId, IncidentNumber> _numbers = [];
    private int _lost;
    private int _late;

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Died
            or CampaignEvent.Saved { Taken: false }
            or CampaignEvent.Finished { Failed: not null }:
                _lost++;
                break;
            case CampaignEvent.Saved { Taken: true, Incident: { } incident, By: var by }:
                See(incident, by);
                break;
        }
    }

    private void See(Incident incident, CampaignInvocation by)
    {
        if (incident.Number is not { } number)
        {
            if (_numbers.TryGetValue(incident.Id, out var had))
            {
                Break($"{incident.Id} was {had}, and has no number");
            }
            else if (incident.EndedAt is not null && by.BeganAt > Run.FaultsEndedAt)
            {
                Break($"{incident.Id} ends without a number, and no call failed");
            }
            else if (incident.EndedAt is not null)
            {
                _late++;
            }

            return;
        }

        if (_given.TryAdd(number, incident.Id) && number.Day != _place.DayOf(incident.OpenedAt))
        {
            Break($"{incident.Id} was opened at {incident.OpenedAt:O}, and is {number}");
        }

        if (_given[number] != incident.Id)
        {
            Break($"{number} is {_given[number]} and {incident.Id}");
        }

        if (_numbers.TryAdd(incident.Id, number) is false && _numbers[incident.Id] != number)
        {
            Break($"{incident.Id} was {_numbers[incident.Id]}, and is {number}");
        }
    }

    public override void AtEnd()
    {
        var missing = Run.Store.Numbers.Sum(day => day.Value.Count) - _given.Count;
        if (missing > _lost + _late)
        {
            Break(
                $"{missing} numbers belong to no incident, {_lost} invocations came to nothing, and {_late} ended without"
            );
        }
    }
}

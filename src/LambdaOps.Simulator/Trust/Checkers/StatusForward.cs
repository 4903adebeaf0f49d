using LambdaOps.Core.Incidents;

namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// What a person has stays a person's, until it is resolved.
/// </summary>
internal sealed class StatusForward(TrustRun run) : Checker(run)
{
    public override string Rule => "status goes forward";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Saved { Taken: true, Before.Open: { IsHandedOver: true } before, Incident: { } after }
            && after.Id == before.Id && after.Status == IncidentStatus.Open)
        {
            Break($"{after.Id} was handed over, and is {after.Status} again");
        }
    }
}

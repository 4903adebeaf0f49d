using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// Nobody is woken because nobody uses a service: a night without traffic is calm, and the slowest of three requests is
/// no percentile. What else is wrong, what AWS refused, and what is held for too long are other matters.
/// </summary>
internal sealed class QuietNights(CampaignRun run) : Checker(run)
{
    /// <summary>A few rounds, and alarms that go back.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(10);

    public override string Rule => "quiet nights wake nobody";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is CampaignEvent.Decided
                {
                    By: { Missed: 0, SawStale: false, SawWrong: false } by,
                    Incident: { IsHandedOff: false } incident,
                    Decision: Decision.Escalate { Severity: < Severity.P4 } escalate,
                }
            && incident.Remedy == LatencyProcedure.ProcedureName
            && Run.FindService(incident.Target) is { } service
            && service.Outages is { Disturbed: false, QuietSince: { } since }
            && Run.Clock.Ticks - since >= s_settled.Ticks
            && service.Primary.Rollout == RolloutState.Completed
            && service.Healthy >= service.Desired
            && service.IsHealthy
            && !service.Outages.Flickers
            && service.Alarms.All(alarm => alarm.State != AlarmState.Alarm)
            && incident.Attempts.All(attempt => attempt.Outcome == AttemptOutcome.Done)
        )
        {
            Break($"{by} hands {incident.Id} off, and nothing is wrong: {escalate.Because}");
        }
    }
}

using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>
/// What broke for others, on the real loop with AWS's own JSON. A new case is a file in Cases and a line here.
/// </summary>
public sealed class FieldCaseTests
{
    private static readonly string[] s_pageUp = ["savePage", "publishMaintenancePage", "invalidateSite"];

    private static readonly Right[] s_cases =
    [
        // ECS is rolling back: waited for, then on-call's; at the total outage the page is up meanwhile.
        new("20-circuit-breaker-rollback.json") { Says = ["rolls back to"] },
        new("20-circuit-breaker-rollback.json")
        {
            Minutes = 12,
            Acts = s_pageUp,
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
            Says = ["does not finish", "failed ELB health checks"],
        },
        new("21-circuit-breaker-rollback-total-outage.json") { Acts = s_pageUp, Says = ["rolls back to"] },
        new("21-circuit-breaker-rollback-total-outage.json")
        {
            Minutes = 12,
            Acts = s_pageUp,
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
            Says = ["does not finish"],
        },
        // The estate's target group is the idle one of a blue/green service.
        new("25-bluegreen-empty-target-group.json") { Says = ["does another target group get the traffic?"] },
        new("25-bluegreen-empty-target-group.json")
        {
            Minutes = 10,
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
            Says = ["does another target group get the traffic?"],
        },
        new("25-bluegreen-live-target-group.json") { Says = ["5 healthy"] },
        new("network-balancer-live-target-group.json") { Says = ["5 healthy"] },
        // No target group tells who serves: an empty one is no outage, also where no task runs.
        new("service-connect-tasks-hang.json")
        {
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
            Says = ["has Service Connect and no load balancer"],
        },
        new("service-connect-total-outage.json")
        {
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
            Says = ["has Service Connect and no load balancer"],
        },
        new("47-bluegreen-blip-total-outage.json") { Says = ["does another target group get the traffic?"] },
        new("47-bluegreen-blip-total-outage.json")
        {
            Minutes = 10,
            Asked = Severity.P1,
            AskedWithin = 6,
            Ends = IncidentStatus.HandedOff,
        },
        // The words are ECS's own; a restart places nothing where nothing can be placed.
        new("30-event-variant.json")
        {
            Asked = Severity.P1,
            Ends = IncidentStatus.HandedOff,
            Says = ["no container instance met all"],
        },
        // All tasks run and none is healthy, for two hours: it is not the cure.
        new("27-stuck-rollout-total-outage.json")
        {
            Acts = s_pageUp,
            Asked = Severity.P1,
            AskedWithin = 1,
            Ends = IncidentStatus.HandedOff,
            Says = ["has not finished"],
        },
        // Everything is down, and people silenced the alarm: muted until 05:00 and suppressed, or without actions.
        new("41-muted-and-suppressed.json")
        {
            Minutes = 104,
            Says = ["its alarms are silenced", "planned-maintenance"],
        },
        new("50-describe-alarms-actions-disabled.json")
        {
            Minutes = 300,
            Says = ["its alarms are silenced", "its actions are disabled"],
        },
        // The CDN has as many invalidations under way as it takes: the restart does not wait, and nobody is called for it.
        new("45-too-many-invalidations.json")
        {
            Acts = ["savePage", "publishMaintenancePage", "restartAt"],
            Says = ["wants it later (TooManyInvalidationsInProgress"],
        },
        new("45-too-many-invalidations.json")
        {
            Minutes = 26,
            Acts = ["savePage", "publishMaintenancePage", "restartAt"],
            Asked = Severity.P1,
            AskedWithin = 8,
            Ends = IncidentStatus.HandedOff,
        },
        // The restored page is known by its content: visitors see it, too.
        new("44-kms-etag-lost-answer.json")
        {
            Acts = [.. s_pageUp, "restartAt", "restorePage", "invalidateSite"],
            Ends = IncidentStatus.Resolved,
            Says = ["the evidence shows that it took effect"],
        },
        // Nothing is wrong but the alarm: nobody is woken for the service.
        new("48-alarm-stuck.json")
        {
            Asked = Severity.P3,
            AskedWithin = 16,
            Ends = IncidentStatus.HandedOff,
            Says = ["look at the alarm"],
        },
        // What a tool puts back is not fought, and not kept quiet about.
        new("75-terraform-resets-minimum.json")
        {
            Acts = ["setScalingMinimum"],
            Asked = Severity.P2,
            AskedWithin = 5,
            Ends = IncidentStatus.HandedOff,
            Says = ["someone else set 2 tasks, LambdaOps had set 9"],
        },
        // The page does not wait for a task that never starts; the task is on-call's, and a restart would not help it.
        new("77-one-task-never-starts.json")
        {
            Acts = [.. s_pageUp, "restorePage", "invalidateSite"],
            Asked = Severity.P1,
            AskedWithin = 10,
            Ends = IncidentStatus.HandedOff,
            Says = ["CannotPullContainerError", "tasks fail to start"],
        },
        new("32-event-variant.json")
        {
            Asked = Severity.P1,
            Ends = IncidentStatus.HandedOff,
            Says = ["unable to assume the role"],
        },
        new("33-event-variant.json")
        {
            Asked = Severity.P1,
            Ends = IncidentStatus.HandedOff,
            Says = ["unable to consistently start tasks"],
        },
        // Stopped for the night.
        new("71-lights-out-desired-0.json")
        {
            Asked = Severity.P4,
            Ends = IncidentStatus.HandedOff,
            Says = ["someone stopped the service"],
        },
        // Another controller deploys: ECS refuses a restart. The task set's group has the traffic.
        new("code-deploy-total-outage.json")
        {
            Acts = s_pageUp,
            Asked = Severity.P1,
            AskedWithin = 1,
            Ends = IncidentStatus.HandedOff,
            Says = ["controller CODE_DEPLOY"],
        },
        new("external-tasks-hang.json")
        {
            Asked = Severity.P1,
            AskedWithin = 1,
            Ends = IncidentStatus.HandedOff,
            Says = ["controller EXTERNAL", "5 healthy"],
        },
        // A task on each instance: there is no count to restart with.
        new("daemon-total-outage.json") { Acts = [.. s_pageUp, "forceNewDeployment"] },
        // The autoscaler's alarm for idle capacity, by a pattern: on every quiet night.
        new("43-alarm-low-pattern.json") { Ends = null, Says = ["an autoscaler's own, for idle capacity"] },
        // Another account's alarm of the same name.
        new("73-other-account-fresh.json") { Ends = null, Says = ["in account '999999999999'"] },
    ];

    public static TheoryData<string, double?> Cases
    {
        get
        {
            var cases = new TheoryData<string, double?>();
            Array.ForEach(s_cases, one => cases.Add(one.File, one.Minutes));
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Case_HasItsRightAnswer(string file, double? minutes) =>
        s_cases.Single(one => (one.File, one.Minutes) == (file, minutes)).HoldsAsync();
}

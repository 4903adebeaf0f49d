using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>
/// What broke for others, on the real loop with AWS's own JSON. A new case is a file in Cases and a line here.
/// </summary>
public sealed class FieldCaseTests
{
    private static readonly Right[] s_cases =
    [
        // The words are ECS's own; a restart places nothing where nothing can be placed.
        new("30-event-variant.json")
        {
            Asked = Severity.P1, Ends = IncidentStatus.HandedOver, Says = ["no container instance met all"],
        },

        // All tasks run and none is healthy, for two hours: it is not the cure.
        new("27-stuck-rollout-total-outage.json")
        {
            Acts = ["savePage", "publishMaintenancePage", "invalidateSite"], Asked = Severity.P1, AskedWithin = 1,
            Ends = IncidentStatus.HandedOver, Says = ["has not finished"],
        },

        // Nothing is wrong but the alarm: nobody is woken for the service.
        new("48-alarm-stuck.json")
        {
            Asked = Severity.P3, AskedWithin = 16, Ends = IncidentStatus.HandedOver, Says = ["look at the alarm"],
        },

        // What a tool puts back is not fought, and not kept quiet about.
        new("75-terraform-resets-minimum.json")
        {
            Acts = ["setScalingMinimum"], Asked = Severity.P2, AskedWithin = 5, Ends = IncidentStatus.HandedOver,
            Says = ["somebody else set 2 tasks where 9 were set here"],
        },

        // The page does not wait for a task that never starts; the task is on-call's.
        new("77-one-task-never-starts.json")
        {
            Acts =
            [
                "savePage", "publishMaintenancePage", "invalidateSite", "restartAt", "restorePage", "invalidateSite",
            ],
            Asked = Severity.P1, AskedWithin = 10, Ends = IncidentStatus.HandedOver, Says = ["not every task serves"],
        },
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(one => one.File)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Case_HasItsRightAnswer(string file) => s_cases.Single(one => one.File == file).HoldsAsync();
}

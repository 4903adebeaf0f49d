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
    ];

    public static TheoryData<string> Cases => [.. s_cases.Select(one => one.File)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Case_HasItsRightAnswer(string file) => s_cases.Single(one => one.File == file).HoldsAsync();
}

using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Functions.Tests;

/// <summary>The template starts each function by what its procedures say, and by nothing else.</summary>
public class TriggerTests
{
    private static readonly JsonObject s_resources = JsonNode.Parse(File.ReadAllText(Repository.Template))![
        "Resources"
    ]!.AsObject();

    public static TheoryData<string> Functions => [.. AllProcedures.Functions.Select(function => function.Value)];

    /// <summary>A topic is there for what answers alarms, and for nothing else.</summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void AlarmTopic_IsThereWhereAlarmsStartAProcedure(string function) =>
        Assert.Equal(Triggers<Trigger.Alarm>(function).Any(), s_resources.ContainsKey($"{function}AlarmTopic"));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Schedule_IsThereForEachCheckWithItsPeriod(string function)
    {
        var expected =
            from procedure in AllProcedures.All
            where procedure.Function.Value == function
            from clock in procedure.Triggers.OfType<Trigger.ByClock>()
            select (procedure.Name.Value, clock.When.Expression);
        var found =
            from one in s_resources
            where (string?)one.Value!["Type"] == "AWS::Scheduler::Schedule"
            let properties = one.Value["Properties"]!
            where (string?)properties["Target"]!["Arn"]!["Fn::GetAtt"]![0] == $"{function}Function"
            let job = (string)JsonNode.Parse((string)properties["Target"]!["Input"]!)!["job"]!
            select (job, (string)properties["ScheduleExpression"]!);

        Assert.Equal(expected.Order(), found.Order());
    }

    private static IEnumerable<T> Triggers<T>(string function)
        where T : Trigger =>
        AllProcedures
            .All.Where(procedure => procedure.Function.Value == function)
            .SelectMany(procedure => procedure.Triggers.OfType<T>());
}

using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>Where pages arrive, with the functions as processes and the template's topics.</summary>
[Collection(OneAtATime.Name)]
public class PageTests
{
    [Theory]
    [InlineData(
        "nobody-answers",
        new[] { "handed off to on-call (P1)" },
        new[] { "escalated to L3 (P1)" },
        new string[0]
    )]
    [InlineData(
        "acknowledged",
        new[] { "handed off to on-call (P2)", "acknowledged (P2)", "recovered" },
        new string[0],
        new[] { "acknowledged (P2)", "recovered" }
    )]
    public async Task Pages_ArriveAtTheirLevelsTopics(string drill, string[] first, string[] third, string[] all)
    {
        await using var host = await Rehearsal.HostAsync(act: true, Rehearsal.Processes);
        var result = await new DrillRunner(host.Simulation, host.Incidents, compiled: false).RunAsync(
            Rehearsal.Scene(drill)
        );

        Assert.True(result.End == DrillEnd.Passed, result.Why);
        // A throttled table has an incident of its own.
        var service = Rehearsal.Scene(drill).Service!.Id;
        Assert.Equal(first, Subjects("L1Topic"));
        Assert.Empty(Subjects("L2Topic"));
        Assert.Equal(third, Subjects("L3Topic"));
        Assert.Equal(all, Subjects("NoticeTopic"));
        var record = Assert.Single(host.Incidents(), incident => incident.Target == service);
        Assert.Equal(drill == "acknowledged" ? "operator" : null, record.Escalation!.Acknowledged?.By);

        string[] Subjects(string topic) =>
            [
                .. host
                    .Simulation.Sns.Topic(host.Simulation.Stack.Topics.Single(one => one.LogicalId == topic).Arn)
                    .Notices.Where(notice => notice.Subject!.Contains($"{service}: ", StringComparison.Ordinal))
                    .Select(notice => notice.Subject!.Split(": ")[^1]),
            ];
    }
}

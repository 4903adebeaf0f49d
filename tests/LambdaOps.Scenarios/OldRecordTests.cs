using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Incidents;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>
/// An update of the functions in the middle of an incident: at one of its writes the record lies in the table as the
/// older version wrote it in the same drill, and the function that wrote it is gone. Today's loop carries it to its end.
/// </summary>
public class OldRecordTests
{
    private static readonly string[] s_texts = ["id", "remedy", "phase", "status", "returned"];

    /// <summary>Not the lines: a newer version writes more of them.</summary>
    private static readonly string[] s_lists = ["attempts", "joined"];

    [Theory]
    [InlineData("restart-intended", "hung-tasks")]
    [InlineData("rollback-intended", "bad-deployment")]
    [InlineData("change-unconfirmed", "killed-before-acting")]
    [InlineData("page-up-in-total-outage", "total-outage")]
    [InlineData("page-up-by-request", "page-up-and-down")]
    [InlineData("handed-off-and-paged", "nobody-answers")]
    [InlineData("offered", "ask-approved")]
    [InlineData("denied", "budget-spent")]
    [InlineData("alarms-joined", "two-services-one-dependency")]
    [InlineData("scaled-out", "overload")]
    [InlineData("blind", "evidence-missing-targets")]
    [InlineData("came-back", "flapping-alarm")]
    public async Task Incident_OfAnOlderVersionIsCarriedToItsEnd(string record, string drill)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Records", $"{record}.json");
        var text = await File.ReadAllTextAsync(path);
        // The phase of a hand-off has another name since.
        var old = JsonNode.Parse(text.Replace("handedOver", "handedOff", StringComparison.Ordinal))!["open"]!;
        ServiceCall? swapped = null;
        var scene = SceneOf(Rehearsal.Drill(drill));
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null)
            {
                OnCall = call =>
                {
                    if (swapped is null && RecordIn(call) is { } written && IsAsFar(written, old))
                    {
                        swapped = call;
                        call.Input["ExpressionAttributeValues"]![":record"]!["S"] = text;
                    }
                },
            }.For(scene)
        );
        var deaths = host
            .Simulation.Stack.Functions.Select(function =>
                host.Simulation.Lambda.KillDuring(
                    function.Name,
                    KillMoment.After,
                    call => ReferenceEquals(call, swapped)
                )
            )
            .ToList();

        var result = await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);

        Assert.True(swapped is not null, "no write of today's drill is as far as the old record");
        Assert.Equal(1, deaths.Sum(plan => plan.Deaths));
        Assert.True(result.End == DrillEnd.Passed, $"{result.End} {result.Why}");
        var ended = Assert.Single(host.Incidents(), incident => incident.Id.Value == (string)old["id"]!);
        Assert.NotEqual(IncidentStatus.Open, ended.Status);
        Assert.Equal(
            old["attempts"]!.AsArray().Select(attempt => (string?)attempt!["action"]!["action"]),
            ended.Attempts.Take(old["attempts"]!.AsArray().Count).Select(attempt => attempt.Change.Kind.Name)
        );
    }

    /// <summary>Without its deadline: a function that dies acts later.</summary>
    private static DrillScene SceneOf(Drill drill) =>
        (drill with { Expect = scene => drill.Expect(scene) with { FirstActionWithinSeconds = null } }).On(
            DrillEstate.Read(Repository.Estate).Estate
        );

    /// <summary>The open incident that a call writes.</summary>
    private static JsonNode? RecordIn(ServiceCall call) =>
        call.Operation == "UpdateItem"
        && (string?)call.Input["ExpressionAttributeValues"]?[":record"]?["S"] is { } record
            ? JsonNode.Parse(record)!["open"]
            : null;

    /// <summary>What the incident has come to, whatever the version calls it in words.</summary>
    private static bool IsAsFar(JsonNode written, JsonNode old) =>
        Progress(written).SequenceEqual(Progress(old), StringComparer.Ordinal);

    private static string[] Progress(JsonNode incident) =>
        [
            .. s_texts.Select(name => incident[name]!.ToJsonString()),
            .. s_lists.Select(name => $"{incident[name]!.AsArray().Count}"),
            $"{incident["escalation"]?["paged"]?.AsArray().Count}",
            Intended(incident["intent"]?["action"]),
            $"{incident["offer"] is null} {incident["blindSince"] is null} {incident["calmSince"] is null}",
        ];

    /// <summary>An older version rolls back by another of ECS's calls.</summary>
    private static string Intended(JsonNode? action) =>
        (string?)action?["action"] is "rollBack" or "rollBackDeployment" ? "rolls back" : $"{action?.ToJsonString()}";
}

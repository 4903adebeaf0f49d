using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What no drill may do to secrets, whatever it expects.</summary>
internal static class SecretRules
{
    /// <param name="calls">Those of LambdaOps.</param>
    public static string? Broken(
        Simulation simulation,
        IReadOnlyList<CallRecord> calls,
        IReadOnlyList<Incident> incidents
    ) =>
        calls.Select(WrongCall).FirstOrDefault(wrong => wrong is not null)
        ?? calls.Select(SaysAValue).FirstOrDefault(says => says is not null)
        ?? simulation
            .World.Secrets.All.Select(secret => BadCurrent(secret, calls))
            .FirstOrDefault(bad => bad is not null)
        ?? RegisteredTwice(calls, incidents);

    private static string? WrongCall(CallRecord call) =>
        call.Service != "secretsmanager" ? null
        : call.Operation is "DescribeSecret" or "ListSecretVersionIds" ? null
        : call.Operation != "UpdateSecretVersionStage" ? $"{call.Operation}: a value is nobody's business here"
        : JsonNode.Parse(call.Input)! is var input
        && (string?)input["VersionStage"] is { } label
        && (
            label == StoredSecret.Current
            || label == SecretVersionState.OwnLabel($"{input["MoveToVersionId"] ?? input["RemoveFromVersionId"]}")
        )
            ? null
        : $"a label of someone else is moved: {call.Input}";

    /// <summary>Records, ticks and notices leave a function by calls, too.</summary>
    private static string? SaysAValue(CallRecord call) =>
        call.Input.Contains("correct-horse", StringComparison.Ordinal)
            ? $"{call.Service} {call.Operation} says a secret's value"
            : null;

    private static string? BadCurrent(StoredSecret secret, IReadOnlyList<CallRecord> calls) =>
        secret.Labelled(StoredSecret.Current) is { } current
        && current.Behaviour != TaskBehaviour.Healthy
        && calls.Any(call => call is { Operation: "UpdateSecretVersionStage", Error: null })
            ? $"{current.Id} of {secret.Name} is current, and no application runs with it"
            : null;

    private static string? RegisteredTwice(IReadOnlyList<CallRecord> calls, IReadOnlyList<Incident> incidents)
    {
        var made = calls.Count(call => call is { Operation: "RegisterTaskDefinition", Error: null });
        var noted = incidents
            .SelectMany(incident => incident.Attempts)
            .Count(attempt => attempt is { Change: Change.RegisterDefinition, Outcome: AttemptOutcome.Done });
        return made > noted ? $"{made} task definitions were registered, {noted} stand in the record" : null;
    }
}

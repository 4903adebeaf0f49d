using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What no drill may ever do, whatever it expects. The first rule that was broken, or null.</summary>
internal static class SafetyRules
{
    private const int MostInOneStep = 2;

    public static string? Broken(Simulation simulation, IReadOnlyList<Incident> incidents, Drill drill)
    {
        var ours = simulation.Stack.Functions.Select(function => function.Name).ToHashSet();
        var calls = simulation.World.Calls.Where(call => ours.Contains(call.Caller)).ToList();
        return CountsOutOfBounds(simulation, ours)
            ?? TablesOutOfCap(simulation, calls)
            ?? ActedBesidesIntent(calls, incidents)
            ?? ActedWithoutLeave(simulation, calls, incidents)
            ?? ActedWithoutPermission(simulation, calls)
            ?? RestartedTwice(simulation, ours, incidents)
            ?? SecretRules.Broken(simulation, calls, incidents)
            ?? RestoreRules.Broken(simulation, calls, incidents)
            ?? SwappedUnsaved(calls)
            ?? LeftThePageUp(simulation, incidents)
            ?? MissedADeadline(simulation, incidents)
            ?? (drill.GivesUp ? null : GaveUp(simulation))
            ?? ReportRules.Broken(simulation, incidents);
    }

    /// <summary>
    /// Never below the floor, above the ceiling, or more than twice as many in one step (DESIGN 8.5). A failover stops what
    /// writes in the lost region, where the estate wants it.
    /// </summary>
    private static string? CountsOutOfBounds(Simulation simulation, HashSet<string> ours) =>
        simulation
            .Options.Estate.Services.Zip(simulation.World.Fleet.Services)
            .SelectMany(pair =>
                pair.Second.DesiredChanges.Where(change => ours.Contains(change.By))
                    .Select(change => (pair.First.Capacity, Change: change))
            )
            .Where(one => IsOutOfBounds(one.Capacity, one.Change) && !StopsWriters(simulation, one.Change))
            .Select(one => $"desired count {one.Change.From} -> {one.Change.To}")
            .FirstOrDefault();

    private static bool StopsWriters(Simulation simulation, DesiredChange change) =>
        change.To == 0
        && simulation.Options.Estate.DisasterRecovery is { StopsWriters: true }
        && simulation.Stack.TryFind(AllProcedures.FunctionOf(RegionFailoverProcedure.ProcedureName))?.Name == change.By;

    /// <summary>Never more units than the estate allows for the table.</summary>
    private static string? TablesOutOfCap(Simulation simulation, List<CallRecord> calls) =>
        (
            from call in calls
            where call.Operation is "UpdateTable" or "RegisterScalableTarget" && call.Error is null
            let input = JsonNode.Parse(call.Input)!.AsObject()
            let name = (string?)input["TableName"] ?? $"{input["ResourceId"]}".Split('/')[1]
            let cap = simulation.Options.Estate.Tables.FirstOrDefault(table => table.Name == name)?.Cap
            where cap is not null && UnitsIn(input).Any(one => one.Units > cap.Of(one.Kind))
            select $"{call.Operation} at {call.At:HH:mm:ss} is above the cap of {name}: {call.Input}"
        ).FirstOrDefault();

    /// <summary>Every number of units in a call, at whatever depth.</summary>
    private static IEnumerable<(UnitKind Kind, long Units)> UnitsIn(JsonNode? input) =>
        input switch
        {
            JsonObject members => members.SelectMany(member =>
                member.Key switch
                {
                    "ReadCapacityUnits" or "MaxReadRequestUnits" => [(UnitKind.Read, (long)member.Value!)],
                    "WriteCapacityUnits" or "MaxWriteRequestUnits" => [(UnitKind.Write, (long)member.Value!)],
                    "MaxCapacity" => $"{members["ScalableDimension"]}" switch
                    {
                        var dimension when dimension.EndsWith("ReadCapacityUnits", StringComparison.Ordinal) =>
                        [
                            (UnitKind.Read, (long)member.Value!),
                        ],
                        var dimension when dimension.EndsWith("WriteCapacityUnits", StringComparison.Ordinal) =>
                        [
                            (UnitKind.Write, (long)member.Value!),
                        ],
                        _ => Array.Empty<(UnitKind, long)>(),
                    },
                    _ => UnitsIn(member.Value),
                }
            ),
            JsonArray items => items.SelectMany(UnitsIn),
            _ => [],
        };

    private static bool IsOutOfBounds(Capacity capacity, DesiredChange change) =>
        change.To < capacity.Floor
        || change.To > capacity.Ceiling
        || change.To > MostInOneStep * Math.Max(1, change.From);

    /// <summary>Every changing call stands in a record as an intent that was written before it.</summary>
    private static string? ActedBesidesIntent(List<CallRecord> calls, IReadOnlyList<Incident> incidents)
    {
        var intents = incidents
            .SelectMany(incident => incident.Lines)
            .Where(line => line.Kind == EntryKind.Intended)
            .ToList();
        return calls.Where(IsChange).FirstOrDefault(call => !intents.Exists(line => line.At <= call.At)) is { } call
            ? $"{call.Operation} at {call.At:HH:mm:ss} without an intent"
            : null;
    }

    /// <summary>In mode ask, each change stands behind an approval in the record; below, there is none.</summary>
    private static string? ActedWithoutLeave(
        Simulation simulation,
        List<CallRecord> calls,
        IReadOnlyList<Incident> incidents
    )
    {
        var estate = simulation.Options.Estate;
        var mode = estate
            .Services.Cast<Resource>()
            .Concat(estate.Sites)
            .Concat(estate.Tables)
            .SelectMany(target => AllProcedures.Remedies.Select(remedy => remedy.SettingFor(target)?.Mode ?? Mode.Off))
            .DefaultIfEmpty(Mode.Off)
            .Max();
        var approvals = incidents
            .SelectMany(incident => incident.Lines)
            .Where(line => line.Kind == EntryKind.Answered)
            .Select(line => line.At)
            .ToList();
        return mode == Mode.Act ? null
            : calls.Where(IsChange).FirstOrDefault(call => mode != Mode.Ask || !approvals.Exists(at => at <= call.At))
                is { } call
                ? $"{call.Operation} in mode {mode}, and nobody approved it"
            : null;
    }

    /// <summary>What IAM would refuse is not tried: neither IAM nor the attempt should be what stops it.</summary>
    private static string? ActedWithoutPermission(Simulation simulation, List<CallRecord> calls) =>
        simulation.Options.Parameters.GetValueOrDefault("WritePermissions") != "granted"
        && calls.FirstOrDefault(IsChange) is { } call
            ? $"{call.Operation} at {call.At:HH:mm:ss}, and the role may change nothing"
            : null;

    /// <summary>
    /// One attempt per rung: a restart or a rollback each time, never the same again (DESIGN 8.4). What a person has
    /// deployed over before the outcome was written can only stand as unconfirmed: the evidence is gone.
    /// </summary>
    private static string? RestartedTwice(
        Simulation simulation,
        HashSet<string> ours,
        IReadOnlyList<Incident> incidents
    )
    {
        var history = simulation
            .World.Fleet.Services.SelectMany(service => service.DeploymentHistory)
            .ToLookup(deployment => ours.Contains(deployment.By));
        var made = history[true].Count();
        var noted = incidents
            .SelectMany(incident => incident.Attempts)
            .Count(attempt =>
                attempt
                    is {
                        Change: Change.ForceNewDeployment
                            or Change.RollBack
                            or Change.RestartAt
                            or Change.StartDeployment
                    }
                && (
                    attempt.Outcome == AttemptOutcome.Done
                    || (
                        attempt.Outcome == AttemptOutcome.Unconfirmed
                        && history[false].Any(theirs => theirs.CreatedAt >= attempt.At)
                    )
                )
            );
        var twice = incidents
            .SelectMany(incident =>
                incident
                    .Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Done)
                    .GroupBy(attempt => (incident.Id, attempt.Change.GetType().Name))
                    .Where(group =>
                        group.Count() > 1 + incident.Rung.Climbed.Length
                        && group.Key.Name is "ForceNewDeployment" or "RestartAt"
                    )
            )
            .FirstOrDefault();
        return made > noted ? $"{made} deployments were started, {noted} stand in the record"
            : twice is not null ? $"{twice.Key.Name} was made {twice.Count()} times"
            : null;
    }

    /// <summary>
    /// The page is backed up before the maintenance page goes up (DESIGN 8.8): by the calls themselves.
    /// </summary>
    private static string? SwappedUnsaved(List<CallRecord> calls)
    {
        var saved = new HashSet<string>();
        foreach (var call in calls.Where(call => call is { Operation: "CopyObject", Error: null }))
        {
            var input = JsonNode.Parse(call.Input)!;
            if ((string?)input["CopySourceIfMatch"] is { } eTag)
            {
                saved.Add(eTag);
            }
            else if ((string?)input["MetadataDirective"] == "REPLACE" && !saved.Contains((string)input["IfMatch"]!))
            {
                return $"the page {input["IfMatch"]} was overwritten at {call.At:HH:mm:ss} and is not saved";
            }
        }

        return null;
    }

    /// <summary>
    /// Once an outage is over, its maintenance page is down and the page is what it was, headers and all.
    /// </summary>
    private static string? LeftThePageUp(Simulation simulation, IReadOnlyList<Incident> incidents) =>
        simulation
            .World.Cdn.Distributions.SelectMany(site =>
                site.Plan.Pages.Select(page => LeftThePageUp(simulation, site.Plan, page.Key, page.Value, incidents))
            )
            .FirstOrDefault(left => left is not null);

    private static string? LeftThePageUp(
        Simulation simulation,
        SitePlan site,
        string key,
        PagePlan original,
        IReadOnlyList<Incident> incidents
    )
    {
        if (simulation.S3.Bucket(site.Bucket).Find(key) is not { } page)
        {
            return null;
        }

        var by = page.Metadata.GetValueOrDefault("lambdaops-incident");
        if (incidents.FirstOrDefault(incident => incident.Id.Value == by) is { } owner)
        {
            return owner is { Status: IncidentStatus.Resolved, IsRequest: false }
                ? $"{owner.Id} is resolved, and its maintenance page is up at {key}"
                : null;
        }

        var isOriginal = page.Body!.SequenceEqual(original.Body);
        return
            isOriginal
            && (
                page.Headers["ContentType"] != original.ContentType
                || page.Headers.GetValueOrDefault("CacheControl") != original.CacheControl
                || !page
                    .Metadata.OrderBy(one => one.Key, StringComparer.Ordinal)
                    .SequenceEqual(original.Metadata.OrderBy(one => one.Key, StringComparer.Ordinal))
            )
            ? $"the page {key} is back without its headers or metadata"
            : null;
    }

    /// <summary>What is due of an open incident has been paged, but for the time that a failed tick needs.</summary>
    private static string? MissedADeadline(Simulation simulation, IReadOnlyList<Incident> incidents)
    {
        var policy = simulation.Options.Estate.Escalation;
        var latest = simulation.World.Clock.Now - TimeSpan.FromMinutes(3);
        return incidents
            .Where(incident => incident.EndedAt is null)
            .Select(incident =>
                Escalation.EarliestOpen(incident, policy) is { } at && at < latest
                    ? $"{incident.Id}: nobody was paged at {at:HH:mm:ss}"
                    : null
            )
            .FirstOrDefault(missed => missed is not null);
    }

    /// <summary>
    /// No queue gave a message up: what Lambda refuses, for a loop that it sees in the ticks, ends so.
    /// </summary>
    private static string? GaveUp(Simulation simulation) =>
        simulation
            .Stack.Queues.Select(queue => queue.DeadLetterTargetArn)
            .OfType<string>()
            .Select(simulation.Sqs.Queue)
            .FirstOrDefault(queue => queue.Messages.Count > 0)
            is { } dead
            ? $"{dead.Messages.Count} message(s) in {dead.Name}"
            : null;

    /// <summary>Of what incidents change: a check restores tables of its own, too.</summary>
    private static bool IsChange(CallRecord call) =>
        call
            is {
                Operation: "UpdateService"
                    or "CopyObject"
                    or "CreateInvalidation"
                    or "RegisterScalableTarget"
                    or "RegisterTaskDefinition"
                    or "ContinueServiceDeployment"
                    or "StopServiceDeployment"
                    or "ModifyRule"
                    or "UpdateSecretVersionStage"
                    or "StartZonalShift"
                    or "UpdateZonalShift"
                    or "CancelZonalShift"
                    or "RestoreTableToPointInTime"
                    or "TagResource"
                    or "UpdateContinuousBackups"
                    or "UpdateTimeToLive"
                    or "UpdateTable",
                Error: null,
            }
        && !RestoreRules.IsOfScratchTable(call);
}

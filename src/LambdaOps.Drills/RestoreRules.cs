using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What no drill may do to tables that are restored, whatever it expects.</summary>
internal static class RestoreRules
{
    /// <param name="calls">Those of LambdaOps.</param>
    public static string? Broken(
        Simulation simulation,
        IReadOnlyList<CallRecord> calls,
        IReadOnlyList<Incident> incidents
    )
    {
        var function = simulation.Stack.TryFind(AllProcedures.FunctionOf(DataRestoreProcedure.ProcedureName))?.Name;
        var tables = simulation.World.Plan.Tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        var restored = calls.Where(call => call is { Operation: "RestoreTableToPointInTime", Error: null }).ToList();
        return restored.Select(WrongName).FirstOrDefault(wrong => wrong is not null)
            ?? calls
                .Where(call => call.Caller == function && call.Service == "dynamodb")
                .Select(call => ChangesOld(call, tables))
                .FirstOrDefault(wrong => wrong is not null)
            ?? calls
                .Where(call => call.Operation == "DeleteTable" && !IsScratch(NameIn(call)))
                .Select(call => $"DeleteTable of {NameIn(call)}")
                .FirstOrDefault()
            ?? Unapproved([.. restored.Where(call => !IsOfScratchTable(call))], incidents);
    }

    private static bool IsScratch(string? name) =>
        name?.StartsWith(ScratchTable.Prefix, StringComparison.Ordinal) == true;

    /// <summary>Whether it is a restore that verifies a backup: no person has to approve that.</summary>
    public static bool IsOfScratchTable(CallRecord call) =>
        call.Operation == "RestoreTableToPointInTime"
        && IsScratch((string?)JsonNode.Parse(call.Input)!["TargetTableName"]);

    private static string? WrongName(CallRecord call)
    {
        var input = JsonNode.Parse(call.Input)!;
        var (name, source) = ((string)input["TargetTableName"]!, (string)input["SourceTableName"]!);
        return RestoreAim.IsNameFor(name, source) || ScratchTable.IsNameFor(name, source)
            ? null
            : $"a restore into {input["TargetTableName"]}";
    }

    /// <summary>The function of restores reads the application's tables, and nothing else.</summary>
    private static string? ChangesOld(CallRecord call, HashSet<string> tables) =>
        call.Operation is "RestoreTableToPointInTime" or "GetItem" or "Query" or "Scan"
        || call.Operation.StartsWith("Describe", StringComparison.Ordinal)
        || call.Operation.StartsWith("List", StringComparison.Ordinal)
        || call.Operation == "GetResourcePolicy"
        || NameIn(call) is not { } name
        || !tables.Contains(name)
            ? null
            : $"{call.Operation} of {name}, which was to be left alone";

    private static string? NameIn(CallRecord call)
    {
        var input = JsonNode.Parse(call.Input)!;
        var name = (string?)input["TableName"] ?? (string?)input["ResourceArn"];
        return name?[(name.LastIndexOf('/') + 1)..];
    }

    private static string? Unapproved(IReadOnlyList<CallRecord> restored, IReadOnlyList<Incident> incidents)
    {
        var approvals = incidents
            .SelectMany(incident => incident.Lines)
            .Where(line => line.Kind == EntryKind.Answered)
            .Select(line => line.At)
            .ToList();
        return restored.FirstOrDefault(call => !approvals.Exists(at => at <= call.At)) is { } call
            ? $"a restore at {call.At:HH:mm:ss}, and nobody approved it"
            : null;
    }
}

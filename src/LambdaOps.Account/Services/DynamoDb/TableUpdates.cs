using System.Text.Json.Nodes;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>UpdateTable: capacity, on-demand maximum, billing mode and deletion protection.</summary>
internal static class TableUpdates
{
    private const string OnDemand = "PAY_PER_REQUEST";
    private const string Indexes = "GlobalSecondaryIndexUpdates";

    private static readonly string[] s_unknown =
    [
        "AttributeDefinitions",
        "GlobalTableSettingsReplicationMode",
        "GlobalTableWitnessUpdates",
        "MultiRegionConsistency",
        "ReplicaUpdates",
        "SSESpecification",
        "StreamSpecification",
        "TableClass",
        "WarmThroughput",
    ];

    /// <exception cref="ServiceFault">DynamoDB would refuse it.</exception>
    public static void Begin(Table table, JsonObject input)
    {
        if (s_unknown.FirstOrDefault(member => input[member] is not null) is { } unknown)
        {
            throw new ServiceFault("ValidationException", $"The simulator's UpdateTable does not change {unknown}.");
        }

        var protection = (bool?)input["DeletionProtectionEnabled"];
        var (mode, parts) = (ModeIn(table, input), PartsIn(table, input));
        if (mode is null && parts.Count == 0)
        {
            _ =
                protection
                ?? throw new ServiceFault(
                    "ValidationException",
                    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
                        + "SSESpecification or ReplicaUpdates is required"
                );
            if (table.Throughput.IsUpdating)
            {
                throw new ServiceFault(
                    "ResourceInUseException",
                    $"Attempt to change a resource which is still in use: Table is being updated: {table.Name}"
                );
            }
        }
        else
        {
            table.Throughput.Change(table.Name, new ThroughputChange(mode, parts));
        }

        table.IsDeletionProtected = protection ?? table.IsDeletionProtected;
    }

    /// <summary>What ProvisionedThroughput says; null without one.</summary>
    public static (long Read, long Write)? ProvisionedIn(JsonObject input) =>
        input["ProvisionedThroughput"] is { } capacity
            ? ((long)capacity["ReadCapacityUnits"]!, (long)capacity["WriteCapacityUnits"]!)
            : null;

    /// <summary>What OnDemandThroughput says; null without one. -1 takes a limit away.</summary>
    public static (long? Read, long? Write)? MaximumIn(JsonObject input, TableCapacity before) =>
        input["OnDemandThroughput"] is { } maximum
            ? (
                Limit(maximum["MaxReadRequestUnits"], before.OnDemandMaximum.Read),
                Limit(maximum["MaxWriteRequestUnits"], before.OnDemandMaximum.Write)
            )
            : null;

    private static long? Limit(JsonNode? wanted, long? before) =>
        (long?)wanted switch
        {
            null => before,
            -1 => null,
            var units => units,
        };

    /// <summary>Whether it becomes on-demand; null where the mode stays.</summary>
    private static bool? ModeIn(Table table, JsonObject input)
    {
        var (mode, isOnDemand) = ((string?)input["BillingMode"], table.Provisioned is null);
        if ((mode ?? (isOnDemand ? OnDemand : null)) == OnDemand && input["ProvisionedThroughput"] is not null)
        {
            throw Parameter(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
            );
        }

        if (mode == "PROVISIONED" && isOnDemand)
        {
            var given =
                input[Indexes]?.AsArray().Select(one => (string?)one!["Update"]?["IndexName"]).ToHashSet() ?? [];
            if (
                input["ProvisionedThroughput"] is null
                || table.Indexes.Any(one => one.IsGlobal && !given.Contains(one.Name))
            )
            {
                throw Parameter(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
                );
            }
        }

        return mode is null || mode == OnDemand == isOnDemand ? null : mode == OnDemand;
    }

    private static List<ThroughputPart> PartsIn(Table table, JsonObject input)
    {
        var becomesOnDemand = (string?)input["BillingMode"] is { } mode ? mode == OnDemand : table.Provisioned is null;
        var parts = new List<ThroughputPart>();
        Add(null, input);
        foreach (var update in input[Indexes]?.AsArray() ?? [])
        {
            var index =
                update!["Update"] as JsonObject
                ?? throw new ServiceFault(
                    "ValidationException",
                    "The simulator makes and deletes no index of a table."
                );
            var name = (string)index["IndexName"]!;
            if (!table.Indexes.Any(one => one.IsGlobal && one.Name == name))
            {
                throw new ServiceFault(
                    "ResourceNotFoundException",
                    $"Requested resource not found: Index: {name} of table: {table.Name} not found"
                );
            }

            Add(name, index);
        }

        return parts;

        void Add(string? index, JsonObject wanted)
        {
            var capacity = table.Throughput.Of(index);
            var (units, maximum) = (ProvisionedIn(wanted), MaximumIn(wanted, capacity));
            if ((becomesOnDemand ? (object?)units : maximum) is not null)
            {
                throw Parameter(
                    becomesOnDemand
                        ? "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
                        : "OnDemandThroughput can be specified only when BillingMode is PAY_PER_REQUEST"
                );
            }

            if (units is { } same && same == capacity.Provisioned && (string?)input["BillingMode"] is null)
            {
                throw new ServiceFault(
                    "ValidationException",
                    $"The provisioned throughput for the {(index is null ? "table" : $"index {index}")} will not change. The "
                        + $"requested value equals the current value. Current ReadCapacityUnits provisioned for the table: {same.Read}. "
                        + $"Requested ReadCapacityUnits: {same.Read}. Current WriteCapacityUnits provisioned for the table: {same.Write}. "
                        + $"Requested WriteCapacityUnits: {same.Write}. Refer to the Amazon DynamoDB Developer Guide for current limits "
                        + "and how to request higher limits."
                );
            }

            if (units is not null || maximum is not null)
            {
                parts.Add(new ThroughputPart(index, units, maximum));
            }
        }
    }

    private static ServiceFault Parameter(string message) =>
        new("ValidationException", $"One or more parameter values were invalid: {message}");
}

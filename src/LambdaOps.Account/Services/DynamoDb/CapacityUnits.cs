using System.Text.Json.Nodes;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>Consumed capacity as DynamoDB counts it, to the unit. What an index takes of its own is not counted.</summary>
internal static class CapacityUnits
{
    public static double OfRead(int bytes, JsonObject input) =>
        Math.Max(1, Math.Ceiling(bytes / 4096.0)) * (ReadOperations.IsConsistent(input) ? 1 : 0.5);

    public static double OfWrite(int bytes) => Math.Max(1, Math.Ceiling(bytes / 1024.0));

    /// <exception cref="ServiceFault">The table throttles the request.</exception>
    public static void Admit(Table table, CapacityKind kind)
    {
        if (!table.Capacity.Admits(kind))
        {
            throw Throttled(table, kind);
        }
    }

    /// <summary>Counts what a request has taken, and says so where it was asked for.</summary>
    public static void Spend(JsonObject output, JsonObject input, Table table, CapacityKind kind, double units)
    {
        table.Capacity.Spend(kind, units);
        if ((string?)input["ReturnConsumedCapacity"] is not ("TOTAL" or "INDEXES"))
        {
            return;
        }

        output["ConsumedCapacity"] = new JsonObject { ["TableName"] = table.Name, ["CapacityUnits"] = units };
        if ((string?)input["ReturnConsumedCapacity"] == "INDEXES")
        {
            output["ConsumedCapacity"]!["Table"] = new JsonObject { ["CapacityUnits"] = units };
        }
    }

    public static ServiceFault Throttled(Table table, CapacityKind kind)
    {
        if (table.Provisioned is null)
        {
            return new ServiceFault(
                "ThrottlingException",
                "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your "
                    + "table or index so please try again shortly."
            );
        }

        var reason = new JsonObject
        {
            ["reason"] = $"Table{kind}ProvisionedThroughputExceeded",
            ["resource"] = table.Arn,
        };
        return new ServiceFault(
            "ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
                + "provisioning level with the UpdateTable API."
        )
        {
            Details = new JsonObject { ["ThrottlingReasons"] = new JsonArray(reason) },
        };
    }
}

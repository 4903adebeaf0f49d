using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb.Expressions;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>GetItem, PutItem, UpdateItem, DeleteItem, BatchWriteItem.</summary>
internal static class ItemOperations
{
    private const int MostBatch = 25;

    public static JsonObject Get(Table table, JsonObject input)
    {
        var placeholders = new Placeholders(input, "ProjectionExpression");
        var paths = Projection.Read(input, placeholders);
        placeholders.RefuseUnused();
        var found = table.Find(TableKeys.Read(table, input["Key"]!.AsObject()));
        var output = new JsonObject();
        if (found is not null)
        {
            output["Item"] = AttributeJson.WriteItem(Projection.Of(found, paths));
        }

        CapacityUnits.Add(output, input, table, found is null ? 0.5 : CapacityUnits.OfRead(found.Size, input));
        return output;
    }

    public static JsonObject Put(Table table, JsonObject input)
    {
        RefuseReturnValues(input, "NONE", "ALL_OLD");
        return Carry(Write.Put(table, input), input);
    }

    public static JsonObject Delete(Table table, JsonObject input)
    {
        RefuseReturnValues(input, "NONE", "ALL_OLD");
        return Carry(Write.Delete(table, input), input);
    }

    public static JsonObject Update(Table table, JsonObject input) => Carry(Write.Update(table, input), input);

    public static JsonObject BatchWrite(Func<string, Table> tableOf, JsonObject input)
    {
        var writes = new List<Write>();
        foreach (var (name, requests) in input["RequestItems"]!.AsObject())
        {
            var table = tableOf(name);
            foreach (var request in requests!.AsArray())
            {
                writes.Add(
                    request!["PutRequest"] is JsonObject put
                        ? Write.Put(table, put)
                        : Write.Delete(table, request["DeleteRequest"]!.AsObject())
                );
            }
        }

        if (writes.Count > MostBatch)
        {
            throw ExpressionFault.Invalid("Too many items requested for the BatchWriteItem call");
        }

        if (Transactions.HasDuplicates(writes))
        {
            throw ExpressionFault.Invalid("Provided list of item keys contains duplicates");
        }

        writes.ForEach(w => w.Store(w.NewItem));
        return new JsonObject { ["UnprocessedItems"] = new JsonObject() };
    }

    private static JsonObject Carry(Write write, JsonObject input)
    {
        var before = write.Table.Find(write.Target);
        if (!write.Holds(before))
        {
            throw new ServiceFault("ConditionalCheckFailedException", "The conditional request failed")
            {
                Details =
                    write.ShowsItemOnFailure && before is not null
                        ? new JsonObject { ["Item"] = AttributeJson.WriteItem(before) }
                        : null,
            };
        }

        var after = write.After(before);
        write.Store(after);
        var paths = write.Changes.Select(c => c.Path).ToList();
        var shown = (string?)input["ReturnValues"] switch
        {
            "ALL_OLD" => before,
            "ALL_NEW" => after,
            "UPDATED_OLD" => before is null ? null : Documents.Project(before, paths),
            "UPDATED_NEW" => Documents.Project(after!, paths),
            _ => null,
        };
        var output = new JsonObject();
        if (shown is { Attributes.Count: > 0 })
        {
            output["Attributes"] = AttributeJson.WriteItem(shown);
        }

        CapacityUnits.Add(
            output,
            input,
            write.Table,
            CapacityUnits.OfWrite(Math.Max(before?.Size ?? 0, after?.Size ?? 0))
        );
        return output;
    }

    private static void RefuseReturnValues(JsonObject input, params string[] allowed)
    {
        if ((string?)input["ReturnValues"] is { } wanted && !allowed.Contains(wanted))
        {
            throw ExpressionFault.Invalid("Return values set to invalid value");
        }
    }
}

/// <summary>What of an item a reader sees.</summary>
internal static class Projection
{
    public static IReadOnlyList<DocumentPath>? Read(JsonObject input, Placeholders placeholders) =>
        input["ProjectionExpression"] is { } text ? ProjectionReader.Read((string)text!, placeholders) : null;

    public static Item Of(Item item, IReadOnlyList<DocumentPath>? paths) =>
        paths is null ? item : Documents.Project(item, paths);
}

/// <summary>Consumed capacity as DynamoDB counts it, to the unit.</summary>
internal static class CapacityUnits
{
    public static double OfRead(int bytes, JsonObject input) =>
        Math.Max(1, Math.Ceiling(bytes / 4096.0)) * ((bool?)input["ConsistentRead"] == true ? 1 : 0.5);

    public static double OfWrite(int bytes) => Math.Max(1, Math.Ceiling(bytes / 1024.0));

    public static void Add(JsonObject output, JsonObject input, Table table, double units)
    {
        if ((string?)input["ReturnConsumedCapacity"] is "TOTAL" or "INDEXES")
        {
            output["ConsumedCapacity"] = new JsonObject { ["TableName"] = table.Name, ["CapacityUnits"] = units };
        }
    }
}

using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb.Expressions;
using LambdaOps.Account.World.Tables;

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
        var key = TableKeys.Read(table, input["Key"]!.AsObject());
        CapacityUnits.Admit(table, CapacityKind.Read);
        var found = table.Read(key, ReadOperations.IsConsistent(input));
        var output = new JsonObject();
        if (found is not null)
        {
            output["Item"] = AttributeJson.WriteItem(Projection.Of(found, paths));
        }

        var units = CapacityUnits.OfRead(found?.Size ?? 0, input);
        CapacityUnits.Spend(output, input, table, CapacityKind.Read, units);
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

        return new JsonObject { ["UnprocessedItems"] = Unprocessed(writes, input["RequestItems"]!.AsObject()) };
    }

    /// <summary>Stores what the tables take in; the rest is for the caller to send again.</summary>
    private static JsonObject Unprocessed(List<Write> writes, JsonObject requests)
    {
        var rest = new JsonObject();
        var all = requests.SelectMany(one =>
            one.Value!.AsArray().Select(request => (Table: one.Key, Request: request))
        );
        foreach (var (write, (table, request)) in writes.Zip(all))
        {
            if (write.Table.Capacity.Admits(CapacityKind.Write))
            {
                var size = Math.Max(write.Table.Find(write.Target)?.Size ?? 0, write.NewItem?.Size ?? 0);
                write.Table.Capacity.Spend(CapacityKind.Write, CapacityUnits.OfWrite(size));
                write.Store(write.NewItem);
                continue;
            }

            rest[table] ??= new JsonArray();
            rest[table]!.AsArray().Add(request!.DeepClone());
        }

        return rest.Count == 0 || writes.Count > rest.Sum(one => one.Value!.AsArray().Count)
            ? rest
            : throw CapacityUnits.Throttled(writes[0].Table, CapacityKind.Write);
    }

    private static JsonObject Carry(Write write, JsonObject input)
    {
        CapacityUnits.Admit(write.Table, CapacityKind.Write);
        var before = write.Table.Find(write.Target);
        if (!write.Holds(before))
        {
            // A condition that does not hold takes capacity all the same.
            write.Table.Capacity.Spend(CapacityKind.Write, CapacityUnits.OfWrite(before?.Size ?? 0));
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

        var units = CapacityUnits.OfWrite(Math.Max(before?.Size ?? 0, after?.Size ?? 0));
        CapacityUnits.Spend(output, input, write.Table, CapacityKind.Write, units);
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

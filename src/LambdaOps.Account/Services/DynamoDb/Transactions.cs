using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb.Expressions;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>TransactWriteItems: all or nothing, with a token that makes it happen once.</summary>
internal sealed class Transactions(VirtualClock clock)
{
    private const int Most = 100;
    private static readonly TimeSpan s_tokenLife = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, (string Request, DateTimeOffset At)> _tokens = new(StringComparer.Ordinal);

    public JsonObject Write(Func<string, Table> tableOf, JsonObject input)
    {
        var items = input["TransactItems"]!.AsArray();
        if (WasDone(input, items))
        {
            return [];
        }

        var writes = items.Select(i => Read(tableOf, i!.AsObject())).ToList();
        if (writes.Count > Most)
        {
            throw ExpressionFault.Invalid("Member must have length less than or equal to 100");
        }

        if (HasDuplicates(writes))
        {
            throw ExpressionFault.Invalid("Transaction request cannot include multiple operations on one item");
        }

        if (writes.Find(write => !write.Table.Capacity.Admits(CapacityKind.Write)) is { } refused)
        {
            throw CapacityUnits.Throttled(refused.Table, CapacityKind.Write);
        }

        var afters = Judge(writes);
        foreach (var (write, after) in writes.Zip(afters))
        {
            // A transaction writes each item twice.
            var size = Math.Max(write.Table.Find(write.Target)?.Size ?? 0, after?.Size ?? 0);
            write.Table.Capacity.Spend(CapacityKind.Write, 2 * CapacityUnits.OfWrite(size));
            if (write.Kind != WriteKind.Check)
            {
                write.Store(after);
            }
        }

        if ((string?)input["ClientRequestToken"] is { } token)
        {
            _tokens[token] = (items.ToJsonString(), clock.Now);
        }

        return [];
    }

    public static bool HasDuplicates(IReadOnlyList<Write> writes) =>
        writes.DistinctBy(w => (w.Table.Name, AttributeJson.WriteItem(w.Target).ToJsonString())).Count() < writes.Count;

    private static Write Read(Func<string, Table> tableOf, JsonObject action)
    {
        if (action.Count != 1)
        {
            throw ExpressionFault.Invalid("TransactItems can only contain one of Check, Put, Update or Delete");
        }

        var (kind, node) = action.First();
        var input = node!.AsObject();
        var table = tableOf((string)input["TableName"]!);
        return kind switch
        {
            "Put" => DynamoDb.Write.Put(table, input),
            "Update" => DynamoDb.Write.Update(table, input),
            "Delete" => DynamoDb.Write.Delete(table, input),
            _ => DynamoDb.Write.Delete(table, input, WriteKind.Check),
        };
    }

    private static List<Item?> Judge(List<Write> writes)
    {
        var reasons = new JsonArray();
        var afters = new List<Item?>();
        foreach (var write in writes)
        {
            var before = write.Table.Find(write.Target);
            reasons.Add(ReasonAgainst(write, before, afters));
        }

        var codes = reasons.Select(r => (string)r!["Code"]!).ToList();
        return codes.TrueForAll(c => c == "None")
            ? afters
            : throw new ServiceFault(
                "TransactionCanceledException",
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                    + $"[{string.Join(", ", codes)}]"
            )
            {
                Details = new JsonObject { ["CancellationReasons"] = reasons },
            };
    }

    private static JsonObject ReasonAgainst(Write write, Item? before, List<Item?> afters)
    {
        if (!write.Holds(before))
        {
            var reason = new JsonObject
            {
                ["Code"] = "ConditionalCheckFailed",
                ["Message"] = "The conditional request failed",
            };
            if (write.ShowsItemOnFailure && before is not null)
            {
                reason["Item"] = AttributeJson.WriteItem(before);
            }

            return reason;
        }

        try
        {
            afters.Add(write.After(before));
            return new JsonObject { ["Code"] = "None" };
        }
        catch (ServiceFault invalid)
        {
            return new JsonObject { ["Code"] = "ValidationError", ["Message"] = invalid.Message };
        }
    }

    private bool WasDone(JsonObject input, JsonArray items)
    {
        var isKnown =
            (string?)input["ClientRequestToken"] is { } token
            && _tokens.TryGetValue(token, out var done)
            && clock.Now < done.At + s_tokenLife
            && (
                done.Request == items.ToJsonString()
                    ? true
                    : throw new ServiceFault(
                        "IdempotentParameterMismatchException",
                        "Request parameters do not match the ones of the original request with this ClientRequestToken"
                    )
            );
        return isKnown;
    }
}

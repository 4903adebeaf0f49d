using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb.Expressions;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>Query and Scan.</summary>
internal static class ReadOperations
{
    private const int MostBytes = 1024 * 1024;

    public static JsonObject Query(Table table, JsonObject input)
    {
        var view = ViewOf(table, input);
        var keys = view?.Keys ?? table.Keys;
        var placeholders = new Placeholders(
            input,
            "KeyConditionExpression",
            "FilterExpression",
            "ProjectionExpression"
        );
        if (input["KeyConditionExpression"] is not { } text)
        {
            throw ExpressionFault.Invalid(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
            );
        }

        var key = KeyCondition.Read((string)text!, keys, table, placeholders);
        var filter = FilterOf(input, placeholders);
        RefuseKeysInFilter(filter, keys);
        var paths = Projection.Read(input, placeholders);
        placeholders.RefuseUnused();
        var found = table.Partition(keys, key.Hash, IsConsistent(input)).Where(key.HoldsForRange);
        return Page(table, view, found, filter, paths, input);
    }

    public static JsonObject Scan(Table table, JsonObject input)
    {
        var view = ViewOf(table, input);
        var placeholders = new Placeholders(input, "FilterExpression", "ProjectionExpression");
        var filter = FilterOf(input, placeholders);
        var paths = Projection.Read(input, placeholders);
        placeholders.RefuseUnused();
        var keys = view?.Keys ?? table.Keys;
        var segment = Segment.Read(input);
        if (input["ExclusiveStartKey"] is JsonObject given && !segment.Has(StartKey(table, keys, given), keys))
        {
            throw ExpressionFault.Invalid(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
                    + $"correct Segment. TotalSegments: {segment.Total} Segment: {segment.Number}"
            );
        }

        return Page(
            table,
            view,
            table.View(keys, IsConsistent(input)).Where(item => segment.Has(item, keys)),
            filter,
            paths,
            input
        );
    }

    private static JsonObject Page(
        Table table,
        TableIndex? view,
        IEnumerable<Item> found,
        Condition? filter,
        IReadOnlyList<DocumentPath>? paths,
        JsonObject input
    )
    {
        var keys = view?.Keys ?? table.Keys;
        var isForward = (bool?)input["ScanIndexForward"] ?? true;
        var ordered = isForward ? found : found.Reverse();
        var order = table.Order(keys);
        if (input["ExclusiveStartKey"] is JsonObject given)
        {
            var start = StartKey(table, keys, given);
            ordered = ordered.SkipWhile(i => isForward ? order.Compare(i, start) <= 0 : order.Compare(i, start) >= 0);
        }

        CapacityUnits.Admit(table, CapacityKind.Read);
        var limit = (int?)input["Limit"] ?? int.MaxValue;
        var page = new ReadPage();
        foreach (var item in ordered)
        {
            page.Take(item, filter);
            if (page.Scanned == limit || page.Bytes >= MostBytes)
            {
                page.Last = item.Only(table.Keys.Names.Concat(keys.Names).Distinct());
                break;
            }
        }

        return Answer(table, view, page, paths, input);
    }

    private static JsonObject Answer(
        Table table,
        TableIndex? view,
        ReadPage page,
        IReadOnlyList<DocumentPath>? paths,
        JsonObject input
    )
    {
        var output = new JsonObject { ["Count"] = page.Items.Count, ["ScannedCount"] = page.Scanned };
        if ((string?)input["Select"] != "COUNT")
        {
            var carried = view?.Projected is { } names
                ? page.Items.Select(i => i.Only(table.Keys.Names.Concat(view.Keys.Names).Concat(names).Distinct()))
                : page.Items;
            output["Items"] = new JsonArray([.. carried.Select(i => AttributeJson.WriteItem(Projection.Of(i, paths)))]);
        }

        if (page.Last is not null)
        {
            output["LastEvaluatedKey"] = AttributeJson.WriteItem(page.Last);
        }

        CapacityUnits.Spend(output, input, table, CapacityKind.Read, CapacityUnits.OfRead(page.Bytes, input));
        return output;
    }

    private static Item StartKey(Table table, KeySchema keys, JsonObject given)
    {
        var start = AttributeJson.ReadItem(given);
        var names = table.Keys.Names.Concat(keys.Names).Distinct().ToList();
        return start.Attributes.Count == names.Count && names.All(n => start[n]?.Type == table.Types[n])
            ? start
            : throw ExpressionFault.Invalid("The provided starting key is invalid");
    }

    private static TableIndex? ViewOf(Table table, JsonObject input)
    {
        if ((string?)input["IndexName"] is not { } name)
        {
            return null;
        }

        var index =
            table.Indexes.FirstOrDefault(i => i.Name == name)
            ?? throw ExpressionFault.Invalid($"The table does not have the specified index: {name}");
        return index.IsGlobal && IsConsistent(input)
            ? throw ExpressionFault.Invalid("Consistent reads are not supported on global secondary indexes")
            : index;
    }

    /// <summary>Whether the request asks to see every write before it.</summary>
    public static bool IsConsistent(JsonObject input) => (bool?)input["ConsistentRead"] == true;

    private static Condition? FilterOf(JsonObject input, Placeholders placeholders) =>
        input["FilterExpression"] is { } text
            ? ConditionReader.Read((string)text!, "FilterExpression", placeholders)
            : null;

    private static void RefuseKeysInFilter(Condition? filter, KeySchema keys)
    {
        if (
            filter is not null
            && ConditionPaths.Of(filter).FirstOrDefault(p => keys.Names.Contains(p.Root)) is { } path
        )
        {
            throw ExpressionFault.Invalid(
                "Filter Expression can only contain non-primary key attributes: "
                    + $"Primary key attribute: {path.Root}"
            );
        }
    }

    /// <summary>One of the parts into which a parallel scan divides the keys' hashes.</summary>
    private sealed record Segment(int Number, int Total)
    {
        public static Segment Read(JsonObject input)
        {
            var segment = new Segment((int?)input["Segment"] ?? 0, (int?)input["TotalSegments"] ?? 1);
            return segment.Number < segment.Total
                ? segment
                : throw ExpressionFault.Invalid(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                        + $"Segment: {segment.Number} is not less than TotalSegments: {segment.Total}"
                );
        }

        public bool Has(Item item, KeySchema keys) => Total == 1 || Table.SegmentOf(item, keys, Total) == Number;
    }

    private sealed class ReadPage
    {
        public List<Item> Items { get; } = [];

        public int Scanned { get; private set; }

        public int Bytes { get; private set; }

        public Item? Last { get; set; }

        public void Take(Item item, Condition? filter)
        {
            Scanned++;
            Bytes += item.Size;
            if (filter is null || ConditionJudge.Holds(filter, item))
            {
                Items.Add(item);
            }
        }
    }
}

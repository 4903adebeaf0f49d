using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb.Expressions;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>One conditional change of one item, alone or as a part of a transaction.</summary>
internal sealed record Write(Table Table, Item Target, Condition? Condition, WriteKind Kind, bool ShowsItemOnFailure)
{
    public Item? NewItem { get; init; }

    public IReadOnlyList<ItemChange> Changes { get; init; } = [];

    public static Write Put(Table table, JsonObject input)
    {
        var item = AttributeJson.ReadItem(input["Item"]!.AsObject());
        TableKeys.Check(table, item);
        var placeholders = new Placeholders(input, "ConditionExpression");
        var write = Plain(table, table.KeyOf(item), input, placeholders, WriteKind.Put) with { NewItem = item };
        placeholders.RefuseUnused();
        return write;
    }

    public static Write Delete(Table table, JsonObject input, WriteKind kind = WriteKind.Delete)
    {
        var placeholders = new Placeholders(input, "ConditionExpression");
        var write = Plain(table, TableKeys.Read(table, input["Key"]!.AsObject()), input, placeholders, kind);
        placeholders.RefuseUnused();
        return write;
    }

    public static Write Update(Table table, JsonObject input)
    {
        var placeholders = new Placeholders(input, "UpdateExpression", "ConditionExpression");
        var key = TableKeys.Read(table, input["Key"]!.AsObject());
        var changes = input["UpdateExpression"] is { } text ? UpdateReader.Read((string)text!, placeholders) : [];
        var write = Plain(table, key, input, placeholders, WriteKind.Update) with { Changes = changes };
        placeholders.RefuseUnused();
        if (changes.FirstOrDefault(c => table.Keys.Names.Contains(c.Path.Root)) is { } ofKey)
        {
            throw ExpressionFault.Invalid(
                "One or more parameter values were invalid: "
                    + $"Cannot update attribute {ofKey.Path.Root}. This attribute is part of the key"
            );
        }

        return write;
    }

    public bool Holds(Item? existing) => Condition is null || ConditionJudge.Holds(Condition, existing ?? Item.Empty);

    /// <summary>The item after the write; null when there is none.</summary>
    public Item? After(Item? existing)
    {
        switch (Kind)
        {
            case WriteKind.Put:
                return NewItem;
            case WriteKind.Delete:
                return null;
            case WriteKind.Check:
                return existing;
            default:
                var after = Updates.Apply(Changes, existing ?? Target);
                TableKeys.Check(Table, after, "Item size to update has exceeded the maximum allowed size");
                return after;
        }
    }

    public void Store(Item? after)
    {
        if (after is not null)
        {
            Table.Store(after);
        }
        else
        {
            Table.Remove(Target);
        }
    }

    private static Write Plain(Table table, Item key, JsonObject input, Placeholders placeholders, WriteKind kind)
    {
        var condition = input["ConditionExpression"] is { } text
            ? ConditionReader.Read((string)text!, "ConditionExpression", placeholders)
            : null;
        return new Write(
            table,
            key,
            condition,
            kind,
            (string?)input["ReturnValuesOnConditionCheckFailure"] == "ALL_OLD"
        );
    }
}

internal enum WriteKind
{
    Put,
    Update,
    Delete,
    Check,
}

using Amazon.DynamoDBv2.Model;

namespace LambdaOps.Aws.Resources;

/// <summary>Keys of a table and of its indexes in one form, whatever order AWS lists them in.</summary>
internal static class TableLayout
{
    public static string Of(TableDescription table)
    {
        var types = (table.AttributeDefinitions ?? []).ToDictionary(
            one => one.AttributeName,
            one => one.AttributeType?.Value,
            StringComparer.Ordinal
        );
        return string.Join(
            "; ",
            (table.GlobalSecondaryIndexes ?? [])
                .Select(index => $"index {index.IndexName}: {Keys(index.KeySchema)} with {Carried(index.Projection)}")
                .Concat(
                    (table.LocalSecondaryIndexes ?? []).Select(index =>
                        $"local index {index.IndexName}: {Keys(index.KeySchema)} with {Carried(index.Projection)}"
                    )
                )
                .Order(StringComparer.Ordinal)
                .Prepend(Keys(table.KeySchema))
        );

        string Keys(List<KeySchemaElement>? schema) =>
            string.Join(
                ", ",
                (schema ?? []).Select(key =>
                    $"{key.KeyType?.Value} {key.AttributeName} ({types.GetValueOrDefault(key.AttributeName)})"
                )
            );

        static string Carried(Projection? projection) =>
            projection?.NonKeyAttributes is { Count: > 0 } named
                ? string.Join(", ", named.Order(StringComparer.Ordinal))
                : projection?.ProjectionType?.Value ?? "";
    }
}

using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>A table's stream: that it has one, and what it shows. Nobody reads it here.</summary>
internal static class TableStreams
{
    /// <param name="wanted">A StreamSpecification.</param>
    public static void Set(Table table, JsonObject wanted)
    {
        var isOn = (bool)wanted["StreamEnabled"]!;
        if (isOn == (table.Stream is not null))
        {
            throw new ServiceFault(
                "ValidationException",
                isOn ? "Table already has an enabled stream" : "Table has no stream to disable"
            );
        }

        table.Stream = isOn ? (string)wanted["StreamViewType"]! : null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>A function's answer to a batch when it reports failures of single items, read as Lambda reads it.</summary>
internal static class BatchResponse
{
    /// <summary>
    /// The ids of the messages that failed: none for an empty or null answer or list, all for anything malformed or for
    /// an id that the batch did not have.
    /// </summary>
    public static IReadOnlySet<string> FailedIds(byte[] answer, IReadOnlySet<string> batch)
    {
        var none = new HashSet<string>(StringComparer.Ordinal);
        if (answer.Length == 0)
        {
            return none;
        }

        JsonNode? document;
        try
        {
            document = StrictJson.Parse(answer);
        }
        catch (JsonException)
        {
            return batch;
        }

        return document switch
        {
            null => none,
            JsonObject answered => answered["batchItemFailures"] switch
            {
                null => none,
                JsonArray items => Ids(items, batch) ?? batch,
                _ => batch,
            },
            _ => batch,
        };
    }

    private static HashSet<string>? Ids(JsonArray items, IReadOnlySet<string> batch)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var named = (item as JsonObject)?["itemIdentifier"] as JsonValue;
            if (named is null || !named.TryGetValue(out string? id) || !batch.Contains(id))
            {
                return null;
            }

            failed.Add(id);
        }

        return failed;
    }
}

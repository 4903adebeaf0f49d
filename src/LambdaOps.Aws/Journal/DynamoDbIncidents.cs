using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// The incidents of the journal's table, by two of its indexes: OpenIncidents, and IncidentsByTime, which has what was
/// written since the table has it. The indexes hold keys only: what is listed is read as it stands.
/// </summary>
public sealed class DynamoDbIncidents(IAmazonDynamoDB dynamoDb, string table) : IIncidents
{
    /// <summary>The index of serverless.template.</summary>
    public const string Index = "IncidentsByTime";

    internal const string ListedKey = "listedAs";

    internal const string OpenedKey = "openedAt";

    private const string EndedPrefix = "INCIDENT#";

    private const int ReadsAtOnce = 8;

    internal static AttributeValue Listed { get; } = new() { S = "INCIDENT" };

    public async Task<ImmutableArray<Incident>> ListAsync(
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    )
    {
        var open = KeysAsync(
            OpenIncidentIndex.Name,
            $"{OpenIncidentIndex.Key} = :open",
            new() { [":open"] = OpenIncidentIndex.Open },
            most,
            cancellationToken
        );
        var recent = KeysAsync(
            Index,
            $"{ListedKey} = :listed AND {OpenedKey} >= :since",
            new()
            {
                [":listed"] = Listed,
                [":since"] = new() { N = Seconds(since).ToString(CultureInfo.InvariantCulture) },
            },
            most,
            cancellationToken
        );
        await Task.WhenAll(open, recent);
        var read = new List<Incident>();
        foreach (var keys in (await open).Union(await recent).Chunk(ReadsAtOnce))
        {
            read.AddRange(
                (await Task.WhenAll(keys.Select(key => ReadAsync(key, cancellationToken)))).OfType<Incident>()
            );
        }

        // What is in the index may have ended since, and opened before that.
        return
        [
            .. read.NewestOfEach()
                .Where(incident => incident.EndedAt is null || Seconds(incident.OpenedAt) >= Seconds(since))
                .OrderByDescending(incident => incident.OpenedAt)
                .ThenBy(incident => incident.Id.Value, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    public async Task<Incident?> FindAsync(IncidentId id, CancellationToken cancellationToken)
    {
        if (IncidentId.Read(id.Value) is not { IsOffer: false, Target: var target })
        {
            return null;
        }

        var read = await Task.WhenAll(
            ReadAsync($"{JournalItems.TargetPrefix}{target}", cancellationToken),
            ReadAsync(KeyOfEnded(id), cancellationToken)
        );
        return read.OfType<Incident>().Where(incident => incident.Id == id).NewestOfEach().FirstOrDefault();
    }

    public async Task<WrittenReport?> ReportAsync(IncidentId id, CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(JournalItems.Read(table, KeyOfReport(id)), cancellationToken)).Item;
        return JournalItems.Text(item, "report") is { } text && JournalItems.Number(item, "writtenAt") is { } at
            ? new WrittenReport(id, text, DateTimeOffset.FromUnixTimeSeconds(at))
            : null;
    }

    public Task<IncidentId?> NumberedAsync(IncidentNumber number, CancellationToken cancellationToken) =>
        new DynamoDbNumbers(dynamoDb, table).FindAsync(number, cancellationToken);

    /// <summary>The incident of an item: an ended one, or a target's open one; null when it has none.</summary>
    /// <exception cref="JsonException">A newer version wrote it, or someone else.</exception>
    public static Incident? Of(string key, string record) =>
        key.StartsWith(EndedPrefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(record, JournalJson.Default.Incident)
        : key.StartsWith(JournalItems.TargetPrefix, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize(record, JournalJson.Default.TargetRecord)?.Open
        : null;

    internal static Dictionary<string, AttributeValue> KeyOfReport(IncidentId id) =>
        JournalItems.Key(KeyOfEnded(id), "REPORT");

    internal static string KeyOfEnded(IncidentId id) => $"{EndedPrefix}{id}";

    private static long Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds();

    private async Task<Incident?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = table,
            Key = new()
            {
                ["pk"] = new() { S = key },
                ["sk"] = new() { S = "RECORD" },
            },
            ConsistentRead = true,
        };
        var item = (await dynamoDb.GetItemAsync(request, cancellationToken)).Item;
        return item is not null && item.TryGetValue("record", out var record) ? Of(key, record.S) : null;
    }

    /// <summary>Of the newest in the index: what is due last, or was opened last.</summary>
    private async Task<List<string>> KeysAsync(
        string index,
        string condition,
        Dictionary<string, AttributeValue> values,
        int most,
        CancellationToken cancellationToken
    )
    {
        var keys = new List<string>();
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = index,
            KeyConditionExpression = condition,
            ExpressionAttributeValues = values,
            ScanIndexForward = false,
            Limit = most,
        };
        do
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            keys.AddRange((page.Items ?? []).Select(item => item["pk"].S));
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        } while (keys.Count < most && request.ExclusiveStartKey is { Count: > 0 });

        return keys;
    }
}

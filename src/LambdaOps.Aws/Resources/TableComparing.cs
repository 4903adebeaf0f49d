using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Compares a restored table with the one that it is of: counts the new one, and looks for some items of each in the other
/// one. The old table is asked for as few items as that takes: its users need its capacity. Values stay here.
/// </summary>
internal sealed class TableComparing(Lazy<IAmazonDynamoDB> dynamoDb)
{
    private const int Segments = 4;

    public async Task<TableComparison> CompareAsync(LookAt at, CancellationToken stop)
    {
        var (table, aim) = (VerifiedTable.TableOf(at.Target), at.Restore!);
        var bounds = aim.Bounds ?? BoundsOf(table.DataRestore?.Policy ?? DataRestorePolicy.Default);
        var old = await dynamoDb.Value.DescribeTableAsync(new DescribeTableRequest { TableName = table.Name }, stop);
        var keys = old.Table?.KeySchema?.ConvertAll(key => key.AttributeName);
        if (keys is not { Count: > 0 })
        {
            throw new NotObservableException("DescribeTable answered without a key");
        }

        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, Segments)
                .Select(segment => CountAsync(aim.Name, segment, bounds.CountAtMost / Segments, stop))
        );
        var sampling = new Sampling(table.ChangedAttribute, aim.At);
        var made = await SampleAsync(aim.Name, bounds.SampleItems, stop);
        foreach (var item in made)
        {
            sampling.OfRestored(item, await GetAsync(table.Name, keys, item, stop));
        }

        var before = await SampleAsync(table.Name, bounds.SampleItems, stop);
        foreach (var item in before.Where(item => !made.Exists(one => IsSameKey(keys, one, item))))
        {
            sampling.OfOld(item, await GetAsync(aim.Name, keys, item, stop));
        }

        return sampling.Told(
            new TableComparison(counts.Sum(one => one.Items), counts.All(one => one.IsWhole), old.Table!.ItemCount ?? 0)
        );
    }

    private static ComparisonBounds BoundsOf(DataRestorePolicy policy) => new(policy.CountAtMost, policy.SampleItems);

    private async Task<(long Items, bool IsWhole)> CountAsync(
        string table,
        int segment,
        int most,
        CancellationToken stop
    )
    {
        var count = 0;
        Dictionary<string, AttributeValue>? after = null;
        while (count < most)
        {
            var page = await dynamoDb.Value.ScanAsync(
                new ScanRequest
                {
                    TableName = table,
                    Select = Select.COUNT,
                    Segment = segment,
                    TotalSegments = Segments,
                    Limit = most - count,
                    ExclusiveStartKey = after,
                },
                stop
            );
            count += page.Count ?? 0;
            if ((after = page.LastEvaluatedKey) is not { Count: > 0 })
            {
                return (count, true);
            }
        }

        return (count, false);
    }

    private async Task<List<Dictionary<string, AttributeValue>>> SampleAsync(
        string table,
        int items,
        CancellationToken stop
    )
    {
        var page = await dynamoDb.Value.ScanAsync(
            new ScanRequest
            {
                TableName = table,
                Limit = items,
                ConsistentRead = true,
            },
            stop
        );
        return page.Items ?? [];
    }

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(
        string table,
        List<string> keys,
        Dictionary<string, AttributeValue> item,
        CancellationToken stop
    )
    {
        var answer = await dynamoDb.Value.GetItemAsync(
            new GetItemRequest
            {
                TableName = table,
                Key = keys.ToDictionary(name => name, name => item[name], StringComparer.Ordinal),
                ConsistentRead = true,
            },
            stop
        );
        return answer.Item is { Count: > 0 } found ? found : null;
    }

    private static bool IsSameKey(
        List<string> keys,
        Dictionary<string, AttributeValue> one,
        Dictionary<string, AttributeValue> other
    ) => keys.TrueForAll(name => ItemValues.AreSame(one[name], other[name]));

    /// <summary>What the samples come to.</summary>
    /// <param name="changed">The attribute that says when an item was last changed; null where none does.</param>
    private sealed class Sampling(string? changed, DateTimeOffset at)
    {
        private int _sampled;
        private int _same;
        private int _onlyRestored;
        private int _onlyOld;
        private int _unexplained;
        private int _changedSince;

        public void OfRestored(Dictionary<string, AttributeValue> restored, Dictionary<string, AttributeValue>? old)
        {
            _sampled++;
            if (old is null)
            {
                _onlyRestored++;
            }
            else
            {
                Compare(old, restored);
            }
        }

        public void OfOld(Dictionary<string, AttributeValue> old, Dictionary<string, AttributeValue>? restored)
        {
            _sampled++;
            if (restored is not null)
            {
                Compare(old, restored);
                return;
            }

            _onlyOld++;
            _unexplained += WasChangedSince(old) == false ? 1 : 0;
        }

        public TableComparison Told(TableComparison counts) =>
            counts with
            {
                Sampled = _sampled,
                Same = _same,
                OnlyRestored = _onlyRestored,
                OnlyOld = _onlyOld,
                Unexplained = _unexplained,
                ChangedSince = _changedSince,
            };

        private void Compare(Dictionary<string, AttributeValue> old, Dictionary<string, AttributeValue> restored)
        {
            if (ItemValues.AreSame(old, restored))
            {
                _same++;
                return;
            }

            switch (WasChangedSince(old))
            {
                case true:
                    _changedSince++;
                    break;
                case false:
                    _unexplained++;
                    break;
            }
        }

        /// <summary>Null where the item does not say it for certain.</summary>
        private bool? WasChangedSince(Dictionary<string, AttributeValue> old) =>
            changed is not null
            && old.TryGetValue(changed, out var value)
            && ItemExpiry.TimeIn(ItemKeys.ValueOf(value), unit: null) is { } time
                ? time > at
                : null;
    }
}

/// <summary>Whether attributes are the same, of whatever type.</summary>
internal static class ItemValues
{
    public static bool AreSame(Dictionary<string, AttributeValue> one, Dictionary<string, AttributeValue> other) =>
        one.Count == other.Count
        && one.All(member => other.TryGetValue(member.Key, out var value) && AreSame(member.Value, value));

    public static bool AreSame(AttributeValue one, AttributeValue other) =>
        one.S == other.S
        && one.N == other.N
        && one.BOOL == other.BOOL
        && one.NULL == other.NULL
        && AreSame(one.B, other.B)
        && AreSameSets(one.SS, other.SS)
        && AreSameSets(one.NS, other.NS)
        && AreSameSets(one.BS?.ConvertAll(Text), other.BS?.ConvertAll(Text))
        && AreSameLists(one.L, other.L)
        && AreSame(one.M ?? [], other.M ?? []);

    private static bool AreSame(MemoryStream? one, MemoryStream? other) =>
        one is null ? other is null : other is not null && one.ToArray().AsSpan().SequenceEqual(other.ToArray());

    private static bool AreSameLists(List<AttributeValue>? one, List<AttributeValue>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0)
        && (one ?? []).Zip(other ?? []).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSameSets(List<string>? one, List<string>? other) =>
        (one ?? []).ToHashSet().SetEquals(other ?? []);

    private static string Text(MemoryStream value) => Convert.ToBase64String(value.ToArray());
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(StorageCheck), "storageCheck")]
public abstract partial record CheckMemory
{
    /// <summary>Sizes of tables at earlier runs, which DynamoDB itself does not keep; oldest first.</summary>
    public sealed record StorageCheck(ImmutableArray<SizesThen> Sizes) : CheckMemory;
}

/// <param name="Bytes">By the table's name.</param>
public sealed record SizesThen(DateTimeOffset At, ImmutableSortedDictionary<string, long> Bytes);

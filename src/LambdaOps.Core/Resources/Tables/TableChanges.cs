using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a table's items.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfTables => [DeleteExpiredItems];

    public static ChangeKind DeleteExpiredItems { get; } =
        new("deleteExpiredItems") { Resource = "Tables", Permissions = ["dynamodb:DeleteItem"] };
}

[JsonDerivedType(typeof(DeleteExpiredItems), "deleteExpiredItems")]
public abstract partial record Change
{
    /// <summary>
    /// Runbook cleanup-sessions.js: deletes items, each only while the attribute of its age still has the very value
    /// that was read. Whoever has renewed an item meanwhile keeps it.
    /// </summary>
    /// <param name="Attribute">The attribute of the items' age.</param>
    public sealed record DeleteExpiredItems(string Table, string Attribute, ImmutableArray<ScannedItem> Items) : OfCheck
    {
        /// <summary>How many one change deletes at most.</summary>
        public const int Most = 25;

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.DeleteExpiredItems;

        [JsonIgnore]
        public override string Description => Text($"delete {Items.Length} expired items of {Table}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("count", Text($"{Items.Length}")), ("target", Table)];
    }
}
